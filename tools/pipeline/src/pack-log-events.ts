import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import type { SubscriptionCounts } from './subscription-counts';
import { dataMessageText, logEventText, type LogEvent, type Subscription } from './subscription-message';

/** A record for Firehose: one compressed subscription message. */
export interface SubscriptionRecord {
  readonly data: Uint8Array;
  /** How many log events the record carries. */
  readonly logEvents: number;
}

export interface PackOptions {
  readonly subscription: Subscription;
  /** True for a log event that the filter pattern lets through. */
  readonly matches: (message: string) => boolean;
  /** Smaller messages than the service allows, for more records from little data. */
  readonly maxBatchEvents?: number;
  readonly maxBatchBytes?: number;
}

/**
 * The most that one subscription message holds, measured as PutLogEvents measures a batch: the UTF-8 bytes of the
 * messages and 26 bytes for each log event. The size of a subscription message itself is not documented; the quota of
 * the batches that log events come in is the closest documented number.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export const MAX_BATCH_BYTES = 1_048_576;
export const LOG_EVENT_OVERHEAD_BYTES = 26;
/** The most log events of one PutLogEvents batch; same source. */
export const MAX_BATCH_EVENTS = 10_000;
/**
 * The longest record that Firehose takes, before base64 (1,000 KiB).
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/limits.html
 */
export const MAX_RECORD_BYTES = 1_024_000;
/** Unsent log events of all log streams together: what bounds the memory when many streams are interleaved. */
const MAX_OPEN_BYTES = 8 * MAX_BATCH_BYTES;

interface Batch {
  readonly logStream: string;
  readonly texts: string[];
  bytes: number;
}

/**
 * Packs log events into records as the service does: one log stream per message, in the order of its log events. There
 * is no timer: a message leaves when it is full, when the unsent log events grow too many, and when the input ends.
 */
export async function* packLogEvents(
  logEvents: AsyncIterable<LogEvent> | Iterable<LogEvent>,
  options: PackOptions,
  counts: SubscriptionCounts,
): AsyncGenerator<SubscriptionRecord> {
  const maxBytes = Math.min(options.maxBatchBytes ?? MAX_BATCH_BYTES, MAX_BATCH_BYTES);
  const maxEvents = Math.min(options.maxBatchEvents ?? MAX_BATCH_EVENTS, MAX_BATCH_EVENTS);
  const open = new Map<string, Batch>();
  let openBytes = 0;
  let sequence = 0;
  const close = (batch: Batch): AsyncGenerator<SubscriptionRecord> => {
    open.delete(batch.logStream);
    openBytes -= batch.bytes;
    return compressBatch(batch, options.subscription, counts);
  };

  for await (const logEvent of logEvents) {
    counts.logEvents += 1;
    if (!options.matches(logEvent.message)) {
      counts.filteredOut += 1;
      continue;
    }
    const bytes = Buffer.byteLength(logEvent.message) + LOG_EVENT_OVERHEAD_BYTES;
    if (bytes > MAX_BATCH_BYTES) {
      counts.tooLarge += 1;
      continue;
    }

    let batch = open.get(logEvent.logStream);
    if (batch !== undefined && (batch.bytes + bytes > maxBytes || batch.texts.length >= maxEvents)) {
      yield* close(batch);
      batch = undefined;
    }
    if (batch === undefined) {
      batch = { logStream: logEvent.logStream, texts: [], bytes: 0 };
      open.set(logEvent.logStream, batch);
    }
    batch.texts.push(logEventText(logEvent, sequence++, options.subscription));
    batch.bytes += bytes;
    openBytes += bytes;
    if (openBytes > MAX_OPEN_BYTES) yield* close(largest(open));
  }
  for (const batch of [...open.values()]) yield* close(batch);
}

function largest(open: ReadonlyMap<string, Batch>): Batch {
  return [...open.values()].reduce((most, batch) => (batch.bytes > most.bytes ? batch : most));
}

/** One record of a batch, or several where it does not compress below the limit of a record. */
async function* compressBatch(
  batch: Batch,
  subscription: Subscription,
  counts: SubscriptionCounts,
): AsyncGenerator<SubscriptionRecord> {
  // Each round takes a part off or halves it: at most two rounds for each log event of the batch.
  const parts: (readonly string[])[] = [batch.texts];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const data = await compress(Buffer.from(dataMessageText(batch.logStream, part, subscription)));
    if (data.length <= MAX_RECORD_BYTES) yield { data, logEvents: part.length };
    else if (part.length === 1) counts.tooLarge += 1;
    else {
      const middle = Math.ceil(part.length / 2);
      parts.unshift(part.slice(0, middle), part.slice(middle));
    }
  }
}

const compress = promisify<Uint8Array, Buffer>(gzip);
