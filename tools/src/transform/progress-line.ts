import type { CliIo } from '../cli/cli-command';
import type { Tally } from './tally';

/** A person reads no faster. */
const INTERVAL_MS = 250;
const ERASE_LINE = '\r\u001b[K';
const MIN_WIDTH = 80;
const MEGABYTE = 1_000_000;

/** A line on a terminal that says how far the work is; elsewhere it writes nothing. */
export interface ProgressLine {
  readonly update: (tally: Tally) => void;
  readonly erase: () => void;
}

/** `totalBytes` is undefined when the size of an input is not known. */
export function createProgressLine(
  { stderr, now }: CliIo,
  totalBytes: number | undefined,
  isQuiet: boolean,
): ProgressLine {
  if (isQuiet || stderr.isTTY !== true) return { update: () => undefined, erase: () => undefined };
  // A terminal that does not know its width says 0.
  const width = Math.max(stderr.columns ?? 0, MIN_WIDTH) - 1;
  let lastTime = now();
  let isShown = false;
  return {
    update: (tally) => {
      if (now() - lastTime < INTERVAL_MS) return;
      lastTime = now();
      isShown = true;
      stderr.write(ERASE_LINE + describe(tally, totalBytes).slice(0, width));
    },
    erase: () => {
      if (isShown) stderr.write(ERASE_LINE);
      isShown = false;
    },
  };
}

function describe({ bytesIn, rowsOut }: Tally, totalBytes: number | undefined): string {
  const read = (bytesIn / MEGABYTE).toFixed(1);
  if (totalBytes === undefined || totalBytes === 0) return `${read} MB read, ${rowsOut} rows`;
  const percent = Math.floor((100 * bytesIn) / totalBytes);
  return `${read} of ${(totalBytes / MEGABYTE).toFixed(1)} MB read (${percent} %), ${rowsOut} rows`;
}
