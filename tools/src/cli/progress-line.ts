import type { CliIo } from './cli-command';
import { ERASE_LINE } from './guard-terminal';
import { printable } from './printable';

/** A person reads no faster. */
const INTERVAL_MS = 250;
const MIN_WIDTH = 80;

/** A line on a terminal that says how far the work is; elsewhere it writes nothing. */
export interface ProgressLine {
  /** `describe` is called only when the line is due. */
  readonly update: (describe: () => string) => void;
  readonly erase: () => void;
}

export function createProgressLine({ stderr, now }: Pick<CliIo, 'stderr' | 'now'>, isQuiet: boolean): ProgressLine {
  if (isQuiet || stderr.isTTY !== true) return { update: () => undefined, erase: () => undefined };
  // A terminal that does not know its width says 0.
  const width = Math.max(stderr.columns ?? 0, MIN_WIDTH) - 1;
  let lastTime = now();
  let isShown = false;
  return {
    update: (describe) => {
      if (now() - lastTime < INTERVAL_MS) return;
      lastTime = now();
      isShown = true;
      stderr.write(ERASE_LINE + printable(describe()).slice(0, width));
    },
    erase: () => {
      if (isShown) stderr.write(ERASE_LINE);
      isShown = false;
    },
  };
}
