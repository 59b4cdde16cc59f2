import { PutRecordBatchCommand, type FirehoseClient } from '@aws-sdk/client-firehose';

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
  /** How often one record is sent before it counts as refused. */
  readonly maxAttempts?: number;
}

/** Told after each call: records that Firehose took, refused for now, or refused for the last time. */
export type PutReport = (outcome: 'accepted' | 'retried' | 'refused', record: SubscriptionRecord) => void;

/**
 * The most records of one PutRecordBatch, and the most bytes: the service allows 4 MiB, but reports disagree whether
 * raw or base64 bytes count, and 3 MiB raw is 4 MiB in base64.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 */
export const MAX_BATCH_RECORDS = 500;
export const MAX_REQUEST_BYTES = 3 * 1_048_576;

const DEFAULT_CONCURRENCY = 4;
/** CloudWatch Logs tries for 24 hours; with the delays below, 30 attempts are about half a minute. */
const DEFAULT_MAX_ATTEMPTS = 30;
const BASE_DELAY_MS = 50;
const MAX_DELAY_MS = 2_000;

/**
 * Sends records with PutRecordBatch: failed entries are sent again, alone, after a delay with full jitter. The input is
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
  maxRecords: number,
): AsyncGenerator<SubscriptionRecord[]> {
  let batch: SubscriptionRecord[] = [];
  let bytes = 0;
  for await (const record of records) {
    if (
      batch.length > 0 &&
      (batch.length >= Math.min(maxRecords, MAX_BATCH_RECORDS) || bytes + record.data.length > MAX_REQUEST_BYTES)
    ) {
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
  const maxAttempts = options.maxAttempts ?? DEFAULT_MAX_ATTEMPTS;
  let pending = batch;
  for (let attempt = 1; ; attempt++) {
    pending = await putOnce(pending, options, report);
    if (pending.length === 0) return;
    if (attempt >= maxAttempts) break;
    for (const record of pending) report('retried', record);
    await options.sleep(options.random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (attempt - 1)));
  }
  for (const record of pending) report('refused', record);
}

/** Sends once and gives the records that Firehose did not take. */
async function putOnce(
  records: readonly SubscriptionRecord[],
  options: PutOptions,
  report: PutReport,
): Promise<readonly SubscriptionRecord[]> {
  const command = new PutRecordBatchCommand({
    DeliveryStreamName: options.deliveryStreamName,
    Records: records.map((record) => ({ Data: record.data })),
  });
  let entries;
  try {
    entries = (await options.client.send(command)).RequestResponses ?? [];
  } catch (error) {
    if (isTransient(error)) return records;
    throw error;
  }
  // FailedPutCount comes with HTTP 200; the answers are in the order of the records.
  const refused: SubscriptionRecord[] = [];
  for (const [index, record] of records.entries()) {
    const entry = entries[index];
    if (entry?.RecordId !== undefined && entry.ErrorCode === undefined) report('accepted', record);
    else refused.push(record);
  }
  return refused;
}

const TRANSIENT_NAMES = new Set([
  'ServiceUnavailableException',
  'ThrottlingException',
  'LimitExceededException',
  'InternalFailure',
  'TimeoutError',
]);
const TRANSIENT_CODES = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $fault, code } = error as { $fault?: unknown; code?: unknown };
  return (
    $fault === 'server' || TRANSIENT_NAMES.has(error.name) || (typeof code === 'string' && TRANSIENT_CODES.has(code))
  );
}
