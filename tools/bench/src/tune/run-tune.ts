import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { UsageError } from '../../../src/cli/usage-error';
import type { Machine } from '../machine';
import { describeMachine } from '../machine';
import { packRecords, takeRecords } from '../payload/payload';
import type { LogSource } from '../payload/sources';
import { createJobRunner } from '../processes/run-job';
import type { Candidate, MeasuredHint, WorstCase } from './choose';
import { listCandidates, recommend } from './choose';
import { FORMULA } from './cost';
import { HINTS_MB, measureHint, measureWorstCase } from './sweep';

/** What `--tune` found. */
export interface TuneResult {
  readonly source: string;
  readonly machine: Machine;
  readonly vcpuSpeed: number;
  readonly formula: readonly string[];
  readonly hints: readonly MeasuredHint[];
  readonly worstCase: WorstCase;
  readonly candidates: readonly Candidate[];
  readonly recommended?: Candidate;
}

/** How much is swept. */
export interface Sweep {
  readonly hintsMb: readonly number[];
  /** How much of the log is packed, in bytes before gzip. */
  readonly logBytes: number;
}

/** Fills several buffers of the smaller hints, and at least one of the largest. */
export const FULL_SWEEP: Sweep = { hintsMb: HINTS_MB, logBytes: 3.2e7 };
/** Whether it works. */
export const QUICK_SWEEP: Sweep = { hintsMb: [0.2], logBytes: 4e6 };

/** Sweeps buffer hint and memory over a log. Throws a UsageError when the log fills no buffer at all. */
export async function runTune(
  source: LogSource,
  { hintsMb, logBytes }: Sweep,
  vcpuSpeed: number,
  childFile: string,
  onProgress: (doing: string) => void,
): Promise<TuneResult> {
  const machine = describeMachine();
  const runJob = createJobRunner(childFile);
  const folder = mkdtempSync(join(dirname(childFile), 'run-'));
  try {
    onProgress('packing the log');
    const records = takeRecords(packRecords(source.lines()), logBytes);
    const hints: MeasuredHint[] = [];
    for (const hintMb of hintsMb) {
      onProgress(`buffer hint ${hintMb} MB`);
      const measured = await measureHint(records, hintMb, runJob, folder);
      if (measured !== undefined) hints.push(measured);
    }
    if (hints.length === 0) {
      throw new UsageError(
        `the log fills no buffer: expected are at least ${hintsMb[0]!} MB of gzip; name more files, or none for generated traffic`,
      );
    }
    onProgress('a record that inflates to the cap');
    const worstCase = await measureWorstCase(runJob, folder);
    const candidates = listCandidates(hints, worstCase, vcpuSpeed);
    const recommended = recommend(candidates);
    return {
      source: source.name,
      machine,
      vcpuSpeed,
      formula: FORMULA,
      hints,
      worstCase,
      candidates,
      ...(recommended === undefined ? {} : { recommended }),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
