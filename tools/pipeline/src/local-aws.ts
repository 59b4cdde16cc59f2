import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

import { ERRORS_PREFIX, NOTIFICATION_SUFFIX, ROWS_PREFIX } from '@eks-sentinel/connector';

import { createBucketNotifier, type BucketNotifier, type NotificationFaults } from './bucket-notifier';
import { S3_CREDENTIALS, startEmbeddedS3 } from './embedded-s3';
import { startEmbeddedSqs } from './embedded-sqs';

export interface LocalAwsOptions {
  readonly region: string;
  readonly accountId: string;
  readonly bucketName: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where the bucket's files lie; kept after the stop. Without it they lie in a temporary folder and go with the stop. */
  readonly directory?: string;
  readonly faults?: NotificationFaults;
  /** Seconds until a message that was received and not deleted is seen again. */
  readonly visibilityTimeoutSeconds?: number;
}

/** The deployed bucket and queues on this machine, with SDK clients that are connected to them. */
export interface LocalAws {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly s3Endpoint: string;
  readonly sqsEndpoint: string;
  readonly bucketName: string;
  readonly directory: string;
  readonly queueUrls: { readonly notification: string; readonly deadLetter: string; readonly errors: string };
  readonly notifier: BucketNotifier;
  /** Sends what is still to be told, then closes clients, connections and servers. */
  readonly stop: () => Promise<void>;
}

/** Which objects are told to which queue: what the deployed bucket is configured with. */
export const NOTIFICATIONS = {
  rows: { id: 'rows', prefix: ROWS_PREFIX, suffix: NOTIFICATION_SUFFIX },
  errors: { id: 'errors', prefix: ERRORS_PREFIX, suffix: '' },
} as const;

/** The attributes of the deployed queues. */
const RETENTION_SECONDS = 14 * 24 * 3_600;
const VISIBILITY_SECONDS = 300;
const LONG_POLL_SECONDS = 20;
const MAX_RECEIVES = 10;

/** Starts S3 and SQS on free loopback ports and sets up bucket, queues and notifications through the API. */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { region, accountId, bucketName } = options;
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'eks-sentinel-s3-')));
  await mkdir(directory, { recursive: true });

  let notifier: BucketNotifier | undefined;
  const stops: (() => Promise<void> | void)[] = [];
  if (options.directory === undefined) stops.push(() => rm(directory, { recursive: true, force: true }));
  try {
    const s3Server = await startEmbeddedS3(directory, (object) => notifier?.created(object));
    stops.push(s3Server.stop);
    const sqsServer = await startEmbeddedSqs(region, accountId);
    stops.push(sqsServer.stop);
    const s3 = new S3Client({
      region,
      endpoint: s3Server.endpoint,
      credentials: S3_CREDENTIALS,
      forcePathStyle: true,
      // s3rver stores the body as it comes: a checksum trailer would become part of the object.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    const sqs = new SQSClient({ region, endpoint: sqsServer.endpoint, credentials: S3_CREDENTIALS });
    stops.push(() => {
      s3.destroy();
      sqs.destroy();
    });

    await s3.send(new CreateBucketCommand({ Bucket: bucketName }));
    const queueUrls = await createQueues(sqs, options.visibilityTimeoutSeconds ?? VISIBILITY_SECONDS);
    const started = createBucketNotifier({
      sqs,
      region,
      accountId,
      now: options.now,
      rules: [
        { ...NOTIFICATIONS.rows, queueUrl: queueUrls.notification },
        { ...NOTIFICATIONS.errors, queueUrl: queueUrls.errors },
      ],
      ...(options.faults && { faults: options.faults }),
    });
    await started.configure(bucketName);
    notifier = started;

    return {
      s3,
      sqs,
      s3Endpoint: s3Server.endpoint,
      sqsEndpoint: sqsServer.endpoint,
      bucketName,
      directory,
      queueUrls,
      notifier: started,
      stop: async () => {
        try {
          await started.drain();
        } finally {
          await undo(stops);
        }
      },
    };
  } catch (error) {
    await undo(stops);
    throw error;
  }
}

/** Undoes the steps, the last one first, all of them; throws the first error afterwards. */
async function undo(stops: readonly (() => Promise<void> | void)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const stop of stops.toReversed()) {
    try {
      await stop();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

async function createQueues(sqs: SQSClient, visibilitySeconds: number): Promise<LocalAws['queueUrls']> {
  const retention = { MessageRetentionPeriod: String(RETENTION_SECONDS) };
  const deadLetter = await createQueue(sqs, 'MicrosoftSentinelEKSSqs-dlq', retention);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLetter, AttributeNames: ['QueueArn'] }),
  );
  const notification = await createQueue(sqs, 'MicrosoftSentinelEKSSqs', {
    ...retention,
    VisibilityTimeout: String(visibilitySeconds),
    ReceiveMessageWaitTimeSeconds: String(LONG_POLL_SECONDS),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: MAX_RECEIVES }),
  });
  return { notification, deadLetter, errors: await createQueue(sqs, 'eks-sentinel-errors', retention) };
}

async function createQueue(sqs: SQSClient, name: string, attributes: Record<string, string>): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  if (QueueUrl === undefined) throw new Error(`CreateQueue gave no URL for ${name}`);
  return QueueUrl;
}
