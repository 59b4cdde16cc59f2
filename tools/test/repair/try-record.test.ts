import { gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import { DEFAULT_SIZE, type FunctionSize, workMsOf } from '../../src/redrive/function-size';
import { createRecordTrial } from '../../src/redrive/try-record';
import { range, recordOf } from './repair-stage';

/** A clock that is so many milliseconds further each time that it is asked. */
function clock(stepMs: number): () => number {
  let now = 0;
  return () => (now += stepMs);
}

/** 2 s of work: 3 s less the reserve of 1 s, at a whole CPU. */
const SMALL: FunctionSize = { timeoutSeconds: 3, memoryMb: 1_769 };

describe('the trial of a record', () => {
  it('gives the code that the transform would fail with, record by record', async () => {
    const tryRecord = createRecordTrial(() => 0, DEFAULT_SIZE);

    expect(await tryRecord(recordOf(range(0, 3)), undefined)).toBeUndefined();
    expect(await tryRecord(Buffer.from('record'), 0)).toBe('gzip_missing');
    expect(await tryRecord(gzipSync('[]'), 0)).toBe('message_not_object');
    expect(await tryRecord(recordOf([1]), 0)).toBeUndefined();
  });

  it('finds a record too slow that the transform would give up at its deadline', async () => {
    expect(await createRecordTrial(clock(100), SMALL)(recordOf([1]), 0)).toBeUndefined();
    expect(await createRecordTrial(clock(2_001), SMALL)(recordOf([1]), 0)).toBe('too_slow');
  });

  it('finds a record too slow that is read, but by a step that goes over the end', async () => {
    const oneEvent = recordOf([1]);
    let asked = 0;
    const now = () => asked++;
    await createRecordTrial(now, SMALL)(oneEvent, 0);
    const times = asked;
    // All of the time goes by between the last two looks at the clock.
    let looks = 0;
    const leap = (byMs: number) => () => (++looks < times ? 0 : byMs);

    const inTime = await createRecordTrial(leap(2_000), SMALL)(oneEvent, 0);
    looks = 0;
    const late = await createRecordTrial(leap(2_001), SMALL)(oneEvent, 0);

    expect([inTime, late]).toEqual([undefined, 'too_slow']);
  });

  it('says why a record cannot be read before it says how long that took', async () => {
    expect(await createRecordTrial(clock(600), SMALL)(Buffer.from('record'), 0)).toBe('gzip_missing');
  });
});

describe('the size of the function', () => {
  it('is that of an untouched stack by default', () => {
    expect(DEFAULT_SIZE).toEqual({ timeoutSeconds: 120, memoryMb: 1_024 });
  });

  it('gives the time-out less the reserve to work, by the share of a CPU that the memory brings', () => {
    expect(workMsOf({ timeoutSeconds: 121, memoryMb: 1_769 }, 1_000)).toBe(120_000);
    expect(workMsOf({ timeoutSeconds: 121, memoryMb: 10_240 }, 1_000)).toBe(120_000);
    expect(Math.round(workMsOf({ timeoutSeconds: 120, memoryMb: 1_024 }, 1_000))).toBe(68_884);
    expect(workMsOf({ timeoutSeconds: 1, memoryMb: 512 }, 1_000)).toBe(0);
  });
});
