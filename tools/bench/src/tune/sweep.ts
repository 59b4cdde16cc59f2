import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { MAX_DECODED_BYTES } from '@eks-sentinel/firehose';
import { buildAuditEvent } from '@eks-sentinel/testkit';

import { quantile } from '../measure/statistics';
import type { PackedRecord, Payload } from '../payload/payload';
import { createPayload, packWorstRecord } from '../payload/payload';
import { PLANNED } from '../processes/job';
import type { RunJob } from '../processes/run-job';
import { createEngines, FASTEST } from '../variants/engines';
import type { MeasuredHint, WorstCase } from './choose';
import { BYTES_PER_MB } from './choose';

/** `BufferSizeInMBs` may be 0.2 to 3. Source: the Lambda processor's parameters in the Firehose API reference. */
export const HINTS_MB = [0.2, 0.3, 0.4, 0.5, 0.75, 1, 2, 3] as const;

const INVOCATIONS = 60;
const WARM_UPS = 20;
const WORST_INVOCATIONS = 3;
/** Cuts of the log whose responses are looked at, so that one compressible stretch does not decide. */
const MAX_WINDOWS = 8;

/** Measures an invocation at a buffer hint; undefined when the log does not fill one. */
export async function measureHint(
  records: readonly PackedRecord[],
  hintMb: number,
  runJob: RunJob,
  folder: string,
): Promise<MeasuredHint | undefined> {
  const windows = cutWindows(records, hintMb * BYTES_PER_MB).map(createPayload);
  if (windows.length === 0) return undefined;
  const { invoke } = createEngines().find(({ name }) => name === FASTEST)!;
  let responseBytes = 0;
  let compression = 0;
  let expansion = 0;
  for (const { event, rawBytes, gzipBytes } of windows) {
    const { length } = JSON.stringify(await invoke(event));
    responseBytes = Math.max(responseBytes, length);
    expansion = Math.max(expansion, length / rawBytes);
    compression = Math.max(compression, rawBytes / gzipBytes);
  }
  const { invocationMs, peakMb } = await runJob({
    handler: FASTEST,
    eventFile: save(folder, windows[0]!),
    invocations: INVOCATIONS,
  });
  const warm = invocationMs.slice(WARM_UPS).sort((one, other) => one - other);
  // Other work on the machine makes the slower half slower; Lambda gives the whole of its share.
  return {
    hintMb,
    rawBytes: windows[0]!.rawBytes,
    responseBytes,
    compression,
    expansion,
    ms: quantile(warm, 0.25),
    peakMb,
  };
}

/** Runs of records that fill a buffer of `bytes` each; a last one that does not fill it is left out. */
export function cutWindows(records: readonly PackedRecord[], bytes: number): PackedRecord[][] {
  const windows: PackedRecord[][] = [];
  let open: PackedRecord[] = [];
  let filled = 0;
  for (const record of records) {
    if (windows.length === MAX_WINDOWS) break;
    if (filled + record.gzip.length > bytes && open.length > 0) {
      windows.push(open);
      open = [];
      filled = 0;
    }
    open.push(record);
    filled += record.gzip.length;
  }
  return windows;
}

/** Measures a record that inflates to the cap, on the handler with its usual response budget. */
export async function measureWorstCase(runJob: RunJob, folder: string): Promise<WorstCase> {
  const payload = createPayload([packWorstRecord(buildAuditEvent(), MAX_DECODED_BYTES)]);
  const { invocationMs, peakMb } = await runJob({
    handler: PLANNED,
    eventFile: save(folder, payload),
    invocations: WORST_INVOCATIONS,
  });
  return { ms: Math.max(...invocationMs), peakMb };
}

function save(folder: string, { eventText }: Payload): string {
  const file = join(folder, 'tune.json');
  writeFileSync(file, eventText);
  return file;
}
