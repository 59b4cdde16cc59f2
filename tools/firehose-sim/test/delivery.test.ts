import { gunzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { manualClock } from '../src/clock';
import type { FirehoseSimulation } from '../src/firehose-simulation';
import type { WrittenObject } from '../src/s3-delivery';
import { type Bench, ECHO, openBench, perRecord } from './bench';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const BEFORE_THE_HOUR = Date.UTC(2026, 1, 28, 23, 59, 59, 500);

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.close();
});

/** Collects what is written, and tells when `count` objects are. */
function written(count: number): { onObject: (object: WrittenObject) => void; all: Promise<WrittenObject[]> } {
  const objects: WrittenObject[] = [];
  let resolve: (objects: WrittenObject[]) => void;
  const all = new Promise<WrittenObject[]>((resolved) => {
    resolve = resolved;
  });
  return {
    all,
    onObject: (object) => {
      objects.push(object);
      if (objects.length === count) resolve(objects);
    },
  };
}

describe('delivery to S3', () => {
  it('concatenates records without a delimiter, under the default path of the hour', async () => {
    const simulation = await bench.start({ clock: manualClock(BEFORE_THE_HOUR) });

    await bench.put(simulation, 'abc', 'abc', 'abc');
    await simulation.drain();

    const [object] = await bench.objects();
    expect(object!.text).toBe('abcabcabc');
    expect(object!.key).toMatch(new RegExp(`^2026/02/28/23/eks-audit-1-2026-02-28-23-59-59-${UUID}$`));
    expect(object!.contentEncoding).toBeUndefined();
  });

  it('compresses with one gzip member, and names prefix and extension as configured', async () => {
    const simulation = await bench.start({
      clock: manualClock(BEFORE_THE_HOUR),
      delivery: {
        compressionFormat: 'GZIP',
        prefix: 'eks-audit-logs/!{timestamp:yyyy/MM/dd/HH}/',
        errorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/',
        fileExtension: '.json.gz',
      },
    });

    await bench.put(simulation, 'a\n', 'b\n');
    await simulation.drain();

    const [object] = await bench.objects();
    expect(object!.key).toMatch(
      new RegExp(`^eks-audit-logs/2026/02/28/23/eks-audit-1-2026-02-28-23-59-59-${UUID}\\.json\\.gz$`),
    );
    expect(object!.contentEncoding).toBe('gzip');
    expect(gunzipSync(object!.bytes).toString()).toBe('a\nb\n');
  });

  it('names the extension of the format when none is configured', async () => {
    const simulation = await bench.start({ delivery: { compressionFormat: 'GZIP' } });

    await bench.put(simulation, 'a');
    await simulation.drain();

    expect((await bench.objects())[0]!.key).toMatch(/\.gz$/);
  });

  it('names an object by its oldest record, though a later hour has begun', async () => {
    const clock = manualClock(BEFORE_THE_HOUR);
    const simulation = await bench.start({ clock });

    await bench.put(simulation, 'a');
    clock.advance(1_000);
    await bench.put(simulation, 'b');
    await simulation.drain();
    await bench.put(simulation, 'c');
    await simulation.drain();

    const objects = (await bench.objects()).sort((one, two) => (one.text < two.text ? -1 : 1));
    expect(objects.map(({ text, key }) => [text, key.slice(0, 45)])).toEqual([
      ['ab', '2026/02/28/23/eks-audit-1-2026-02-28-23-59-59'],
      ['c', '2026/03/01/00/eks-audit-1-2026-03-01-00-00-00'],
    ]);
  });

  it('waits for the intervals of both buffers, by the clock alone', async () => {
    const clock = manualClock(0);
    const { onObject, all } = written(1);
    const simulation = await bench.start({
      clock,
      onObject,
      transform: { bundle: bench.bundle(ECHO), bufferSizeInMBs: 1, bufferIntervalInSeconds: 30 },
      delivery: { bufferSizeInMBs: 5, bufferIntervalInSeconds: 60 },
    });

    await bench.put(simulation, 'a');
    clock.advance(29_999);
    expect(simulation.held()).toMatchObject({ recordsAwaitingTransform: 1, recordsInTransform: 0 });
    clock.advance(1);
    expect(simulation.held()).toMatchObject({ recordsAwaitingTransform: 0, recordsInTransform: 1 });
    await waitFor(() => simulation.held().recordsInTransform === 0);
    expect(simulation.held()).toMatchObject({ recordsAwaitingDelivery: 1 });
    clock.advance(59_999);
    expect(simulation.held()).toMatchObject({ recordsAwaitingDelivery: 1 });
    clock.advance(1);

    expect(await all).toMatchObject([{ kind: 'data', records: 1, bytes: 1, attempts: 1 }]);
  });

  it('writes when the size is reached, before compression', async () => {
    const { onObject, all } = written(1);
    const simulation = await bench.start({
      clock: manualClock(0),
      onObject,
      delivery: { bufferSizeInMBs: 1, compressionFormat: 'GZIP' },
    });

    await bench.put(simulation, 'x'.repeat(524_288), 'x'.repeat(524_288), 'rest');

    const [object] = await all;
    expect(object).toMatchObject({ records: 2 });
    expect(object!.bytes).toBeLessThan(5_000);
    expect(simulation.held().recordsAwaitingDelivery).toBe(1);
  });

  it('writes nothing when every record was dropped', async () => {
    const simulation = await bench.start({
      transform: { bundle: bench.bundle(perRecord(`{ recordId: record.recordId, result: 'Dropped' }`)) },
    });

    await bench.put(simulation, 'a', 'b');
    await simulation.drain();

    expect(await bench.objects()).toEqual([]);
    expect(simulation.counters()).toMatchObject({ recordsDropped: 2, s3Attempts: 0 });
  });
});

describe('Ok with empty data', () => {
  it('writes no empty object', async () => {
    const source = perRecord(`{ recordId: record.recordId, result: 'Ok', data: '' }`);
    const simulation = await bench.start({ transform: { bundle: bench.bundle(source) } });

    await bench.put(simulation, 'a');
    await simulation.drain();

    expect(await bench.objects()).toEqual([]);
    expect(simulation.counters()).toMatchObject({ recordsOk: 1, dataObjects: 0, s3Attempts: 0 });
  });
});

describe('error objects', () => {
  const HALF_FAILS = perRecord(
    `record.data === 'YmFk' ? { recordId: record.recordId, result: 'ProcessingFailed' }
     : { recordId: record.recordId, result: 'Ok', data: record.data }`,
  );

  async function deliverOneBad(compressErrorObjects: boolean): Promise<FirehoseSimulation> {
    const simulation = await bench.start({
      clock: manualClock(BEFORE_THE_HOUR),
      transform: { bundle: bench.bundle(HALF_FAILS) },
      delivery: { prefix: 'logs/', compressionFormat: 'GZIP', fileExtension: '.json.gz', compressErrorObjects },
    });
    await bench.put(simulation, 'good', 'bad');
    await simulation.drain();
    return simulation;
  }

  it('hold one line for each failed record, inside the data prefix by default', async () => {
    await deliverOneBad(false);

    const [error] = await bench.objects('logs/processing-failed/');
    expect(error!.key).toMatch(
      new RegExp(`^logs/processing-failed/2026/02/28/23/eks-audit-1-2026-02-28-23-59-59-${UUID}$`),
    );
    expect(error!.bytes.toString()).toBe(
      `{"rawData":"YmFk","errorCode":"Lambda.ProcessingFailedStatus",` +
        `"errorMessage":"ProcessingFailed status set for record","attemptsMade":1,` +
        `"arrivalTimestamp":${BEFORE_THE_HOUR},"attemptEndingTimestamp":${BEFORE_THE_HOUR},` +
        `"lambdaARN":"arn:aws:lambda:us-east-1:123456789012:function:transform:live"}\n`,
    );
    expect((await bench.objects('logs/2026/')).map(({ text }) => text)).toEqual(['good']);
  });

  it('are compressed and named like data on request', async () => {
    await deliverOneBad(true);

    const [error] = await bench.objects('logs/processing-failed/');
    expect(error!.key).toMatch(/\.json\.gz$/);
    expect(error!.contentEncoding).toBe('gzip');
    expect(JSON.parse(error!.text)).toMatchObject({ rawData: 'YmFk' });
  });
});

describe('a failing S3', () => {
  it('is tried again by the clock, with the same key and nothing lost', async () => {
    const clock = manualClock(0);
    const { onObject, all } = written(1);
    const simulation = await bench.start({ clock, onObject, faults: { s3FailNext: 2 } });
    await bench.put(simulation, 'a');

    await simulation.flush();
    await waitFor(() => simulation.counters().s3Failures === 1);
    clock.advance(999);
    expect(simulation.counters().s3Attempts).toBe(1);
    clock.advance(1);
    await waitFor(() => simulation.counters().s3Failures === 2);
    clock.advance(2_000);

    expect(await all).toMatchObject([{ attempts: 3 }]);
    expect((await bench.objects()).map(({ text }) => text)).toEqual(['a']);
    expect(simulation.counters()).toMatchObject({ s3Attempts: 3, s3Failures: 2, dataObjects: 1, recordsExpired: 0 });
  });

  it('does not hold up a drain', async () => {
    const simulation = await bench.start({
      clock: manualClock(0),
      faults: { s3FailNext: 5, s3DelayMs: 10_000 },
    });
    await bench.put(simulation, 'a');

    await simulation.drain();

    expect((await bench.objects()).map(({ text }) => text)).toEqual(['a']);
    expect(simulation.counters()).toMatchObject({ s3Attempts: 6, s3Failures: 5 });
  });

  it('makes a drain fail, and keeps the records, when it never recovers', async () => {
    const simulation = await bench.start({ clock: manualClock(0), faults: { s3FailureRate: 1 } });
    await bench.put(simulation, 'a');

    await expect(simulation.drain()).rejects.toThrow(
      'firehose-sim: the stream does not drain: S3 refused 1 objects 100 times each; ' +
        'check the endpoint, the bucket and the S3 fault switches',
    );
    simulation.setFaults({ s3FailureRate: 0 });
    await simulation.drain();

    expect((await bench.objects()).map(({ text }) => text)).toEqual(['a']);
  });

  it('loses records after 24 hours, and counts them', async () => {
    const clock = manualClock(0);
    const simulation = await bench.start({ clock, faults: { s3FailureRate: 1 } });
    await bench.put(simulation, 'a', 'b');
    await simulation.flush();
    await waitFor(() => simulation.counters().s3Failures === 1);

    clock.advance(24 * 60 * 60 * 1000 + 1);
    await waitFor(() => simulation.held().objectsInDelivery === 0);

    expect(simulation.counters()).toMatchObject({ recordsExpired: 2, dataObjects: 0 });
  });

  it('may be slow', async () => {
    const clock = manualClock(0);
    const { onObject, all } = written(1);
    const simulation = await bench.start({ clock, onObject, faults: { s3DelayMs: 5_000 } });
    await bench.put(simulation, 'a');
    await simulation.flush();
    await waitFor(() => simulation.counters().s3Attempts === 1);

    clock.advance(4_999);
    expect(simulation.counters().dataObjects).toBe(0);
    clock.advance(1);

    expect(await all).toMatchObject([{ attempts: 1 }]);
  });
});

/** Lets other work go on until the condition holds. */
async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}
