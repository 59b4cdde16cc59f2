import { describe, expect, it } from '@jest/globals';

import { createPace } from '../../src/repair/pace';

describe('createPace', () => {
  it('lets the first amount go at once and keeps the average at the rate', async () => {
    let time = 0;
    const waits: number[] = [];
    const sleep = (milliseconds: number): Promise<void> => {
      waits.push(milliseconds);
      time += milliseconds;
      return Promise.resolve();
    };
    const pace = createPace(10, { now: () => time, sleep });

    for (const amount of [5, 20, 1, 10]) await pace.take(amount);

    expect(waits).toEqual([500, 2_000, 100]);
  });

  it('saves up nothing while nobody takes', async () => {
    let time = 0;
    const pace = createPace(10, {
      now: () => time,
      sleep: (milliseconds) => {
        time += milliseconds;
        return Promise.resolve();
      },
    });
    await pace.take(1);
    time = 60_000;
    await pace.take(10);
    await pace.take(10);

    expect(time).toBe(61_000);
  });
});
