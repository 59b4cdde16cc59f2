import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

import { readNotification } from '../../pipeline/src/read-notification';
import { callAws } from '../aws/call-aws';
import type { ErrorObject } from './redrive-object';

/** A message of ErrorsQueue: the error objects that it tells of. */
export interface QueueWork {
  readonly objects: readonly ErrorObject[];
  /** `test_event`: S3 tried the notification; `foreign`: it tells of no error object of this bucket. */
  readonly kind: 'objects' | 'test_event' | 'foreign';
  /** Deletes the message. One that is not finished is seen again when the lease is over. */
  readonly finish: () => Promise<void>;
}

export interface ErrorsQueueOptions {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly bucket: string;
  /** Where error objects lie in the bucket. */
  readonly prefix: string;
  /** How long a message stays hidden after the last sign of life of the run that works on it. */
  readonly leaseSeconds: number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Told once for each wait for messages that are hidden. */
  readonly onWait: (hidden: number) => void;
}

/** Long enough that SQS asks all its servers: a short poll may miss messages. */
const POLL_SECONDS = 1;
const LOOK_AGAIN_MS = 250;
const HEARTBEATS_PER_LEASE = 3;

/**
 * The messages of the queue, one after the other, until it is empty. Messages that another run hides are waited for, as
 * long as that run's lease may last: a run that was interrupted leaves such behind.
 */
export async function* receiveWork(options: ErrorsQueueOptions): AsyncGenerator<QueueWork> {
  const { sqs, queueUrl } = options;
  const seen = new Set<string>();
  let kept = 0;
  let waitedMs = 0;
  // Ends: each round takes a message off, adds one to `seen`, or waits a part of the lease; what was seen is hidden for
  // a lease, and then the queue is empty.
  for (;;) {
    const message = await receive(options);
    if (message === undefined) {
      const hidden = (await countHidden(options)) - kept;
      if (hidden <= 0 || waitedMs > options.leaseSeconds * 2_000) return;
      options.onWait(hidden);
      await options.sleep(LOOK_AGAIN_MS);
      waitedMs += LOOK_AGAIN_MS + POLL_SECONDS * 1_000;
      continue;
    }
    const id = message.MessageId ?? '';
    if (seen.has(id)) continue;
    const heartbeat = setInterval(
      () => void changeVisibility(message, options.leaseSeconds).catch(() => undefined),
      (options.leaseSeconds * 1_000) / HEARTBEATS_PER_LEASE,
    );
    const state = { isFinished: false };
    try {
      yield {
        ...readWork(message, options),
        finish: async () => {
          state.isFinished = true;
          const command = new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle });
          await callAws({ action: 'sqs:DeleteMessage', on: `queue ${queueUrl}` }, () => sqs.send(command));
        },
      };
    } finally {
      clearInterval(heartbeat);
    }
    if (state.isFinished) continue;
    seen.add(id);
    kept += 1;
  }

  async function changeVisibility(message: Message, seconds: number): Promise<void> {
    const command = new ChangeMessageVisibilityCommand({
      QueueUrl: queueUrl,
      ReceiptHandle: message.ReceiptHandle,
      VisibilityTimeout: seconds,
    });
    await callAws({ action: 'sqs:ChangeMessageVisibility', on: `queue ${queueUrl}` }, () => sqs.send(command));
  }
}

async function receive({ sqs, queueUrl, leaseSeconds }: ErrorsQueueOptions): Promise<Message | undefined> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 1,
    WaitTimeSeconds: POLL_SECONDS,
    VisibilityTimeout: leaseSeconds,
  });
  const call = { action: 'sqs:ReceiveMessage', on: `queue ${queueUrl}` };
  return (await callAws(call, () => sqs.send(command))).Messages?.[0];
}

/** Messages that are hidden at the moment. */
async function countHidden({ sqs, queueUrl }: ErrorsQueueOptions): Promise<number> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: queueUrl,
    AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
  });
  const call = { action: 'sqs:GetQueueAttributes', on: `queue ${queueUrl}` };
  const { Attributes: attributes } = await callAws(call, () => sqs.send(command));
  return Number(attributes?.ApproximateNumberOfMessagesNotVisible ?? 0);
}

function readWork(message: Message, { bucket, prefix }: ErrorsQueueOptions): Pick<QueueWork, 'objects' | 'kind'> {
  const notification = readNotification(message.Body ?? '');
  if (notification.kind === 'test_event') return { kind: 'test_event', objects: [] };
  if (notification.kind === 'unknown') return { kind: 'foreign', objects: [] };
  const { objects } = notification;
  const isOurs = objects.every((object) => object.bucket === bucket && object.key.startsWith(prefix));
  return isOurs
    ? { kind: 'objects', objects: objects.map(({ key }) => ({ key, eTag: undefined })) }
    : { kind: 'foreign', objects: [] };
}
