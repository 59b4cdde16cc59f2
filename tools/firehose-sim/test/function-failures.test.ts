import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { FirehoseSimulation } from '../src/firehose-simulation';
import type { FirehoseSimulationOptions, TransformOptions } from '../src/options';
import { type Bench, ECHO, openBench, perRecord } from './bench';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.close();
});

async function run(
  source: string,
  transform: Partial<TransformOptions> = {},
  options: Partial<FirehoseSimulationOptions> = {},
): Promise<FirehoseSimulation> {
  const simulation = await bench.start({
    ...options,
    transform: { bundle: bench.bundle(source), numberOfRetries: 1, ...transform },
  });
  await bench.put(simulation, 'one', 'two');
  await simulation.drain();
  return simulation;
}

async function errorLines(): Promise<Record<string, unknown>[]> {
  const objects = await bench.objects('processing-failed/');
  return objects.flatMap(({ text }) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  );
}

describe('a function that fails', () => {
  it('is tried again and then fails the batch with the original bytes', async () => {
    const simulation = await run(`exports.handler = async () => { throw new TypeError('broken'); };`, {
      numberOfRetries: 3,
    });

    const lines = await errorLines();
    expect(lines.map(({ rawData }) => rawData)).toEqual(['b25l', 'dHdv']);
    expect(lines[0]).toMatchObject({
      errorCode: 'Lambda.FunctionError',
      errorMessage: 'The Lambda function was successfully invoked but it returned an error result.',
      attemptsMade: 4,
      lambdaARN: 'arn:aws:lambda:us-east-1:123456789012:function:transform:live',
    });
    expect(simulation.counters()).toMatchObject({
      attempts: 4,
      retries: 3,
      attemptFailures: { TypeError: 4 },
      recordsFailed: 2,
      failures: { 'Lambda.FunctionError': 2 },
      errorObjects: 1,
      dataObjects: 0,
      coldStarts: 1,
    });
  });

  it('delivers when a later attempt succeeds', async () => {
    const simulation = await run(`let calls = 0; exports.handler = async (event) => {
      if (++calls === 1) throw new Error('first');
      return { records: event.records.map((r) => ({ recordId: r.recordId, result: 'Ok', data: r.data })) }; };`);

    expect((await bench.objects()).map(({ text }) => text)).toEqual(['onetwo']);
    expect(simulation.counters()).toMatchObject({ attempts: 2, retries: 1, recordsOk: 2, recordsFailed: 0 });
  });

  it('is killed when its time is over, and started anew', async () => {
    const simulation = await run(`exports.handler = async () => { for (;;); };`, { timeoutSeconds: 0.3 });

    expect((await errorLines())[0]).toMatchObject({
      errorCode: 'Lambda.FunctionTimedOut',
      errorMessage: 'The Lambda function invocation timed out. Increase the Timeout setting in the Lambda function.',
      attemptsMade: 2,
    });
    expect(simulation.counters()).toMatchObject({ attemptFailures: { 'Sandbox.Timedout': 2 }, coldStarts: 2 });
  });

  it('may end its own process in mid-invocation', async () => {
    const simulation = await run(`exports.handler = async () => { process.exit(3); };`);

    expect(simulation.counters()).toMatchObject({ attemptFailures: { 'Runtime.ExitError': 2 }, coldStarts: 2 });
    expect((await errorLines())[0]).toMatchObject({ errorCode: 'Lambda.FunctionError' });
  });

  it('is killed when it takes more memory than it has, outside the heap too', async () => {
    const simulation = await run(
      `const held = []; exports.handler = async () => {
        for (;;) { held.push(Buffer.alloc(8 * 1024 * 1024, 1)); await new Promise((r) => setTimeout(r, 2)); } };`,
      { memoryMb: 128, numberOfRetries: 0 },
    );

    expect(simulation.counters().attemptFailures).toEqual({ 'Runtime.OutOfMemory': 1 });
    expect((await errorLines())[0]).toMatchObject({ errorCode: 'Lambda.FunctionError', attemptsMade: 1 });
  });

  it('dies of a heap above its memory', async () => {
    const simulation = await run(
      `const held = []; exports.handler = async () => { for (;;) held.push(new Array(1000).fill(held.length)); };`,
      { memoryMb: 128, numberOfRetries: 0 },
    );

    // Whichever sees it first: the heap limit of V8, or the watch on resident memory.
    const [type] = Object.keys(simulation.counters().attemptFailures);
    expect(['Runtime.ExitError', 'Runtime.OutOfMemory']).toContain(type);
  });

  it('fails with a response of one byte over the limit, and not with one at the limit', async () => {
    const limit = 6_291_556;
    // {"pad":"...","records":[...]}: the padding fills the response up to the wanted length.
    const source = `exports.handler = async (event) => {
      const records = event.records.map((r) => ({ recordId: r.recordId, result: 'Ok', data: r.data }));
      const rest = Buffer.byteLength(JSON.stringify({ pad: '', records }));
      return { pad: 'x'.repeat(Number(process.env.RESPONSE_BYTES) - rest), records }; };`;

    const within = await run(source, { env: { RESPONSE_BYTES: String(limit) } });
    const over = await run(source, { env: { RESPONSE_BYTES: String(limit + 1) } });

    expect(within.counters()).toMatchObject({ attempts: 1, recordsOk: 2 });
    expect(over.counters()).toMatchObject({
      attemptFailures: { 'Function.ResponseSizeTooLarge': 2 },
      recordsFailed: 2,
    });
    expect((await errorLines())[0]).toMatchObject({ errorCode: 'Lambda.FunctionError', attemptsMade: 2 });
  });

  it.each([
    ['a bundle that throws when it is loaded', `throw new Error('no');`, 'Runtime.ImportModuleError'],
    ['a bundle without the handler', `exports.other = 1;`, 'Runtime.HandlerNotFound'],
    [
      'a response that is no JSON',
      `exports.handler = async () => { const a = {}; a.a = a; return a; };`,
      'Runtime.MarshalError',
    ],
  ])('fails with %s', async (_, source, errorType) => {
    const simulation = await run(source, { numberOfRetries: 0 });

    expect(simulation.counters().attemptFailures).toEqual({ [errorType]: 1 });
    expect(await errorLines()).toHaveLength(2);
  });
});

describe('switches for a failing function', () => {
  it('lose the answer of an invocation that has done its work', async () => {
    const lines: string[] = [];
    const simulation = await run(
      perRecord(`(console.log('seen'), { recordId: record.recordId, result: 'Ok', data: record.data })`),
      {},
      { faults: { lambdaCrashNext: 1 }, onLogLine: ({ line }) => lines.push(line) },
    );

    expect(lines).toEqual(['seen', 'seen', 'seen', 'seen']);
    expect(simulation.counters()).toMatchObject({
      attemptFailures: { 'Runtime.ExitError': 1 },
      attempts: 2,
      coldStarts: 2,
      recordsOk: 2,
    });
  });

  it('kill every n-th invocation as soon as it has the event', async () => {
    const simulation = await run(ECHO, {}, { faults: { lambdaCrashEvery: 2, lambdaCrashAt: 'request' } });
    await bench.put(simulation, 'three');
    await simulation.drain();

    expect(simulation.counters()).toMatchObject({
      attempts: 3,
      attemptFailures: { 'Runtime.ExitError': 1 },
      recordsOk: 3,
    });
  });

  it('throttle invocations', async () => {
    const simulation = await run(ECHO, {}, { faults: { lambdaThrottleRate: 1 } });

    expect(simulation.counters()).toMatchObject({ attemptFailures: { TooManyRequestsException: 2 }, coldStarts: 0 });
    expect((await errorLines())[0]).toMatchObject({ errorCode: 'Lambda.InvokeLimitExceeded', attemptsMade: 2 });
  });
});
