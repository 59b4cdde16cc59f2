import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { startFirehoseSimulation } from '../src/firehose-simulation';
import type { FirehoseSimulationOptions } from '../src/options';
import { type Bench, BUCKET, ECHO, openBench, STREAM } from './bench';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(async () => {
  await bench.close();
});

describe('the start', () => {
  it('takes a free port, so that two run side by side', async () => {
    const [one, two] = [await bench.start(), await bench.start()];

    expect(one.endpoint).toBe(`http://127.0.0.1:${one.port}`);
    expect(one.port).not.toBe(two.port);
  });

  it('says in one line that a port is in use', async () => {
    const { port } = await bench.start();

    await expect(bench.start({ port })).rejects.toThrow(
      `firehose-sim: port ${port} on 127.0.0.1 is in use: choose another port, or 0 for a free one`,
    );
  });

  it('gives its port back when it stops', async () => {
    const first = await bench.start();
    await first.stop();

    const second = await bench.start({ port: first.port });

    expect(second.port).toBe(first.port);
  });

  const bundle = (): string => bench.bundle(ECHO);
  it.each<[string, () => Partial<FirehoseSimulationOptions>, string]>([
    ['a stream name', () => ({ streamName: 'a b' }), 'option streamName is not valid'],
    ['a bundle', () => ({ transform: { bundle: 'nowhere.cjs' } }), 'option transform.bundle is not valid'],
    [
      'a processor size',
      () => ({ transform: { bundle: bundle(), bufferSizeInMBs: 0.1 } }),
      'option transform.bufferSizeInMBs is not valid: expected a number from 0.2 to 3',
    ],
    [
      'a processor interval',
      () => ({ transform: { bundle: bundle(), bufferIntervalInSeconds: 901 } }),
      'option transform.bufferIntervalInSeconds is not valid: expected a number from 0 to 900',
    ],
    [
      'a time-out',
      () => ({ transform: { bundle: bundle(), timeoutSeconds: 301 } }),
      'option transform.timeoutSeconds is not valid: expected a number from 0.1 to 300',
    ],
    [
      'a destination size',
      () => ({ delivery: { bufferSizeInMBs: 129 } }),
      'option delivery.bufferSizeInMBs is not valid: expected a number from 1 to 128',
    ],
    [
      'a destination interval',
      () => ({ delivery: { bufferIntervalInSeconds: -1 } }),
      'option delivery.bufferIntervalInSeconds is not valid: expected a number from 0 to 900',
    ],
    ['a file extension', () => ({ delivery: { fileExtension: 'gz' } }), 'option delivery.fileExtension is not valid'],
    [
      'a prefix',
      () => ({ delivery: { prefix: '!{timestamp:yyyy}/' } }),
      'delivery: errorOutputPrefix must be specified when prefix contains expressions',
    ],
    ['a fault', () => ({ faults: { s3FailureRate: -1 } }), 'fault s3FailureRate is not valid'],
  ])('refuses %s outside the rules of the service', async (_, options, message) => {
    const whole = { streamName: STREAM, s3: { endpoint: bench.s3Endpoint, bucket: BUCKET }, ...options() };

    await expect(startFirehoseSimulation(whole)).rejects.toThrow(`firehose-sim: ${message}`);
  });
});
