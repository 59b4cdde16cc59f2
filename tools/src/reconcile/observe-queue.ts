import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';

import { callAws } from '../aws/call-aws';
import type { TimeRange } from '../repair/time-range';
import { readMetric } from './observe-subscriptions';

/** What the queue of Sentinel got and holds. */
export interface QueueObservation {
  readonly messages: number;
  readonly waiting: number;
  readonly oldestSeconds: number | undefined;
  readonly deadLetters: number | undefined;
}

const AGE_LOOKBACK_MS = 15 * 60_000;

/** Counts messages that were sent since the begin of the range, and those that wait now. */
export async function observeQueue(
  clients: { readonly sqs: SQSClient; readonly cloudWatch: CloudWatchClient },
  queues: { readonly notification: string; readonly deadLetter: string | undefined },
  { from }: TimeRange,
  now: number,
): Promise<QueueObservation> {
  const dimensions = { QueueName: queues.notification.slice(queues.notification.lastIndexOf('/') + 1) };
  const sent = { namespace: 'AWS/SQS', name: 'NumberOfMessagesSent', statistic: 'Sum', dimensions } as const;
  const age = {
    namespace: 'AWS/SQS',
    name: 'ApproximateAgeOfOldestMessage',
    statistic: 'Maximum',
    dimensions,
  } as const;
  return {
    // A queue without traffic has no values.
    messages: (await readMetric(clients.cloudWatch, sent, { from, to: now }, now)) ?? 0,
    waiting: await countMessages(clients.sqs, queues.notification),
    oldestSeconds: await readMetric(clients.cloudWatch, age, { from: now - AGE_LOOKBACK_MS, to: now }, now),
    deadLetters: queues.deadLetter === undefined ? undefined : await countMessages(clients.sqs, queues.deadLetter),
  };
}

async function countMessages(sqs: SQSClient, queueUrl: string): Promise<number> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: queueUrl,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
  const call = { action: 'sqs:GetQueueAttributes', on: `queue ${queueUrl}` };
  const { Attributes: attributes = {} } = await callAws(call, () => sqs.send(command));
  return Object.values(attributes).reduce((sum, value) => sum + Number(value), 0);
}
