import {
  DeleteDeliveryStreamCommand,
  DescribeDeliveryStreamCommand,
  type FirehoseClient,
  FirehoseServiceException,
  ListDeliveryStreamsCommand,
  PutRecordBatchCommand,
  PutRecordCommand,
} from '@aws-sdk/client-firehose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { manualClock } from '../src/clock';
import type { FirehoseSimulation } from '../src/firehose-simulation';
import type { FirehoseSimulationOptions } from '../src/options';
import { type Bench, ECHO, openBench, STREAM } from './bench';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(async () => {
  await bench.close();
});

async function start(options: Partial<FirehoseSimulationOptions> = {}): Promise<[FirehoseSimulation, FirehoseClient]> {
  const simulation = await bench.start(options);
  return [simulation, bench.client(simulation)];
}

function batch(...sizes: number[]): PutRecordBatchCommand {
  return new PutRecordBatchCommand({
    DeliveryStreamName: STREAM,
    Records: sizes.map((size) => ({ Data: Buffer.alloc(size) })),
  });
}

async function failure(call: Promise<unknown>): Promise<[string, number | undefined, string]> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof FirehoseServiceException)) throw new Error('expected an exception of the service');
  return [error.name, error.$metadata.httpStatusCode, error.message];
}

describe('the Firehose API', () => {
  it('takes a record and a batch, and answers with an id for each record in order', async () => {
    const [simulation, client] = await start();

    const one = await client.send(new PutRecordCommand({ DeliveryStreamName: STREAM, Record: { Data: Buffer.of(1) } }));
    const many = await client.send(batch(1, 2, 3));

    expect(one.RecordId).toMatch(/^[0-9a-f-]{72}$/);
    expect(many.FailedPutCount).toBe(0);
    expect(new Set(many.RequestResponses?.map(({ RecordId }) => RecordId)).size).toBe(3);
    expect(simulation.counters()).toMatchObject({ putCalls: 2, recordsIn: 4, bytesIn: 7 });
  });

  it('takes 500 records, 1,024,000 bytes in one, 4 MiB in all, and an empty one', async () => {
    const [simulation, client] = await start();

    await client.send(batch(...Array.from({ length: 500 }, () => 0)));
    await client.send(batch(1_024_000, 1_024_000, 1_024_000, 1_024_000, 98_304));

    expect(simulation.counters()).toMatchObject({ recordsIn: 505, bytesIn: 4_194_304 });
  });

  it.each([
    [
      'a batch of 501 records',
      batch(...Array.from({ length: 501 }, () => 1)),
      'ValidationException',
      `1 validation error detected: Value at 'records' failed to satisfy constraint: Member must have length less than or equal to 500`,
    ],
    [
      'an empty batch',
      batch(),
      'ValidationException',
      `1 validation error detected: Value at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    ],
    [
      'a record one byte over its limit',
      batch(1, 1_024_001),
      'ValidationException',
      `1 validation error detected: Value at 'records.2.member.data' failed to satisfy constraint: Member must have length less than or equal to 1024000`,
    ],
    [
      'a batch one byte over 4 MiB',
      batch(1_024_000, 1_024_000, 1_024_000, 1_024_000, 98_305),
      'InvalidArgumentException',
      'Records size exceeds 4 MB limit',
    ],
    [
      'a stream that does not exist',
      new PutRecordBatchCommand({ DeliveryStreamName: 'other', Records: [{ Data: Buffer.of(1) }] }),
      'ResourceNotFoundException',
      'Firehose other under account 123456789012 not found.',
    ],
  ])('refuses %s', async (_, command, name, message) => {
    const [simulation, client] = await start();

    expect(await failure(client.send(command))).toEqual([name, 400, message]);
    expect(simulation.counters()).toMatchObject({ recordsIn: 0, putCallsRejected: 1 });
  });

  it('refuses operations that it does not simulate, and says so', async () => {
    const [, client] = await start();

    const [name, , message] = await failure(
      client.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName: STREAM })),
    );

    expect(name).toBe('InvalidArgumentException');
    expect(message).toMatch(/^DeleteDeliveryStream is not simulated/);
  });

  it.each([
    ['no JSON', 'Firehose_20150804.PutRecord', '{', 400, 'SerializationException'],
    [
      'no base64',
      'Firehose_20150804.PutRecord',
      `{"DeliveryStreamName":"${STREAM}","Record":{"Data":"*"}}`,
      400,
      'SerializationException',
    ],
    ['no record', 'Firehose_20150804.PutRecord', `{"DeliveryStreamName":"${STREAM}"}`, 400, 'ValidationException'],
    ['no such operation', 'Firehose_20150804.Nothing', '{}', 400, 'UnknownOperationException'],
    ['no target', '', '{}', 400, 'UnknownOperationException'],
    [
      'a body beyond every limit',
      'Firehose_20150804.PutRecord',
      'x'.repeat(9_000_000),
      413,
      'RequestEntityTooLargeException',
    ],
  ])('answers %s in AWS JSON', async (_, target, body, status, type) => {
    const [simulation] = await start();

    const response = await fetch(simulation.endpoint, { method: 'POST', headers: { 'x-amz-target': target }, body });

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(await response.json()).toMatchObject({ __type: type });
  });

  it('describes and lists the stream', async () => {
    const [simulation, client] = await start({
      clock: manualClock(1_700_000_000_000),
      transform: { bundle: bench.bundle(ECHO), bufferSizeInMBs: 0.2, bufferIntervalInSeconds: 60 },
      delivery: { prefix: 'logs/', compressionFormat: 'GZIP', bufferSizeInMBs: 64, bufferIntervalInSeconds: 60 },
    });

    const { DeliveryStreamDescription: stream } = await client.send(
      new DescribeDeliveryStreamCommand({ DeliveryStreamName: STREAM }),
    );
    const { DeliveryStreamNames: names } = await client.send(new ListDeliveryStreamsCommand({}));

    expect(names).toEqual([STREAM]);
    expect(stream).toMatchObject({
      DeliveryStreamARN: simulation.streamArn,
      DeliveryStreamStatus: 'ACTIVE',
      DeliveryStreamType: 'DirectPut',
      VersionId: '1',
      CreateTimestamp: new Date(1_700_000_000_000),
    });
    const destination = stream!.Destinations![0]!.ExtendedS3DestinationDescription!;
    expect(destination).toMatchObject({
      BucketARN: 'arn:aws:s3:::audit-logs',
      Prefix: 'logs/',
      CompressionFormat: 'GZIP',
      BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
    });
    expect(destination.ProcessingConfiguration!.Processors![0]!.Parameters).toContainEqual({
      ParameterName: 'BufferSizeInMBs',
      ParameterValue: '0.2',
    });
  });
});

describe('switches for a failing API', () => {
  it('throttle whole calls', async () => {
    const [simulation, client] = await start({ faults: { throttleRate: 1 } });

    expect(await failure(client.send(batch(1, 1)))).toEqual(['ServiceUnavailableException', 503, 'Slow down.']);
    expect(simulation.counters()).toMatchObject({ recordsIn: 0, putCallsThrottled: 1 });
  });

  it('let the retries of the SDK through when they end', async () => {
    const [simulation] = await start({ faults: { throttleRate: 0.5 }, seed: 7 });
    const client = bench.client(simulation, 8);

    for (let call = 0; call < 10; call++) await client.send(batch(1));

    const { recordsIn, putCallsThrottled } = simulation.counters();
    expect(recordsIn).toBe(10);
    expect(putCallsThrottled).toBeGreaterThan(0);
  });

  it('fail single entries of a call that succeeds, the same ones for the same seed', async () => {
    const failedEntries = async (): Promise<number[]> => {
      const [simulation, client] = await start({ faults: { partialFailureRate: 0.3 }, seed: 3 });
      const answer = await client.send(batch(...Array.from({ length: 20 }, () => 1)));
      const failed = answer.RequestResponses!.flatMap(({ ErrorCode }, index) =>
        ErrorCode === 'ServiceUnavailableException' ? [index] : [],
      );
      expect(answer.FailedPutCount).toBe(failed.length);
      expect(simulation.counters()).toMatchObject({ recordsIn: 20 - failed.length, entriesRefused: failed.length });
      return failed;
    };

    const first = await failedEntries();

    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(20);
    expect(await failedEntries()).toEqual(first);
  });

  it('can be turned while it runs, and refuse a wrong value', async () => {
    const [simulation, client] = await start();

    simulation.setFaults({ throttleRate: 1 });
    expect((await failure(client.send(batch(1))))[0]).toBe('ServiceUnavailableException');
    simulation.setFaults({ throttleRate: 0 });
    await client.send(batch(1));

    expect(simulation.counters().recordsIn).toBe(1);
    expect(() => {
      simulation.setFaults({ throttleRate: 2 });
    }).toThrow('firehose-sim: fault throttleRate is not valid: expected a number from 0 to 1');
  });
});

describe('the DirectPut quota', () => {
  it('fails entries beyond it until the next second', async () => {
    const clock = manualClock(0);
    const quota = { bytesPerSecond: 10, requestsPerSecond: 100, recordsPerSecond: 3 };
    const [, client] = await start({ clock, quota });

    const first = await client.send(batch(1, 1, 1, 1));
    clock.advance(1000);
    const second = await client.send(batch(6, 6));

    expect(first.RequestResponses!.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      undefined,
      undefined,
      'ServiceUnavailableException',
    ]);
    expect(second.RequestResponses!.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'ServiceUnavailableException',
    ]);
  });

  it('fails calls beyond it', async () => {
    const quota = { bytesPerSecond: 10, requestsPerSecond: 1, recordsPerSecond: 10 };
    const [, client] = await start({ clock: manualClock(0), quota });

    await client.send(batch(1));

    expect((await failure(client.send(batch(1))))[0]).toBe('ServiceUnavailableException');
  });

  it('is off by default, and by region when it is just turned on', async () => {
    const [, unlimited] = await start({ clock: manualClock(0) });
    const [, small] = await start({ clock: manualClock(0), quota: true, region: 'eu-central-1' });
    const [, large] = await start({ clock: manualClock(0), quota: true, region: 'eu-west-1' });
    const failed = async (client: FirehoseClient): Promise<number | undefined> =>
      (await client.send(batch(900_000, 900_000))).FailedPutCount;

    expect(await failed(unlimited)).toBe(0);
    expect(await failed(small)).toBe(1);
    expect(await failed(large)).toBe(0);
  });
});

describe('memory', () => {
  it('is bounded: above it the stream refuses until it has delivered', async () => {
    const [simulation, client] = await start({
      clock: manualClock(0),
      maxHeldBytes: 1_000_000,
      delivery: { bufferSizeInMBs: 5 },
    });

    await client.send(batch(900_000));
    expect((await failure(client.send(batch(200_000))))[0]).toBe('ServiceUnavailableException');
    await simulation.drain();
    await client.send(batch(200_000));

    expect(simulation.counters().recordsIn).toBe(2);
  });
});
