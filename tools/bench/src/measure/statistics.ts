/** What is said of a list of samples. */
export interface Summary {
  /** The fastest: what the code costs when nothing else disturbs it. */
  readonly min: number;
  readonly median: number;
  readonly p90: number;
}

/** Summarises samples; throws when there are none. */
export function summarise(samples: readonly number[]): Summary {
  const sorted = [...samples].sort((one, other) => one - other);
  return { min: quantile(sorted, 0), median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) };
}

/** The value at `share` of sorted samples, between two of them in proportion. */
export function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) throw new RangeError('there are no samples');
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)]!;
  const high = sorted[Math.ceil(at)]!;
  return low + (high - low) * (at - Math.floor(at));
}
