import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { manualClock } from '../src/clock';
import type { LogLine } from '../src/lambda-environment';
import type { AttemptReport } from '../src/transform-batch';
import { type Bench, ECHO, openBench, perRecord } from './bench';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.close();
});

describe('transformation by a bundle in a process', () => {
  it('delivers what the handler returns, in order, and counts it', async () => {
    const upper = `Buffer.from(record.data, 'base64').toString().toUpperCase() + '\\n'`;
    const source = perRecord(
      `{ recordId: record.recordId, result: 'Ok', data: Buffer.from(${upper}).toString('base64') }`,
    );
    const simulation = await bench.start({ transform: { bundle: bench.bundle(source) } });

    await bench.put(simulation, 'a', 'b', 'c');
    await simulation.drain();

    expect((await bench.objects()).map(({ text }) => text)).toEqual(['A\nB\nC\n']);
    expect(simulation.counters()).toMatchObject({
      recordsIn: 3,
      bytesIn: 3,
      batches: 1,
      attempts: 1,
      recordsOk: 3,
      bytesOut: 6,
      dataObjects: 1,
      errorObjects: 0,
    });
    expect(simulation.held()).toEqual({
      recordsAwaitingTransform: 0,
      recordsInTransform: 0,
      recordsAwaitingDelivery: 0,
      objectsInDelivery: 0,
      bytes: 0,
    });
  });

  it('gives the handler the event and the context of the service', async () => {
    const source = `exports.handler = async (event, context) => {
      console.log(JSON.stringify({ event, context, left: context.getRemainingTimeInMillis(), env: process.env }));
      return { records: event.records.map((r) => ({ recordId: r.recordId, result: 'Dropped' })) };
    };`;
    const lines: LogLine[] = [];
    const simulation = await bench.start({
      clock: manualClock(1_700_000_000_000),
      transform: { bundle: bench.bundle(source), memoryMb: 256, timeoutSeconds: 30, functionName: 'mapper' },
      onLogLine: (line) => lines.push(line),
    });

    await bench.put(simulation, 'x');
    await simulation.drain();

    expect(lines).toHaveLength(1);
    const seen = JSON.parse(lines[0]!.line) as Record<string, Record<string, unknown>> & { left: number };
    expect(seen['event']).toMatchObject({
      deliveryStreamArn: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/eks-audit',
      region: 'us-east-1',
      records: [{ data: 'eA==', approximateArrivalTimestamp: 1_700_000_000_000 }],
    });
    expect(Object.keys(seen['event']!)).toEqual(['invocationId', 'deliveryStreamArn', 'region', 'records']);
    expect(seen['context']).toMatchObject({
      functionName: 'mapper',
      memoryLimitInMB: '256',
      awsRequestId: lines[0]!.requestId,
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:mapper:live',
    });
    expect(seen.left).toBeGreaterThan(20_000);
    expect(seen.left).toBeLessThanOrEqual(30_000);
    expect(seen['env']).toMatchObject({
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'mapper',
      AWS_ENDPOINT_URL_FIREHOSE: simulation.endpoint,
    });
    expect(Object.hasOwn(seen['env']!, 'HOME')).toBe(false);
  });

  it('keeps the process warm between invocations', async () => {
    const source = `let calls = 0; exports.handler = async (event) => { calls++;
      return { records: event.records.map((r) => (
        { recordId: r.recordId, result: 'Ok', data: Buffer.from(calls + '\\n').toString('base64') })) }; };`;
    const simulation = await bench.start({ transform: { bundle: bench.bundle(source) } });

    for (const text of ['a', 'b', 'c']) {
      await bench.put(simulation, text);
      await simulation.drain();
    }

    expect((await bench.objects()).map(({ text }) => text).sort()).toEqual(['1\n', '2\n', '3\n']);
    expect(simulation.counters().coldStarts).toBe(1);
  });

  it('runs as many environments side by side as the concurrency allows', async () => {
    const simulation = await bench.start({
      transform: { bundle: bench.bundle(ECHO), concurrency: 2, bufferSizeInMBs: 0.2 },
    });
    const record = 'x'.repeat(210_000);

    await bench.put(simulation, record, record, record, record);
    await simulation.drain();

    expect(simulation.counters()).toMatchObject({ batches: 4, coldStarts: 2, recordsOk: 4 });
  });

  it('reports metrics lines and other lines of the function before the invocation ends', async () => {
    const emf = `{"_aws":{"Timestamp":1,"CloudWatchMetrics":[]},"Rows":2}`;
    const source = `exports.handler = async (event) => {
      console.log('${emf}'); console.error('bad'); process.stdout.write('no newline');
      return { records: event.records.map((r) => ({ recordId: r.recordId, result: 'Dropped' })) }; };`;
    const seen: string[] = [];
    const simulation = await bench.start({
      transform: { bundle: bench.bundle(source) },
      onMetrics: (document) => seen.push(`metric ${JSON.stringify(document['Rows'])}`),
      onLogLine: ({ source: from, line }) => seen.push(`${from} ${line.slice(0, 10)}`),
    });

    await bench.put(simulation, 'x');
    await simulation.drain();

    expect(seen.sort()).toEqual(['metric 2', 'stderr bad', 'stdout no newline', 'stdout {"_aws":{"']);
  });

  it('has reported all lines when it reports the attempt, however many they are', async () => {
    const source = `exports.handler = async (event) => {
      process.stdout.write('line of the function\\n'.repeat(50_000));
      return { records: event.records.map((r) => ({ recordId: r.recordId, result: 'Dropped' })) }; };`;
    const linesAtEnd: number[] = [];
    let lines = 0;
    const simulation = await bench.start({
      transform: { bundle: bench.bundle(source) },
      onLogLine: () => lines++,
      onAttempt: () => linesAtEnd.push(lines),
    });

    for (const text of ['a', 'b', 'c']) {
      await bench.put(simulation, text);
      await simulation.drain();
    }

    expect(linesAtEnd).toEqual([50_000, 100_000, 150_000]);
  });

  it('reports each attempt', async () => {
    const reports: AttemptReport[] = [];
    const simulation = await bench.start({
      transform: { bundle: bench.bundle(ECHO) },
      onAttempt: (report) => reports.push(report),
    });

    await bench.put(simulation, 'abc');
    await simulation.drain();

    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ attempt: 1, records: 1, isColdStart: true, errorType: undefined });
    expect(reports[0]!.responseBytes).toBe(
      Buffer.byteLength(`{"records":[{"recordId":"${'0'.repeat(62)}","result":"Ok","data":"YWJj"}]}`),
    );
  });
});
