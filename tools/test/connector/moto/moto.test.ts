import { gunzipSync } from 'node:zlib';

import { PutLogEventsCommand, DescribeSubscriptionFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ACCOUNT, AUDIT_STREAM, BUCKET, deployStage, LOG_GROUP, OTHER_STREAM, REGION, STACK } from './deployed-stage';
import type { DeployedStage } from './deployed-stage';
import { hasMotoServer } from './moto-server';

const isHere = hasMotoServer();
if (!isHere) process.stderr.write('moto_server is not installed: skipped (pip install "moto[server]")\n');

let stage: DeployedStage;
let stop = async (): Promise<void> => Promise.resolve();

(isHere ? describe : describe.skip)('a packaged stage, created on an emulated AWS', () => {
  beforeAll(async () => {
    stage = await deployStage();
    stop = stage.stop;
  });
  afterAll(async () => {
    await stop();
  });

  it('subscribes the log group by a term, which cut events match too', async () => {
    const answer = await stage.clients.logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName: LOG_GROUP }));

    expect(answer.subscriptionFilters).toMatchObject([
      {
        filterName: `${STACK}-audit`,
        filterPattern: '"audit.k8s.io"',
        destinationArn: `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/${STACK}`,
      },
    ]);
  });

  it('brings audit events to an object that Sentinel is told of, and nothing of other components', async () => {
    await putLogEvents(OTHER_STREAM, ['I0131 23:59:59.000000 1 trace.go:236] Trace[1]: "Get" audit.k8s.io']);
    await putLogEvents(AUDIT_STREAM, [auditEvent('get'), auditEvent('delete')]);
    const messages = await rawSubscriptionMessages();
    expect(messages).toHaveLength(2);
    await announcedKeys('SentinelSQSQueueURL');

    await putThroughStream(messages);

    const keys = await announcedKeys('SentinelSQSQueueURL');
    expect(keys).toEqual([expect.stringMatching(/^eks-audit-logs\/(\d+\/){4}eks-sentinel-prod-.*\.json\.gz$/)]);
    const rows = gunzipSync(await objectBytes(keys[0]!))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    const context = { AwsAccountId: ACCOUNT, Region: REGION, ClusterName: 'prod-1' };
    expect(rows.map((row) => JSON.parse(row) as object)).toMatchObject([
      { ...context, Verb: 'get', RawEvent: { verb: 'get' } },
      { ...context, Verb: 'delete', RawEvent: { verb: 'delete' } },
    ]);
    expect(await announcedKeys('ErrorsQueueUrl')).toEqual([]);
  });

  it('keeps what cannot be read under errors/, on the work list and out of the sight of Sentinel', async () => {
    await putThroughStream([Buffer.from('no gzip')]);

    const keys = await announcedKeys('ErrorsQueueUrl');
    expect(keys).toEqual([expect.stringMatching(/^errors\/processing-failed\/(\d+\/){4}/)]);
    const failed = JSON.parse((await objectBytes(keys[0]!)).toString('utf8')) as { rawData: string };
    expect(Buffer.from(failed.rawData, 'base64').toString()).toBe('no gzip');
    expect(await announcedKeys('SentinelSQSQueueURL')).toEqual([]);
  });
});

function auditEvent(verb: string): string {
  return JSON.stringify({ kind: 'Event', apiVersion: 'audit.k8s.io/v1', level: 'Metadata', auditID: verb, verb });
}

async function putLogEvents(logStreamName: string, messages: readonly string[]): Promise<void> {
  const logEvents = messages.map((message) => ({ timestamp: Date.now(), message }));
  await stage.clients.logs.send(new PutLogEventsCommand({ logGroupName: LOG_GROUP, logStreamName, logEvents }));
}

/** The emulated stream runs no function: it writes each record as it came, and ignores the filter pattern. */
async function rawSubscriptionMessages(): Promise<Buffer[]> {
  const { Contents } = await stage.clients.s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Promise.all((Contents ?? []).map(({ Key }) => objectBytes(Key!)));
}

async function putThroughStream(records: readonly Buffer[]): Promise<void> {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const firehose = new FirehoseClient({ endpoint: stage.simulation.endpoint, region: REGION, credentials });
  const Records = records.map((Data) => ({ Data }));
  await firehose.send(new PutRecordBatchCommand({ DeliveryStreamName: STACK, Records }));
  await stage.simulation.drain();
}

/** Keys that wait in a queue, taken off it; the test message that S3 sends at the start is none. */
async function announcedKeys(queue: 'SentinelSQSQueueURL' | 'ErrorsQueueUrl'): Promise<string[]> {
  const QueueUrl = stage.outputs[queue];
  const keys: string[] = [];
  for (;;) {
    const { Messages = [] } = await stage.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 }));
    if (Messages.length === 0) return keys;
    for (const { Body, ReceiptHandle } of Messages) {
      const { Records = [] } = JSON.parse(Body!) as { Records?: { s3: { object: { key: string } } }[] };
      keys.push(...Records.map(({ s3 }) => decodeURIComponent(s3.object.key)));
      await stage.clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

async function objectBytes(Key: string): Promise<Buffer> {
  const { Body } = await stage.clients.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  return Buffer.from(await Body!.transformToByteArray());
}
