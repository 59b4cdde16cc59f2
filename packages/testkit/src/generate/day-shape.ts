/** The share of a working day's people who are at work, 0 to 1, at a time of the day (UTC). `micros` since 1970. */
export function presenceAt(micros: number): number {
  const hour = (micros / 3_600_000_000) % 24;
  const fromMiddle = (hour - WORKDAY_MIDDLE) / WORKDAY_HALF;
  // A parabola, because Math.cos may differ in the last bit from one engine to the next.
  return Math.max(NIGHT_PRESENCE, 1 - fromMiddle * fromMiddle);
}

// From 7:00 to 18:00, most at half past twelve.
const WORKDAY_MIDDLE = 12.5;
const WORKDAY_HALF = 5.5;
const NIGHT_PRESENCE = 0.05;

/** How much of the traffic of a working hour runs at night: controllers never sleep. */
const BASE_RATE = 0.6;
const BINS = 288;

/** Spreads events over a time as a cluster does: position 0 to 1 -> microseconds, growing with the position. */
export function createClock(fromMicros: number, toMicros: number): (position: number) => number {
  const width = (toMicros - fromMicros) / BINS;
  const cumulative = [0];
  for (let bin = 0; bin < BINS; bin++) {
    const middle = fromMicros + (bin + 0.5) * width;
    cumulative.push(cumulative[bin]! + BASE_RATE + (1 - BASE_RATE) * presenceAt(middle));
  }
  const total = cumulative[BINS]!;
  return (position) => {
    const wanted = Math.min(Math.max(position, 0), 1) * total;
    let bin = 0;
    while (bin < BINS - 1 && cumulative[bin + 1]! <= wanted) bin++;
    const inBin = (wanted - cumulative[bin]!) / (cumulative[bin + 1]! - cumulative[bin]!);
    return Math.floor(fromMicros + (bin + inBin) * width);
  };
}
