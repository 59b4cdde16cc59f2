import { unnamed, type Station } from '../check';
import { observeQueue, type QueueFacts } from './sqs-facts';
import { judgeQueue } from './sqs-queue';

/** SQS: S3 may send to the queue, and Sentinel works it off. */
export const sqsStation: Station<QueueFacts | undefined> = {
  id: 'sqs',
  observe: async (aws, chain) => (chain.queue === undefined ? undefined : observeQueue(aws, chain, chain.queue)),
  judge: (facts, chain) => (facts === undefined ? [unnamed('sqs.exists', '--queue')] : judgeQueue(facts, chain)),
};
