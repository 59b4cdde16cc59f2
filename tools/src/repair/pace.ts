/** Holds work to a rate. */
export interface Pace {
  /** Resolves when `amount` may go, so that the average stays at the rate. */
  readonly take: (amount: number) => Promise<void>;
}

/** Clock and pause in milliseconds. */
export interface PaceTools {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** A pace of so many units a second; the first amount goes at once. */
export function createPace(perSecond: number, { now, sleep }: PaceTools): Pace {
  let freeAt = now();
  return {
    take: async (amount) => {
      const waitMs = freeAt - now();
      if (waitMs > 0) await sleep(waitMs);
      freeAt = Math.max(freeAt, now()) + (amount / perSecond) * 1_000;
    },
  };
}
