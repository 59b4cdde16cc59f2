import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';

import { FirehoseClient } from '@aws-sdk/client-firehose';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';

import { startFirehoseSimulation, type FirehoseSimulation } from '../../firehose-sim/src/index';
import type { NotificationFaults } from '../../pipeline/src/bucket-notifier';
import { startLocalAws, type LocalAws } from '../../pipeline/src/local-aws';
import { putRecords } from '../../pipeline/src/put-records';
import { dataMessageText, logEventText } from '../../pipeline/src/subscription-message';
import type { CliCommand } from '../../src/cli/cli-command';
import { runCli } from '../../src/cli/run-cli';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const BUCKET = 'audit-logs';
export const STREAM = 'eks-sentinel-test';
export const LOG_GROUP = '/aws/eks/prod/cluster';
export const LOG_STREAM = 'kube-apiserver-audit-0123456789abcdef0123456789abcdef';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const ROOT = resolve(__dirname, '../../..');
const BUNDLE = join(ROOT, 'dist/transform/index.cjs');

/** The deployed chain behind the subscription filter, on loopback, with the real bundle. */
export interface RepairStage {
  readonly aws: LocalAws;
  readonly stream: FirehoseSimulation;
  /** What a command finds in its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly put: (records: readonly Buffer[]) => Promise<void>;
  /** Waits until everything that was put lies in the bucket and was told to the queues. */
  readonly settle: () => Promise<void>;
  /** The numbers of all audit events in rows, with repetitions, in ascending order. */
  readonly deliveredEvents: () => Promise<number[]>;
  /** Keys and ETags of all objects. */
  readonly listObjects: (prefix?: string) => Promise<string[]>;
  /** Messages in a queue, hidden ones included. */
  readonly countMessages: (queue: 'notification' | 'errors') => Promise<number>;
  readonly stop: () => Promise<void>;
}

export async function startRepairStage(faults: NotificationFaults = {}): Promise<RepairStage> {
  if (!existsSync(BUNDLE)) execFileSync(process.execPath, [join(ROOT, 'tools/build/build-transform.cjs')]);
  const aws = await startLocalAws({ region: REGION, accountId: ACCOUNT, bucketName: BUCKET, now: Date.now, faults });
  const stream = await startFirehoseSimulation({
    streamName: STREAM,
    region: REGION,
    accountId: ACCOUNT,
    s3: { endpoint: aws.s3Endpoint, bucket: BUCKET },
    transform: {
      bundle: BUNDLE,
      bufferSizeInMBs: 0.2,
      env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    },
    delivery: {
      prefix: 'eks-audit-logs/!{timestamp:yyyy/MM/dd/HH}/',
      errorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/',
      compressionFormat: 'GZIP',
      fileExtension: '.json.gz',
    },
  });
  const env = {
    AWS_ACCESS_KEY_ID: 'S3RVER',
    AWS_SECRET_ACCESS_KEY: 'S3RVER',
    AWS_REGION: REGION,
    AWS_ENDPOINT_URL_S3: aws.s3Endpoint,
    AWS_ENDPOINT_URL_SQS: aws.sqsEndpoint,
    AWS_ENDPOINT_URL_FIREHOSE: stream.endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  Object.assign(process.env, env);
  const client = new FirehoseClient({ region: REGION, endpoint: stream.endpoint, maxAttempts: 1 });

  const listObjects = async (prefix = ''): Promise<string[]> => {
    const { Contents: contents = [] } = await aws.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }));
    return contents.map(({ Key, ETag }) => `${Key} ${ETag}`);
  };
  return {
    aws,
    stream,
    env,
    put: (records) =>
      putRecords(
        Readable.from(records.map((data) => ({ data, logEvents: 1 }))),
        { client, deliveryStreamName: STREAM, sleep: () => Promise.resolve(), random: () => 0, concurrency: 1 },
        (outcome) => {
          if (outcome === 'refused') throw new Error('the stream refused a record');
        },
      ),
    settle: async () => {
      await stream.drain();
      await aws.notifier.drain();
    },
    deliveredEvents: async () => {
      const events: number[] = [];
      for (const object of await listObjects('eks-audit-logs/')) {
        const { Body: body } = await aws.s3.send(
          new GetObjectCommand({ Bucket: BUCKET, Key: object.slice(0, object.indexOf(' ')) }),
        );
        const lines = gunzipSync((await body?.transformToByteArray()) ?? '')
          .toString()
          .trimEnd();
        for (const line of lines.split('\n')) events.push((JSON.parse(line) as { RawEvent: { n: number } }).RawEvent.n);
      }
      return events.sort((one, other) => one - other);
    },
    listObjects,
    countMessages: async (queue) => {
      const { Attributes: attributes } = await aws.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: aws.queueUrls[queue],
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
      );
      return Number(attributes?.ApproximateNumberOfMessages);
    },
    stop: async () => {
      client.destroy();
      await stream.stop();
      await aws.stop();
      for (const name of Object.keys(env)) Reflect.deleteProperty(process.env, name);
    },
  };
}

/** The text of an audit event with this number. */
export function auditEvent(n: number, stageTimestamp = '2026-05-12T08:15:42.000000Z'): string {
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"fixed","stage":"ResponseComplete","verb":"get","stageTimestamp":"${stageTimestamp}","n":${n}}`;
}

/** A record with audit events of these numbers. */
export function recordOf(numbers: readonly number[], timestamp = Date.now()): Buffer {
  const subscription = { owner: ACCOUNT, logGroup: LOG_GROUP, filterName: 'eks-sentinel' };
  const texts = numbers.map((n) =>
    logEventText({ logStream: LOG_STREAM, timestamp, message: auditEvent(n) }, n, subscription),
  );
  return gzipSync(dataMessageText(LOG_STREAM, texts, subscription));
}

/** The numbers from `start`, `count` of them. */
export function range(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => start + index);
}

/** Runs a command in this process, so many milliseconds from now. */
export async function runCommand(
  command: CliCommand,
  args: readonly string[],
  later = 0,
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const stdout = collector();
  const stderr = collector();
  const io = { stdin: Readable.from([]), stdout, stderr, env: process.env, now: () => Date.now() + later };
  const exitCode = await runCli([command], [command.name, ...args], io);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function collector(): Writable & { text: () => string } {
  let text = '';
  const writable = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  return Object.assign(writable, { text: () => text });
}
