import { describe, expect, it } from '@jest/globals';

import { fuzz } from '../src/fuzz';

describe('fuzz', () => {
  it('finds no difference between the engines, and goes both ways', async () => {
    const result = await fuzz(1, 400, () => undefined, { soundEvents: 200 });

    expect(result.mismatch).toBeUndefined();
    expect(result.events).toBeGreaterThanOrEqual(400);
    expect(result.rows).toBeGreaterThan(result.declined);
    expect(result.declined).toBeGreaterThan(50);
  });

  it('finds none on events that are costly to shrink', async () => {
    const result = await fuzz(2, 30, () => undefined, { soundEvents: 50, slowShare: 0.3 });

    expect(result.mismatch).toBeUndefined();
    expect(result.slow).toBeGreaterThan(3);
  });

  it('does the same for the same seed', async () => {
    const runs = [
      await fuzz(7, 60, () => undefined, { soundEvents: 50 }),
      await fuzz(7, 60, () => undefined, { soundEvents: 50 }),
    ];

    expect(runs[1]).toEqual(runs[0]);
  });
});
