import { UsageError } from '../cli/usage-error';

/** A span of time in milliseconds since 1970, `to` not included. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface TimeRangeOptions {
  readonly from?: string;
  readonly to?: string;
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};
const RELATIVE = /^(\d{1,6})([smhdw])$/;
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;
const FORMS =
  'expected is ISO 8601 with its zone, such as 2026-05-12T08:15:00Z or 2026-05-12, or an age, such as 2h or 1d';

/** The range of --from and --to (default: now); a wrong one throws a UsageError. */
export function readTimeRange(options: TimeRangeOptions, now: number): TimeRange {
  if (options.from === undefined) throw new UsageError(`--from is missing: ${FORMS}`);
  const from = readTime('--from', options.from, now);
  const to = options.to === undefined ? now : readTime('--to', options.to, now);
  if (from >= now) throw new UsageError('--from is in the future: expected is a time that is over');
  if (from >= to) throw new UsageError('--from is not before --to: expected is a range that begins before it ends');
  return { from, to: Math.min(to, now) };
}

function readTime(option: string, text: string, now: number): number {
  const time = parseTime(text, now);
  if (time !== undefined) return time;
  throw new UsageError(`${option} is no time: ${FORMS}`);
}

/** A time in milliseconds since 1970: ISO 8601 with its zone, a date (midnight, UTC), `now`, or an age such as `2h`. */
export function parseTime(text: string, now: number): number | undefined {
  if (text === 'now') return now;
  const age = RELATIVE.exec(text);
  if (age !== null) return now - Number(age[1]) * UNITS[age[2]!]!;
  const iso = ISO.exec(text);
  if (iso === null) return undefined;
  const [, year, month, day] = iso.map(Number) as [number, number, number, number];
  // Date.parse takes 31 February for 3 March.
  const isDay = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
  const time = Date.parse(text);
  return isDay && !Number.isNaN(time) ? time : undefined;
}

/** As a person reads it and as the options take it. */
export function timeText(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
