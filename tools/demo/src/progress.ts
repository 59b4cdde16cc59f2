import type { CliIo } from '../../src/cli/cli-command';
import { ERASE_LINE } from '../../src/cli/guard-terminal';
import { grouped, megabytes } from './numbers';

/** How far a run is. */
export interface ProgressCounts {
  readonly logEvents: number;
  /** Undefined when it is not known. */
  readonly totalLogEvents: number | undefined;
  readonly auditEvents: number;
  readonly bytes: number;
  readonly rows: number;
  readonly reingested: number;
  readonly failed: number;
}

/** Says how far a run is: one line that is rewritten on a terminal, elsewhere a line now and then. */
export interface Progress {
  /** Takes the line away, so that something else can be printed. */
  readonly stop: () => void;
}

const TERMINAL_MS = 200;
const PLAIN_MS = 2_000;
const DEFAULT_COLUMNS = 80;

export function startProgress({ stderr, now }: Pick<CliIo, 'stderr' | 'now'>, read: () => ProgressCounts): Progress {
  const isTerminal = stderr.isTTY === true;
  const lag = createLagMeter();
  let lastPrinted = now();
  const tick = (): void => {
    const counts = read();
    const line = describe(counts, lag(counts, now()));
    if (isTerminal) stderr.write(ERASE_LINE + line.slice(0, (stderr.columns ?? DEFAULT_COLUMNS) - 1));
    else if (now() - lastPrinted >= PLAIN_MS) {
      lastPrinted = now();
      stderr.write(`${line}\n`);
    }
  };
  const timer = setInterval(tick, TERMINAL_MS);
  return {
    stop: () => {
      clearInterval(timer);
      if (isTerminal) stderr.write(ERASE_LINE);
      else stderr.write(`${describe(read())}\n`);
    },
  };
}

/** Without a lag when the work is over. */
function describe(counts: ProgressCounts, lagMs?: number): string {
  const { logEvents, totalLogEvents, rows, reingested, failed, bytes } = counts;
  const total = totalLogEvents === undefined ? '' : `/${grouped(totalLogEvents)}`;
  return [
    `events in ${grouped(logEvents)}${total}`,
    `rows out ${grouped(rows)}`,
    `re-ingested ${grouped(reingested)}`,
    `failed ${grouped(failed)}`,
    megabytes(bytes),
    ...(lagMs === undefined ? [] : [`lag ${(lagMs / 1000).toFixed(1)} s`]),
  ].join('  ');
}

/** How long ago the newest row's audit event went in: the time between the two ends of the chain. */
function createLagMeter(): (counts: ProgressCounts, time: number) => number {
  let waiting: { readonly auditEvents: number; readonly time: number }[] = [];
  return ({ auditEvents, rows }, time) => {
    if (waiting.at(-1)?.auditEvents !== auditEvents) waiting.push({ auditEvents, time });
    waiting = waiting.filter((moment) => moment.auditEvents > rows);
    return waiting[0] === undefined ? 0 : time - waiting[0].time;
  };
}
