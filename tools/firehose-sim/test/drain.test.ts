import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { manualClock } from '../src/clock';
import { type Bench, ECHO, openBench, STREAM } from './bench';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.close();
});

/**
 * A function that puts the two halves of a record back, with the real SDK, until a part has one character; entries
 * that the stream refuses make the record fail.
 */
const SPLITTER = `
const { FirehoseClient, PutRecordBatchCommand } = require(${JSON.stringify(require.resolve('@aws-sdk/client-firehose'))});
const client = new FirehoseClient({ maxAttempts: 1 });
exports.handler = async (event) => ({ records: await Promise.all(event.records.map(split)) });
async function split({ recordId, data }) {
  const text = Buffer.from(data, 'base64').toString();
  if (text.length === 1) return { recordId, result: 'Ok', data: Buffer.from(text + '\\n').toString('base64') };
  const half = text.length >> 1;
  const Records = [text.slice(0, half), text.slice(half)].map((part) => ({ Data: Buffer.from(part) }));
  try {
    const answer = await client.send(new PutRecordBatchCommand({ DeliveryStreamName: '${STREAM}', Records }));
    if (answer.FailedPutCount === 0) return { recordId, result: 'Dropped' };
  } catch {}
  return { recordId, result: 'ProcessingFailed' };
}`;

describe('a drain', () => {
  it('has nothing to do in an empty stream', async () => {
    const simulation = await bench.start({ clock: manualClock(0), transform: { bundle: bench.bundle(ECHO) } });

    await simulation.drain();

    expect(simulation.counters()).toMatchObject({ batches: 0, s3Attempts: 0 });
  });

  it('follows records that the function puts back, hop by hop', async () => {
    const simulation = await bench.start({
      clock: manualClock(0),
      transform: { bundle: bench.bundle(SPLITTER), memoryMb: 256 },
    });

    await bench.put(simulation, 'abcdefgh', 'z');
    await simulation.drain({ maxHops: 3 });

    const text = (await bench.objects()).map((object) => object.text).join('');
    expect(text.split('\n').sort().join('')).toBe('abcdefghz');
    expect(simulation.counters()).toMatchObject({
      recordsIn: 16,
      recordsPutBack: 14,
      recordsOk: 9,
      recordsDropped: 7,
      recordsFailed: 0,
      dataObjects: 1,
    });
  });

  it('conserves every record under faults', async () => {
    const simulation = await bench.start({
      clock: manualClock(0),
      seed: 11,
      transform: { bundle: bench.bundle(SPLITTER), memoryMb: 256, concurrency: 2, numberOfRetries: 2 },
      faults: { throttleRate: 0.2, partialFailureRate: 0.1, lambdaCrashEvery: 4, s3FailureRate: 0.3 },
    });

    const client = bench.client(simulation, 10);
    const { PutRecordCommand } = await import('@aws-sdk/client-firehose');
    for (const text of ['abcd', 'efgh', 'ijkl', 'mnop', 'qrst', 'uvwx'])
      await client.send(new PutRecordCommand({ DeliveryStreamName: STREAM, Record: { Data: Buffer.from(text) } }));
    await simulation.drain();

    const { recordsIn, recordsOk, recordsDropped, recordsFailed } = simulation.counters();
    expect(recordsOk + recordsDropped + recordsFailed).toBe(recordsIn);
    const failedText = (await bench.objects('processing-failed/'))
      .flatMap(({ text }) => text.trimEnd().split('\n'))
      .map((line) => Buffer.from((JSON.parse(line) as { rawData: string }).rawData, 'base64').toString());
    const dataText = (await bench.objects()).filter(({ key }) => !key.startsWith('processing-failed/'));
    const delivered = new Set([...dataText.map(({ text }) => text), ...failedText].join(''));
    for (const character of 'abcdefghijklmnopqrstuvwx') expect(delivered.has(character)).toBe(true);
  });

  it('ends with a clear error when the function puts back as many as it takes', async () => {
    const source = SPLITTER.replace('text.length === 1', 'false').replace(
      'Records = [text.slice(0, half), text.slice(half)]',
      'Records = [text]',
    );
    const simulation = await bench.start({ transform: { bundle: bench.bundle(source), memoryMb: 256 } });
    await bench.put(simulation, 'a');

    await expect(simulation.drain({ maxHops: 4 })).rejects.toThrow(
      'firehose-sim: the stream does not drain: 1 records are in it after 4 hops; ' +
        'either a producer still puts records, or the function puts back as many as it takes',
    );
  });

  it('hands batches to the function that stay within the payload limit', async () => {
    const requestBytes: number[] = [];
    const simulation = await bench.start({
      clock: manualClock(0),
      onAttempt: (report) => requestBytes.push(report.requestBytes),
      transform: { bundle: bench.bundle(ECHO), bufferSizeInMBs: 3, numberOfRetries: 0 },
    });
    // 60,000 records of 20 bytes are 1.2 MB, and 9.8 MB as a Lambda event.
    const records = Array.from({ length: 500 }, () => 'x'.repeat(20));

    for (let call = 0; call < 120; call++) await bench.put(simulation, ...records);
    await simulation.drain();

    expect(requestBytes.length).toBeGreaterThan(1);
    expect(Math.max(...requestBytes)).toBeLessThanOrEqual(6_291_456);
  });
});

describe('a stop', () => {
  it('ends at once, also while the function works', async () => {
    const simulation = await bench.start({
      clock: manualClock(0),
      transform: { bundle: bench.bundle(`exports.handler = () => new Promise(() => {});`) },
    });
    await bench.put(simulation, 'a');
    const drained = simulation.drain();

    await simulation.stop();

    await drained;
    expect(simulation.counters().recordsFailed).toBe(1);
    expect(await bench.objects()).toEqual([]);
  });
});
