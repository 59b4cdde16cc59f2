import { randomUUID } from 'node:crypto';

import { S3Client } from '@aws-sdk/client-s3';

import { configure, type TransformConfiguration } from './configuration';
import { type HeldCounts, newCounters, type SimulationCounters } from './counters';
import { createDeliveryStream, type DeliveryStream } from './delivery-stream';
import { createQuotaMeter } from './direct-put-quota';
import { createFaultSwitches, type Faults } from './faults';
import { createFirehoseApi } from './firehose-api';
import type { LogLine } from './lambda-environment';
import { createLambdaPool } from './lambda-pool';
import { listen } from './listen';
import type { FirehoseSimulationOptions } from './options';
import { createS3Delivery, type S3Delivery } from './s3-delivery';
import { seededRandom } from './seeded-random';
import { FirehoseSimulationError } from './simulation-error';
import { transformBatch } from './transform-batch';

/** A running delivery stream on loopback. */
export interface FirehoseSimulation {
  /** For `endpoint` of a Firehose client, or AWS_ENDPOINT_URL_FIREHOSE. */
  endpoint: string;
  port: number;
  streamArn: string;
  counters(): SimulationCounters;
  held(): HeldCounts;
  faults(): Faults;
  /** Changes switches; the others stay as they are. */
  setFaults(changes: Partial<Faults>): void;
  /** Hands over what the two buffers hold, once, and waits for the function (not for S3). */
  flush(): Promise<void>;
  /**
   * Ends when nothing is buffered or in flight any more, also not what the function puts back into the stream. Does
   * not wait for the clock. Throws a FirehoseSimulationError when it takes more than `maxHops` passes (default 32), or
   * when S3 refuses an object 100 times in a row.
   */
  drain(options?: { maxHops?: number }): Promise<void>;
  /** Ends the server and the processes; what is not delivered is lost. */
  stop(): Promise<void>;
}

const DEFAULT_MAX_HOPS = 32;
const MAX_DRAIN_S3_ATTEMPTS = 100;

/** Starts a simulated delivery stream; throws a FirehoseSimulationError for a wrong option and a busy port. */
export async function startFirehoseSimulation(options: FirehoseSimulationOptions): Promise<FirehoseSimulation> {
  const configuration = configure(options);
  const { clock, stream: identity } = configuration;
  const counters = newCounters();
  const random = seededRandom(options.seed ?? 1);
  const faults = createFaultSwitches(random, options.faults ?? {});
  const functionAccessKeyId = `ASIA${randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase()}`;
  const client = createS3Client(options);
  const s3 = createS3Delivery(client, options.s3.bucket, {
    clock,
    faults,
    counters,
    onObject: (object) => options.onObject?.(object),
  });

  // The function's process needs the address of the API, and the API needs the stream: the pool is made last.
  let pool: ReturnType<typeof createLambdaPool> | undefined;
  const stream = createDeliveryStream(configuration, {
    counters,
    s3,
    random,
    transform: configuration.transform && ((records) => transformBatch(records, transformSurroundings())),
  });

  function transformSurroundings(): Parameters<typeof transformBatch>[1] {
    return {
      stream: identity,
      pool: pool!,
      faults,
      counters,
      clock,
      numberOfRetries: configuration.transform!.numberOfRetries,
      onAttempt: (report) => options.onAttempt?.(report),
    };
  }

  const quota = createQuotaMeter(configuration.quota, clock);
  const createdMs = clock.now();
  const answer = createFirehoseApi(configuration, { stream, faults, quota, counters, functionAccessKeyId, createdMs });
  const server = await listen((request, response) => {
    // The only way to fail is a connection that breaks: the client is gone.
    answer(request, response).catch(() => response.destroy());
  }, options.port ?? 0);
  const endpoint = `http://${server.address}`;
  if (configuration.transform) {
    const env = { ...functionEnvironment(endpoint, functionAccessKeyId), ...configuration.transform.env };
    pool = createPool({ ...configuration.transform, env }, identity.region, options);
  }

  return {
    endpoint,
    port: server.port,
    streamArn: identity.arn,
    counters: () => structuredClone(counters),
    held: () => stream.held(),
    faults: () => faults.get(),
    setFaults: (changes) => {
      faults.set(changes);
    },
    flush: async () => {
      await stream.transformNow();
      stream.deliverNow();
    },
    drain: ({ maxHops = DEFAULT_MAX_HOPS } = {}) => drain(stream, s3, maxHops),
    stop: async () => {
      await server.close();
      await s3.stop();
      await pool?.stop();
      await stream.stop();
      client.destroy();
    },
  };
}

async function drain(stream: DeliveryStream, s3: S3Delivery, maxHops: number): Promise<void> {
  for (let hop = 0; hop <= maxHops; hop++) {
    await stream.transformNow();
    if (waiting(stream) > 0) continue;
    stream.deliverNow();
    if (!(await s3.settle(MAX_DRAIN_S3_ATTEMPTS)))
      throw new FirehoseSimulationError(
        `firehose-sim: the stream does not drain: S3 refused ${s3.count()} objects ${MAX_DRAIN_S3_ATTEMPTS} times each; ` +
          'check the endpoint, the bucket and the S3 fault switches',
      );
    if (waiting(stream) === 0 && stream.held().recordsAwaitingDelivery === 0 && s3.count() === 0) return;
  }
  throw new FirehoseSimulationError(
    `firehose-sim: the stream does not drain: ${waiting(stream)} records are in it after ${maxHops} hops; ` +
      'either a producer still puts records, or the function puts back as many as it takes',
  );
}

function waiting(stream: DeliveryStream): number {
  const { recordsAwaitingTransform, recordsInTransform } = stream.held();
  return recordsAwaitingTransform + recordsInTransform;
}

/** Credentials of its own tell what the function puts back from what producers put. */
function functionEnvironment(endpoint: string, accessKeyId: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_FIREHOSE: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'simulated',
    AWS_SESSION_TOKEN: 'simulated',
  };
}

function createPool(
  transform: TransformConfiguration,
  region: string,
  { onLogLine, onMetrics }: FirehoseSimulationOptions,
): ReturnType<typeof createLambdaPool> {
  return createLambdaPool({ ...transform, region }, transform.concurrency, (line: LogLine) => {
    onLogLine?.(line);
    const document = onMetrics && readMetrics(line.line);
    if (document) onMetrics(document);
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
function readMetrics(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{') || !line.includes('"_aws"')) return undefined;
  try {
    const document = JSON.parse(line) as Record<string, unknown>;
    return typeof document['_aws'] === 'object' ? document : undefined;
  } catch {
    return undefined;
  }
}

function createS3Client({ s3, region = 'us-east-1' }: FirehoseSimulationOptions): S3Client {
  return new S3Client({
    endpoint: s3.endpoint,
    region: s3.region ?? region,
    // s3rver's only key pair, and as good as any other for an endpoint that takes all.
    credentials: s3.credentials ?? { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    forcePathStyle: true,
    // The simulation retries by its own clock.
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
}
