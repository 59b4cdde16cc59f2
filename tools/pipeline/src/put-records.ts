import type { FirehoseClient } from '@aws-sdk/client-firehose';
import { MAX_BATCH_BYTES, MAX_BATCH_RECORDS } from '@eks-sentinel/firehose';
import { putBack, putBatchWith } from '@eks-sentinel/transform';

import type { SubscriptionRecord } from './pack-log-events';

/** How records reach the stream. */
export interface PutOptions {
  readonly client: FirehoseClient;
  readonly deliveryStreamName: string;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A number in [0, 1), for the jitter. */
  readonly random: () => number;
  /** PutRecordBatch calls under way at the same time. */
  readonly concurrency?: number;
  /** Records of one PutRecordBatch call, at most MAX_BATCH_RECORDS: fewer make records leave earlier. */
  readonly maxCallRecords?: number;
  /** Calls in a row that get no record accepted, after which the rest of a batch counts as refused. */
  readonly maxAttempts?: number;
}

/** Told of each record that is sent again, and in the end of each: Firehose took it, or refused it for good. */
export type PutReport = (outcome: 'accepted' | 'retried' | 'refused', record: SubscriptionRecord) => void;

const DEFAULT_CONCURRENCY = 4;
/** CloudWatch Logs tries for 24 hours; with the ladder's delays, 30 attempts are about half a minute. */
const DEFAULT_MAX_ATTEMPTS = 30;

/**
 * Sends records with PutRecordBatch by the ladder of the transform: failed entries are sent again, alone, after a delay
 * with full jitter. The client must make one attempt a call. The input is
 * read only while there is room for another call, so memory does not grow with the input. Throws what cannot be mended
 * by sending again (no such stream, access denied).
 */
export async function putRecords(
  records: AsyncIterable<SubscriptionRecord>,
  options: PutOptions,
  report: PutReport,
): Promise<void> {
  const concurrency = options.concurrency ?? DEFAULT_CONCURRENCY;
  const underWay = new Set<Promise<void>>();
  try {
    for await (const batch of batches(records, options.maxCallRecords ?? MAX_BATCH_RECORDS)) {
      const call = putBatch(batch, options, report).finally(() => underWay.delete(call));
      // The error is thrown by the race or by the last wait; until then it must not count as unhandled.
      call.catch(() => undefined);
      underWay.add(call);
      if (underWay.size >= concurrency) await Promise.race(underWay);
    }
    await Promise.all(underWay);
  } finally {
    await Promise.allSettled(underWay);
  }
}

async function* batches(
  records: AsyncIterable<SubscriptionRecord>,
  maxCallRecords: number,
): AsyncGenerator<SubscriptionRecord[]> {
  const maxRecords = Math.min(maxCallRecords, MAX_BATCH_RECORDS);
  let batch: SubscriptionRecord[] = [];
  let bytes = 0;
  for await (const record of records) {
    if (batch.length > 0 && (batch.length >= maxRecords || bytes + record.data.length > MAX_BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(record);
    bytes += record.data.length;
  }
  if (batch.length > 0) yield batch;
}

async function putBatch(batch: readonly SubscriptionRecord[], options: PutOptions, report: PutReport): Promise<void> {
  const recordOf = new Map(batch.map((record) => [record.data, record]));
  const sent = new Set<SubscriptionRecord>();
  const putBatch = putBatchWith(() => Promise.resolve(options.client), options.deliveryStreamName);
  let failure: unknown;
  const { verdicts } = await putBack([...recordOf.keys()], {
    putBatch: async (records, signal) => {
      for (const data of records) {
        const record = recordOf.get(data)!;
        if (sent.has(record)) report('retried', record);
        sent.add(record);
      }
      const answer = await putBatch(records, signal);
      if (!answer.ok && !answer.isRetryable) failure = answer.error;
      return answer;
    },
    remainingMs: () => Infinity,
    callTimeoutMs: Infinity,
    wait: (milliseconds) => options.sleep(milliseconds),
    random: options.random,
    maxFruitlessAttempts: options.maxAttempts ?? DEFAULT_MAX_ATTEMPTS,
  });
  const isAccepted = (index: number): boolean => verdicts[index] === 'accepted';
  for (const [index, record] of batch.entries()) if (isAccepted(index)) report('accepted', record);
  if (failure !== undefined) throw failure as Error;
  for (const [index, record] of batch.entries()) if (!isAccepted(index)) report('refused', record);
}
