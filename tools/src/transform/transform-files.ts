import { ByteWriter } from '@eks-sentinel/json-scan';
import { createRowMapper } from '@eks-sentinel/mapping';

import type { CliIo, ExitCode } from '../cli/cli-command';
import { printable } from '../cli/printable';
import { createProgressLine } from '../cli/progress-line';
import { UsageError } from '../cli/usage-error';
import { describeProgress } from './describe-progress';
import type { Input } from './open-inputs';
import { openInputs, reasonOf } from './open-inputs';
import { OutputError, writeRows } from './row-sink';
import { summaryJson, summaryText } from './summary';
import { FAILURES, emptyTally } from './tally';
import type { TransformRun } from './transform-input';
import { transformInput } from './transform-input';

/** Options as they are checked: see `commands/transform`. */
export interface TransformOptions {
  readonly cluster: string;
  readonly account: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly arrival?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The longest line or JSON document that is read: many times what CloudWatch Logs takes (1 MB) and a payload can be. */
export const MAX_DOCUMENT_BYTES = 64 * 1_048_576;

/** More failures than these are counted and no longer said one by one. */
const MAX_REPORTED_FAILURES = 20;
const PREFIX = 'eks-sentinel transform: ';

/** Reads all inputs in order, writes their rows to standard output and the summary to standard error. */
export async function transformFiles(
  names: readonly string[],
  options: TransformOptions,
  io: CliIo,
  maxDocumentBytes: number = MAX_DOCUMENT_BYTES,
): Promise<ExitCode> {
  const inputs = await openInputs(names, io.stdin);
  const startedAt = io.now();
  const tally = emptyTally();
  const rows = new ByteWriter(1_048_576);
  const progress = createProgressLine(io, options.quiet === true);
  const bytes = totalBytes(inputs);
  const say = (line: string): void => {
    progress.erase();
    io.stderr.write(`${printable(PREFIX + line)}\n`);
  };
  let failures = 0;

  for (const input of inputs) {
    const run: TransformRun = {
      mapRow: createRowMapper(),
      origin: {
        cluster: options.cluster,
        account: options.account,
        region: options.region,
        arrival: options.arrival ?? startedAt,
        isOfOptions: true,
      },
      rows,
      tally,
      maxDocumentBytes,
      flush: async () => {
        tally.bytesOut += await writeRows(rows, io.stdout);
      },
      reportFailure: (code, line) => {
        tally.failed[code] = (tally.failed[code] ?? 0) + 1;
        failures += 1;
        const place = line === undefined ? input.name : `${input.name}, line ${line}`;
        if (failures <= MAX_REPORTED_FAILURES) say(`${place}: ${FAILURES[code]}`);
        if (failures === MAX_REPORTED_FAILURES) say('further failures are only counted');
      },
      onRead: () => {
        progress.update(() => describeProgress(tally, bytes));
      },
    };
    tally.inputs += 1;
    try {
      await transformInput(input.open(), run);
    } catch (error) {
      tally.unusableInputs += 1;
      say(`${input.name} ${sentenceOf(error)}`);
    }
  }

  progress.erase();
  const seconds = (io.now() - startedAt) / 1000;
  if (options.json === true) io.stderr.write(`${summaryJson(tally, seconds)}\n`);
  else if (options.quiet !== true && tally.unusableInputs < inputs.length) {
    io.stderr.write(summaryText(tally, seconds, options.cluster));
  }
  if (tally.unusableInputs > 0) return 2;
  return failures > 0 ? 1 : 0;
}

function totalBytes(inputs: readonly Input[]): number | undefined {
  let sum = 0;
  for (const { bytes } of inputs) {
    if (bytes === undefined) return undefined;
    sum += bytes;
  }
  return sum;
}

/** Anything but an unusable input, as a closed pipe, ends the run. */
function sentenceOf(error: unknown): string {
  if (error instanceof UsageError && !(error instanceof OutputError)) return error.message;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (typeof code === 'string' && (syscall === 'read' || syscall === 'open'))
    return `cannot be read: ${reasonOf(error)}`;
  throw error;
}
