import { describe, expect, it } from '@jest/globals';

import type { Candidate, MeasuredHint } from '../src/tune/choose';
import { compressionThatFits, listCandidates, recommend } from '../src/tune/choose';
import { billedMs, costPerTb } from '../src/tune/cost';
import { cutWindows } from '../src/tune/sweep';

describe('the cost of a terabyte', () => {
  it('bills the whole milliseconds that the share of a vCPU makes of the measured ones', () => {
    expect(billedMs(10, 1_769, 1)).toBe(10);
    expect(billedMs(10.2, 1_769, 1)).toBe(11);
    // 1,769 MB / 512 MB = 3.455 times as long
    expect(billedMs(10, 512, 1)).toBe(35);
    expect(billedMs(10, 512, 0.5)).toBe(70);
  });

  it('is no lower for memory beyond one vCPU', () => {
    expect(billedMs(10, 3_008, 1)).toBe(10);
  });

  it('is that of the formula', () => {
    // 2 MB an invocation: 500,000 invocations. 35 ms x 512 MB = 0.0175 GB-s each, 8,750 GB-s in all.
    // 8,750 x 0.0000133334 = 0.11666725, and 500,000 x 0.0000002 = 0.1.
    expect(costPerTb({ rawBytes: 2e6, ms: 10 }, 512, 1)).toBeCloseTo(0.21666725, 8);
  });
});

const HINT: MeasuredHint = {
  hintMb: 0.2,
  rawBytes: 1.5e6,
  responseBytes: 2_000_000,
  compression: 7,
  expansion: 1.4,
  ms: 8,
  peakMb: 120,
};
const MILD = { ms: 500, peakMb: 150 };

function obstaclesOf(hint: Partial<MeasuredHint>, worst = MILD): Record<number, string | undefined> {
  const candidates = listCandidates([{ ...HINT, ...hint }], worst, 1);
  return Object.fromEntries(candidates.map(({ memoryMb, obstacle }) => [memoryMb, obstacle]));
}

describe('a pair of buffer hint and memory', () => {
  it('must hold the peak with room to spare, and the worst record', () => {
    expect(obstaclesOf({})).toMatchObject({ 128: 'memory', 256: undefined, 512: undefined });
    // 0.8 x 256 MiB = 214.7 MB
    expect(obstaclesOf({ peakMb: 215 })).toMatchObject({ 256: 'memory', 512: undefined });
    expect(obstaclesOf({}, { ms: 500, peakMb: 300 })).toMatchObject({ 256: 'memory', 512: undefined });
  });

  it('must leave room in the response', () => {
    // 0.8 x 6,225,920 = 4,980,736
    expect(obstaclesOf({ responseBytes: 4_980_736 })[512]).toBeUndefined();
    expect(obstaclesOf({ responseBytes: 4_980_737 })[512]).toBe('response');
  });

  it('must answer the worst record in half of the time-out', () => {
    // 18 s on a whole vCPU are 62.2 s on 512 MB
    expect(obstaclesOf({}, { ms: 18_000, peakMb: 100 })).toMatchObject({ 512: 'time', 768: undefined });
  });

  it('says how far a log may be compressed', () => {
    // 6,225,920 / (0.2 x 1,048,576 x 1.4)
    expect(compressionThatFits(HINT)).toBeCloseTo(21.21, 2);
  });
});

describe('the recommendation', () => {
  const pair = (hintMb: number, memoryMb: number, usdPerTb: number, obstacle?: Candidate['obstacle']): Candidate => ({
    hintMb,
    memoryMb,
    usdPerTb,
    billedMs: 10,
    ...(obstacle === undefined ? {} : { obstacle }),
  });

  it('is the cheapest pair that has no obstacle', () => {
    const chosen = recommend([pair(0.2, 512, 0.4), pair(0.5, 512, 0.2, 'response'), pair(0.3, 512, 0.3)]);

    expect(chosen).toEqual(pair(0.3, 512, 0.3));
  });

  it('is the least memory, then the smallest buffer, among pairs of about the same cost', () => {
    const chosen = recommend([pair(0.4, 512, 0.3), pair(0.4, 1_024, 0.29), pair(0.3, 512, 0.304), pair(0.2, 512, 0.4)]);

    expect(chosen).toEqual(pair(0.3, 512, 0.304));
  });

  it('is none when nothing fits', () => {
    expect(recommend([pair(0.2, 128, 0.1, 'memory')])).toBeUndefined();
  });
});

describe('the windows of a log', () => {
  const record = (bytes: number) => ({ gzip: Buffer.alloc(bytes), rawBytes: bytes * 7, logEvents: 1 });

  it('fill a buffer each, and never more', () => {
    const windows = cutWindows([record(60), record(60), record(30), record(60), record(150), record(10)], 100);

    expect(windows.map((window) => window.map(({ gzip }) => gzip.length))).toEqual([[60], [60, 30], [60], [150]]);
  });

  it('are none when the log does not fill one', () => {
    expect(cutWindows([record(60)], 100)).toEqual([]);
  });
});
