import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

import { FirehoseClient } from '@aws-sdk/client-firehose';

import { startFirehoseSimulation, type FirehoseSimulation } from '../../firehose-sim/src/index';
import { NOTIFICATIONS, startLocalAws, type LocalAws } from '../../pipeline/src/local-aws';
import type { FaultPlan } from './fault-plan';
import { createTransformMeter, type TransformCounts } from './transform-counts';

export interface ChainOptions {
  /** The file of the Lambda. */
  readonly bundle: string;
  /** Where the files of the run lie. */
  readonly folder: string;
  readonly port: number;
  readonly seed: number;
  readonly plan: FaultPlan;
  /** Whether the bucket lies in the folder of the run and stays there. */
  readonly keepsBucket: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The servers of the chain, all on loopback, and the ways to them. */
export interface Chain {
  readonly aws: LocalAws;
  readonly stream: FirehoseSimulation;
  readonly firehose: FirehoseClient;
  readonly transform: Readonly<TransformCounts>;
  /** Ends servers and processes and removes what is temporary. */
  readonly stop: () => Promise<void>;
}

export const STREAM_NAME = 'eks-sentinel';
const REGION = 'eu-west-1';
const ACCOUNT = '111122223333';
const BUCKET = 'eks-audit-logs';

/** The Lambda and its stream as they are deployed, but for the intervals: a minute is a second here. */
const DEPLOYED = {
  transform: { memoryMb: 512, timeoutSeconds: 120, bufferSizeInMBs: 0.2, numberOfRetries: 3 },
  delivery: {
    prefix: `${NOTIFICATIONS.rows.prefix}!{timestamp:yyyy/MM/dd/HH}/`,
    errorOutputPrefix: `${NOTIFICATIONS.errors.prefix}!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/`,
    compressionFormat: 'GZIP',
    fileExtension: '.json.gz',
  },
} as const;
const INTERVAL_SECONDS = 1;
/** Smaller than deployed, so that there are several objects. */
const OBJECT_MBS = 5;

/** Starts S3, SQS and Firehose; a busy port or a wrong fault switch throws a FirehoseSimulationError. */
export async function startChain(options: ChainOptions): Promise<Chain> {
  const { folder, plan, now } = options;
  let rowObjects = 0;
  const aws = await startLocalAws({
    region: REGION,
    accountId: ACCOUNT,
    bucketName: BUCKET,
    now,
    ...(options.keepsBucket && { directory: join(folder, 's3') }),
    faults: { isRepeated: (key) => key.startsWith(NOTIFICATIONS.rows.prefix) && plan.isToldTwice(++rowObjects) },
  });
  const meter = createTransformMeter();
  const metrics = createWriteStream(join(folder, 'metrics.ndjson'));
  const log = createWriteStream(join(folder, 'function.log'));
  const closeFiles = async (): Promise<void> => {
    await Promise.all([metrics, log].map((file) => finished(file.end())));
  };

  let stream: FirehoseSimulation;
  try {
    stream = await startFirehoseSimulation({
      streamName: STREAM_NAME,
      s3: { endpoint: aws.s3Endpoint, bucket: BUCKET },
      transform: {
        ...DEPLOYED.transform,
        bundle: options.bundle,
        bufferIntervalInSeconds: INTERVAL_SECONDS,
        env: {
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
          ...(plan.maxResponseBytes !== undefined && { MAX_RESPONSE_BYTES: String(plan.maxResponseBytes) }),
        },
      },
      delivery: {
        ...DEPLOYED.delivery,
        bufferSizeInMBs: OBJECT_MBS,
        bufferIntervalInSeconds: INTERVAL_SECONDS,
      },
      region: REGION,
      accountId: ACCOUNT,
      port: options.port,
      seed: options.seed,
      faults: plan.stream,
      onLogLine: (line) => {
        meter.onLogLine(line);
        if (!line.line.includes('"_aws"')) log.write(`${line.line}\n`);
      },
      onMetrics: (document) => metrics.write(`${JSON.stringify(document)}\n`),
      onAttempt: meter.onAttempt,
    });
  } catch (error) {
    await aws.stop();
    await closeFiles();
    throw error;
  }
  // One attempt each: what is refused is sent again by the producer, which counts it.
  const credentials = { accessKeyId: 'demo', secretAccessKey: 'demo' };
  const firehose = new FirehoseClient({ endpoint: stream.endpoint, region: REGION, credentials, maxAttempts: 1 });

  return {
    aws,
    stream,
    firehose,
    transform: meter.counts,
    stop: async () => {
      firehose.destroy();
      await stream.stop();
      await aws.stop();
      await closeFiles();
    },
  };
}
