import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { type ProgressCounts, startProgress } from '../src/progress';
import { collector } from './run';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const COUNTS: ProgressCounts = {
  logEvents: 1_100,
  totalLogEvents: 8_800,
  auditEvents: 1_000,
  bytes: 2_500_000,
  rows: 0,
  reingested: 2,
  failed: 1,
};

function run(isTTY: boolean, milliseconds: number): string {
  const stderr = Object.assign(collector(), { isTTY, columns: 60 });
  let counts = COUNTS;
  const progress = startProgress({ stderr, now: Date.now }, () => counts);
  jest.advanceTimersByTime(milliseconds);
  counts = { ...counts, rows: 1_000 };
  progress.stop();
  return stderr.text();
}

describe('the progress of a run', () => {
  it('rewrites one line of a terminal, within its width, and takes it away', () => {
    const line = '\r\u001b[Kevents in 1,100/8,800  rows out 0  re-ingested 2  failed 1 ';

    expect(run(true, 400)).toBe(`${line}${line}\r\u001b[K`);
  });

  it('writes a line every other second elsewhere, and one at the end', () => {
    expect(run(false, 4_100)).toBe(
      [
        'events in 1,100/8,800  rows out 0  re-ingested 2  failed 1  2.5 MB  lag 1.8 s\n',
        'events in 1,100/8,800  rows out 0  re-ingested 2  failed 1  2.5 MB  lag 3.8 s\n',
        'events in 1,100/8,800  rows out 1,000  re-ingested 2  failed 1  2.5 MB\n',
      ].join(''),
    );
  });
});
