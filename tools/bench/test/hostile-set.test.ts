import { MANY_VALUES_EVENTS } from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';

import { measureSet } from '../src/measure/measure-set';
import { createPayload, packAlone } from '../src/payload/payload';
import { PAYLOAD_SETS } from '../src/payload/payload-sets';

const STOPWATCH = { wallMs: () => performance.now(), cpuMs: () => 0, collectGarbage: () => undefined };

describe('the hostile set', () => {
  it('is measured by the variants that shrink, and whatever the fast path leaves to the reference', async () => {
    const { hasLongEvents, hasDeclined } = PAYLOAD_SETS.hostile;
    const events = MANY_VALUES_EVENTS.slice(0, 3);
    const payload = createPayload(events.map(({ text }) => packAlone(text(70_000))));

    const result = await measureSet({
      set: 'hostile',
      payload,
      hasLongEvents,
      maxDeclined: hasDeclined ? Infinity : 0,
      rounds: { rounds: 1, warmUps: 0, stopwatch: STOPWATCH },
    });

    expect(result.logEvents).toBe(3);
    expect([...new Set(result.measurements.map(({ variant }) => variant))]).toEqual([
      'floor',
      'reference',
      'portable',
      'simd',
    ]);
    expect(result.declined['simd']).toBeGreaterThan(0);
    expect(result.measurements.every(({ responseBytes }) => responseBytes > 3 * 1_000)).toBe(true);
  });
});
