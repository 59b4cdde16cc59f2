/** The time by which a simulated stream lives: arrival times, buffering intervals, pauses between S3 attempts. */
export interface Clock {
  now(): number;
  /** Calls `callback` once, `delayMs` of this clock later; the returned function cancels it. */
  schedule(delayMs: number, callback: () => void): () => void;
}

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves the time and runs what becomes due, in order of time. */
  advance(ms: number): void;
}

export const systemClock: Clock = acceleratedClock(1);

/** A clock that runs `factor` times as fast as the machine's: at 60 a minute of buffering passes in a second. */
export function acceleratedClock(factor: number, startMs = Date.now()): Clock {
  const machineStart = performance.now();
  return {
    now: () => Math.floor(startMs + (performance.now() - machineStart) * factor),
    schedule: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs / factor);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

export function manualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  const due = new Set<{ atMs: number; callback: () => void }>();

  function firstDue(untilMs: number): { atMs: number; callback: () => void } | undefined {
    let first: { atMs: number; callback: () => void } | undefined;
    for (const entry of due) if (entry.atMs <= untilMs && (!first || entry.atMs < first.atMs)) first = entry;
    return first;
  }

  return {
    now: () => nowMs,
    schedule: (delayMs, callback) => {
      const entry = { atMs: nowMs + delayMs, callback };
      due.add(entry);
      return () => {
        due.delete(entry);
      };
    },
    advance: (ms) => {
      const untilMs = nowMs + ms;
      for (let entry = firstDue(untilMs); entry; entry = firstDue(untilMs)) {
        due.delete(entry);
        nowMs = entry.atMs;
        entry.callback();
      }
      nowMs = untilMs;
    },
  };
}
