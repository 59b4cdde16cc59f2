import type { BenchReport } from './report';
import { FASTEST } from './variants/engines';
import { FLOOR } from './variants/floor';
import { NAIVE } from './variants/naive';

/** What the fast path has to reach, by minima, and whether this run did. */
export interface TargetResult {
  readonly name: string;
  /** Undefined when the run did not measure it. */
  readonly observed: number | undefined;
  readonly limit: number;
  readonly isUpperLimit: boolean;
  readonly isMet: boolean;
}

/** Ratios to the floor, and how many times faster than the naive way. */
const MAX_HANDLER_RATIO = { S: 1.45, M: 1.5 } as const;
const MIN_HANDLER_GAIN = 8;
const MAX_END_TO_END_RATIO = 1.25;
const MIN_END_TO_END_GAIN = 4;
/** A cold start must stay unnoticed beside Node's own. */
const MAX_FIRST_OVER_NOTHING_MS = 40;
/** Leaves most of 512 MB for records that inflate to the cap. */
const MAX_PEAK_MB = 140;
/** A page cache of the allocator may still come and go; growth by invocation would show as more. */
const MAX_GROWTH_MB = 10;
/** With fewer invocations the heap is still growing to its usual size. */
const MIN_GROWTH_INVOCATIONS = 500;

/** Holds a report against the targets. */
export function checkTargets({ sets, cold, memory }: BenchReport): TargetResult[] {
  const results: TargetResult[] = [];
  const atMost = (name: string, observed: number | undefined, limit: number): void => {
    results.push({ name, observed, limit, isUpperLimit: true, isMet: observed !== undefined && observed <= limit });
  };
  const atLeast = (name: string, observed: number | undefined, limit: number): void => {
    results.push({ name, observed, limit, isUpperLimit: false, isMet: observed !== undefined && observed >= limit });
  };
  for (const set of ['S', 'M'] as const) {
    const minOf = (variant: string, mode: string): number | undefined =>
      sets.find((one) => one.set === set)?.measurements.find((one) => one.variant === variant && one.mode === mode)
        ?.wallMs.min;
    const ratio = (variant: string, other: string, mode: string): number | undefined => {
      const [one, two] = [minOf(variant, mode), minOf(other, mode)];
      return one === undefined || two === undefined ? undefined : one / two;
    };
    atMost(`${set}: handler / floor`, ratio(FASTEST, FLOOR, 'handler'), MAX_HANDLER_RATIO[set]);
    atLeast(`${set}: naive / handler`, ratio(NAIVE.name, FASTEST, 'handler'), MIN_HANDLER_GAIN);
    atMost(`${set}: end to end / floor`, ratio(FASTEST, FLOOR, 'endToEnd'), MAX_END_TO_END_RATIO);
    atLeast(`${set}: naive / end to end`, ratio(NAIVE.name, FASTEST, 'endToEnd'), MIN_END_TO_END_GAIN);
  }
  atMost('first invocation over doing nothing, ms', cold.firstOverNothingMs.min, MAX_FIRST_OVER_NOTHING_MS);
  atMost('peak memory at S, MB', memory[0]?.peakMb, MAX_PEAK_MB);
  const growth = memory.find(({ invocations }) => invocations >= MIN_GROWTH_INVOCATIONS)?.growthMb;
  atMost('growth over the invocations, MB', growth, MAX_GROWTH_MB);
  return results;
}
