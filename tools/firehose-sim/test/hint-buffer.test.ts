import { describe, expect, it } from '@jest/globals';

import { acceleratedClock, manualClock } from '../src/clock';
import { createHintBuffer } from '../src/hint-buffer';

describe('a buffer with hints', () => {
  it('releases when the size is reached, with the entry that reaches it', () => {
    const released: string[][] = [];
    const buffer = createHintBuffer<string>({ maxBytes: 10, intervalMs: 60_000 }, manualClock(0), (entries) =>
      released.push(entries),
    );

    buffer.add('a', 9);
    expect(released).toEqual([]);
    expect([buffer.count(), buffer.bytes()]).toEqual([1, 9]);
    buffer.add('b', 5);

    expect(released).toEqual([['a', 'b']]);
    expect([buffer.count(), buffer.bytes()]).toEqual([0, 0]);
  });

  it('releases when the interval since the first entry has passed', () => {
    const clock = manualClock(0);
    const released: string[][] = [];
    const buffer = createHintBuffer<string>({ maxBytes: 10, intervalMs: 60_000 }, clock, (entries) =>
      released.push(entries),
    );

    clock.advance(50_000);
    buffer.add('a', 1);
    clock.advance(59_999);
    buffer.add('b', 1);
    expect(released).toEqual([]);
    clock.advance(1);
    expect(released).toEqual([['a', 'b']]);

    buffer.add('c', 1);
    clock.advance(59_999);
    expect(released).toHaveLength(1);
    clock.advance(1);
    expect(released).toEqual([['a', 'b'], ['c']]);
  });

  it('starts its interval anew after a release by size', () => {
    const clock = manualClock(0);
    const released: string[][] = [];
    const buffer = createHintBuffer<string>({ maxBytes: 2, intervalMs: 1_000 }, clock, (entries) =>
      released.push(entries),
    );

    buffer.add('a', 1);
    clock.advance(900);
    buffer.add('b', 1);
    buffer.add('c', 1);
    clock.advance(900);

    expect(released).toEqual([['a', 'b']]);
  });

  it('releases what it holds at once, and nothing when it is empty', () => {
    const released: string[][] = [];
    const buffer = createHintBuffer<string>({ maxBytes: 10, intervalMs: 1 }, manualClock(0), (entries) =>
      released.push(entries),
    );

    buffer.flush();
    buffer.add('a', 1);
    buffer.flush();
    buffer.flush();

    expect(released).toEqual([['a']]);
  });
});

describe('an accelerated clock', () => {
  it('runs faster than the machine, by its factor', async () => {
    const clock = acceleratedClock(60_000, 1_000_000);
    const started = performance.now();

    await new Promise<void>((resolve) => {
      clock.schedule(600_000, resolve);
    });

    expect(performance.now() - started).toBeLessThan(5_000);
    // A timer of the machine may be early by a part of a millisecond.
    expect(clock.now()).toBeGreaterThanOrEqual(1_000_000 + 500_000);
  });
});

describe('a manual clock', () => {
  it('runs callbacks in order of their time, at their time', () => {
    const clock = manualClock(100);
    const seen: string[] = [];
    clock.schedule(20, () => seen.push(`b ${clock.now()}`));
    clock.schedule(10, () => seen.push(`a ${clock.now()}`));
    const cancel = clock.schedule(15, () => seen.push('never'));
    cancel();

    clock.advance(50);

    expect(seen).toEqual(['a 110', 'b 120']);
    expect(clock.now()).toBe(150);
  });
});
