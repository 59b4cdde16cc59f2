import { gzipSync } from 'node:zlib';

import { compileFilterPattern } from './filter-pattern';
import { packLogEvents, type PackOptions, type SubscriptionRecord } from './pack-log-events';
import { putRecords, type PutOptions } from './put-records';
import type { SubscriptionCounts } from './subscription-counts';
import { controlMessageText, type LogEvent, type Subscription } from './subscription-message';

/** One log group with its subscription filter, and the stream that it delivers to. */
export interface DeliveryOptions extends PutOptions, Pick<PackOptions, 'maxBatchBytes' | 'maxBatchEvents'> {
  readonly subscription: Subscription;
  /** As in PutSubscriptionFilter, for example `"audit.k8s.io"` with its quotes; `''` lets everything through. */
  readonly filterPattern: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Plays the CloudWatch Logs side of one log group: a control message first, then the log events that match the filter
 * pattern, packed, compressed and put to the stream. The caller may interleave log streams of any component.
 */
export async function deliverLogGroup(
  logEvents: AsyncIterable<LogEvent> | Iterable<LogEvent>,
  options: DeliveryOptions,
  counts: SubscriptionCounts,
): Promise<void> {
  const pattern = compileFilterPattern(options.filterPattern);
  if (!pattern.ok) {
    throw new Error('filter pattern not supported: expected quoted terms such as "audit.k8s.io", or an empty pattern');
  }
  const control: SubscriptionRecord = { data: gzipSync(controlMessageText(options.now())), logEvents: 1 };
  await putRecords(once(control), options, (outcome) => {
    if (outcome === 'accepted') counts.controlMessages += 1;
    else if (outcome === 'retried') counts.retriedRecords += 1;
    // As PutSubscriptionFilter fails: without a delivered control message there is no subscription.
    else throw new Error(`could not deliver the control message to stream ${options.deliveryStreamName}`);
  });

  const records = packLogEvents(logEvents, { ...options, matches: pattern.matches }, counts);
  await putRecords(records, options, (outcome, record) => {
    if (outcome === 'retried') counts.retriedRecords += 1;
    else if (outcome === 'refused') counts.notAccepted += record.logEvents;
    else {
      counts.records += 1;
      counts.delivered += record.logEvents;
      counts.bytes += record.data.length;
    }
  });
}

// eslint-disable-next-line @typescript-eslint/require-await -- putRecords reads an async iterable
async function* once(record: SubscriptionRecord): AsyncGenerator<SubscriptionRecord> {
  yield record;
}
