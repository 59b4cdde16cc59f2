import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from '@jest/globals';

import { createBucketNotifier } from '../src/bucket-notifier';
import { startLocalAws, type LocalAws, type LocalAwsOptions } from '../src/local-aws';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const NOW = Date.UTC(2025, 10, 24, 12);
const running: LocalAws[] = [];

async function start(changes: Partial<LocalAwsOptions> = {}): Promise<LocalAws> {
  const aws = await startLocalAws({
    region: 'eu-west-1',
    accountId: '111122223333',
    bucketName: 'audit-logs',
    now: () => NOW,
    ...changes,
  });
  running.push(aws);
  return aws;
}

afterEach(async () => {
  for (const aws of running.splice(0)) await aws.stop();
});

async function put(aws: LocalAws, key: string, body: string | Buffer = 'x'): Promise<void> {
  await aws.s3.send(new PutObjectCommand({ Bucket: aws.bucketName, Key: key, Body: body }));
  await aws.notifier.drain();
}

async function received(aws: LocalAws, queueUrl: string): Promise<Record<string, unknown>[]> {
  const { Messages = [] } = await aws.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
  );
  return Messages.map(({ Body }) => JSON.parse(Body!) as Record<string, unknown>);
}

async function keysIn(aws: LocalAws, queueUrl: string): Promise<unknown[]> {
  const messages = await received(aws, queueUrl);
  return messages.flatMap(({ Records = [] }) =>
    (Records as { s3: { object: { key: string } } }[]).map(({ s3 }) => s3.object.key),
  );
}

describe('startLocalAws', () => {
  it('sends a test event to each queue when the notification is configured', async () => {
    const aws = await start();

    for (const queueUrl of [aws.queueUrls.notification, aws.queueUrls.errors]) {
      expect(await received(aws, queueUrl)).toEqual([
        {
          Service: 'Amazon S3',
          Event: 's3:TestEvent',
          Time: '2025-11-24T12:00:00.000Z',
          Bucket: 'audit-logs',
          RequestId: '0000000000000000',
          HostId: expect.any(String),
        },
      ]);
    }
  });

  it('tells of an object as S3 does', async () => {
    const aws = await start();
    await received(aws, aws.queueUrls.notification);

    await put(aws, 'eks-audit-logs/2025/11/24/12/eks audit=1+2&ü.json.gz', 'twelve bytes');

    expect(await received(aws, aws.queueUrls.notification)).toEqual([
      {
        Records: [
          {
            eventVersion: '2.1',
            eventSource: 'aws:s3',
            awsRegion: 'eu-west-1',
            eventTime: '2025-11-24T12:00:00.000Z',
            eventName: 'ObjectCreated:Put',
            userIdentity: { principalId: 'AWS:111122223333' },
            requestParameters: { sourceIPAddress: '127.0.0.1' },
            responseElements: { 'x-amz-request-id': '0000000000000001', 'x-amz-id-2': expect.any(String) },
            s3: {
              s3SchemaVersion: '1.0',
              configurationId: 'rows',
              bucket: {
                name: 'audit-logs',
                ownerIdentity: { principalId: '111122223333' },
                arn: 'arn:aws:s3:::audit-logs',
              },
              object: {
                key: 'eks-audit-logs/2025/11/24/12/eks+audit%3D1%2B2%26%C3%BC.json.gz',
                size: 12,
                eTag: 'c91fa94e14cf2fa5474beceff788c0dc',
                sequencer: '00692448C000000001',
              },
            },
          },
        ],
      },
    ]);
  });

  it('tells rows and errors to their own queues, and nothing else to any', async () => {
    const aws = await start();

    await put(aws, 'eks-audit-logs/2025/a.json.gz');
    await put(aws, 'eks-audit-logs/2025/a.json');
    await put(aws, 'errors/processing-failed/2025/11/24/12/b');
    await put(aws, 'other/c.gz');

    expect(await keysIn(aws, aws.queueUrls.notification)).toEqual(['eks-audit-logs/2025/a.json.gz']);
    expect(await keysIn(aws, aws.queueUrls.errors)).toEqual(['errors/processing-failed/2025/11/24/12/b']);
    expect(aws.notifier.counts).toEqual({ sent: 2, repeated: 0, lost: 0, unmatched: 2 });
  });

  it('tells an object twice or never when a fault is switched on', async () => {
    const aws = await start({
      faults: { isRepeated: (key) => key.includes('twice'), isLost: (key) => key.includes('never') },
    });

    await put(aws, 'eks-audit-logs/twice.gz');
    await put(aws, 'eks-audit-logs/never.gz');

    expect(await keysIn(aws, aws.queueUrls.notification)).toEqual([
      'eks-audit-logs/twice.gz',
      'eks-audit-logs/twice.gz',
    ]);
    expect(aws.notifier.counts).toEqual({ sent: 2, repeated: 1, lost: 1, unmatched: 0 });
  });

  it('throws from the drain when a message could not be sent', async () => {
    const aws = await start();
    const rule = { id: 'rows', prefix: '', suffix: '', queueUrl: `${aws.sqsEndpoint}/111122223333/none` };
    const options = { sqs: aws.sqs, rules: [rule], region: 'eu-west-1', accountId: '111122223333', now: () => NOW };
    const notifier = createBucketNotifier(options);

    notifier.created({ eventName: 'ObjectCreated:Put', bucket: 'audit-logs', key: 'a', size: 1, eTag: '' });

    await expect(notifier.drain()).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    expect(notifier.counts.sent).toBe(0);
  });

  it('ends a long poll as soon as one message is there', async () => {
    const aws = await start();
    await received(aws, aws.queueUrls.notification);
    const begin = performance.now();

    const polling = aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: aws.queueUrls.notification, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 }),
    );
    await put(aws, 'eks-audit-logs/a.gz');
    const { Messages } = await polling;

    expect(Messages).toHaveLength(1);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('leaves a message to others when the caller of a long poll is gone', async () => {
    const aws = await start();
    await received(aws, aws.queueUrls.notification);
    const leaving = new AbortController();
    const polling = aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: aws.queueUrls.notification, WaitTimeSeconds: 20 }),
      { abortSignal: leaving.signal },
    );
    // A whole request later, the long poll has reached the server.
    await received(aws, aws.queueUrls.errors);
    leaving.abort();
    await expect(polling).rejects.toThrow();
    await received(aws, aws.queueUrls.errors);

    await put(aws, 'eks-audit-logs/a.gz');

    expect(await keysIn(aws, aws.queueUrls.notification)).toEqual(['eks-audit-logs/a.gz']);
  });

  it('runs twice at once, each with its own objects and messages', async () => {
    const one = await start();
    const other = await start();

    await put(one, 'eks-audit-logs/one.gz');

    expect(await keysIn(one, one.queueUrls.notification)).toEqual(['eks-audit-logs/one.gz']);
    expect(await keysIn(other, other.queueUrls.notification)).toEqual([]);
    expect(one.s3Endpoint).not.toBe(other.s3Endpoint);
  });

  it('removes a temporary folder with the stop, and keeps a folder that was given', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'eks-sentinel-test-'));
    try {
      const temporary = await start();
      const kept = await start({ directory: join(parent, 's3') });
      await put(kept, 'eks-audit-logs/a.gz');

      await temporary.stop();
      await kept.stop();
      running.length = 0;

      expect(existsSync(temporary.directory)).toBe(false);
      expect(existsSync(join(parent, 's3', 'audit-logs', 'eks-audit-logs'))).toBe(true);
    } finally {
      rmSync(parent, { recursive: true });
    }
  });

  it('leaves nothing open: a process that started and stopped it ends by itself', async () => {
    const script = require.resolve('./start-and-stop.cjs');

    const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 30_000 });

    expect(stdout).toBe('1 row, stopped\n');
  });
});
