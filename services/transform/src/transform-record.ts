import type { LogEventSpan, MessageFailureCode, SubscriptionMessage } from '@eks-sentinel/cloudwatch-logs';
import {
  MAX_LOG_EVENTS,
  clusterOf,
  isAuditStream,
  logEventText,
  readSubscriptionMessage,
  visitLogEvents,
} from '@eks-sentinel/cloudwatch-logs';
import type { RecordFailureCode } from '@eks-sentinel/firehose';
import { decodeRecord } from '@eks-sentinel/firehose';
import type { ByteWriter } from '@eks-sentinel/json-scan';
import type { DegradedCode, RowMapper } from '@eks-sentinel/mapping';
import { MAX_READER_DEPTH } from '@eks-sentinel/schema';

import type { DropReason } from './outcome';

/** What a record needs to become rows, besides its data. */
export interface RecordSettings {
  readonly mapRow: RowMapper;
  readonly maxDecodedBytes: number;
  /** More bytes of rows than these are counted and not kept: no response has room for them. */
  readonly maxRowBytes: number;
  /** The region of the Lambda event, for log events that do not say theirs. */
  readonly region: string;
  /** When Firehose received the record, in milliseconds since 1970. */
  readonly arrival: number;
  /** Whether there is no time left to read on. */
  readonly isLate: () => boolean;
}

/** A record that was read: its rows are in the writer as long as they are at most `maxRowBytes` together. */
export interface MappedRecord {
  readonly kind: 'mapped';
  readonly gzip: Buffer;
  readonly message: SubscriptionMessage;
  readonly logEvents: readonly LogEventSpan[];
  /** The bytes of each log event's row. */
  readonly rowBytes: readonly number[];
  readonly totalRowBytes: number;
  readonly quality: RowQuality;
}

/** What the rows of a record are like. */
export interface RowQuality {
  readonly degraded: ReadonlyMap<DegradedCode, number>;
  readonly shrunk: number;
  readonly deep: number;
  /** The oldest time of a log event, in milliseconds since 1970; Infinity when no log event has one. */
  readonly oldest: number;
}

/** What became of one record. */
export type RecordOutcome =
  | MappedRecord
  | { readonly kind: 'dropped'; readonly reason: DropReason; readonly logEvents: number }
  | {
      readonly kind: 'failed';
      readonly code: RecordFailureCode | MessageFailureCode | 'log_events_too_many' | 'deadline_exceeded';
    };

/** One record, from base64 to rows in `rows`, which is emptied first. */
export function transformRecord(data: unknown, settings: RecordSettings, rows: ByteWriter): RecordOutcome {
  rows.truncate(0);
  if (settings.isLate()) return { kind: 'failed', code: 'deadline_exceeded' };
  const record = decodeRecord(data, settings.maxDecodedBytes);
  if (!record.ok) return { kind: 'failed', code: record.code };
  const reading = readSubscriptionMessage(record.payload);
  if (!reading.ok) return { kind: 'failed', code: reading.code };
  if (reading.kind === 'control') return { kind: 'dropped', reason: 'control_message', logEvents: 0 };

  const { message } = reading;
  const cluster = clusterOf(message.logGroup);
  if (cluster === undefined) return drop(message, 'foreign_log_group');
  if (!isAuditStream(message.logStream)) return drop(message, 'not_audit_stream');
  const mapped = mapLogEvents(record.gzip, message, cluster, settings, rows);
  return mapped.kind === 'mapped' && mapped.rowBytes.length === 0 ? drop(message, 'no_log_events') : mapped;
}

function drop(message: SubscriptionMessage, reason: DropReason): RecordOutcome {
  let logEvents = 0;
  const isComplete = visitLogEvents(message, () => (logEvents += 1) <= MAX_LOG_EVENTS);
  return isComplete ? { kind: 'dropped', reason, logEvents } : { kind: 'failed', code: 'log_events_too_many' };
}

function mapLogEvents(
  gzip: Buffer,
  message: SubscriptionMessage,
  cluster: string,
  settings: RecordSettings,
  rows: ByteWriter,
): RecordOutcome {
  const { mapRow, region, arrival, isLate, maxRowBytes } = settings;
  const logEvents: LogEventSpan[] = [];
  const rowBytes: number[] = [];
  const degraded = new Map<DegradedCode, number>();
  let totalRowBytes = 0;
  let shrunk = 0;
  let deep = 0;
  let oldest = Infinity;
  const isComplete = visitLogEvents(message, (logEvent) => {
    if (logEvents.length === MAX_LOG_EVENTS || isLate()) return false;
    const before = rows.length;
    const outcome = mapRow(
      logEventText(message, logEvent),
      {
        account: logEvent.account ?? message.owner,
        region: logEvent.region ?? region,
        cluster,
        timestamp: logEvent.timestamp,
        arrival,
      },
      rows,
    );
    const bytes = rows.length - before;
    totalRowBytes += bytes;
    if (totalRowBytes > maxRowBytes) rows.truncate(0);
    logEvents.push({ start: logEvent.start, end: logEvent.end });
    rowBytes.push(bytes);
    if (outcome.degraded !== undefined) degraded.set(outcome.degraded, (degraded.get(outcome.degraded) ?? 0) + 1);
    if (outcome.isShrunk) shrunk += 1;
    if (outcome.depth > MAX_READER_DEPTH) deep += 1;
    if (logEvent.timestamp !== undefined) oldest = Math.min(oldest, logEvent.timestamp);
    return true;
  });

  if (!isComplete) {
    return { kind: 'failed', code: logEvents.length === MAX_LOG_EVENTS ? 'log_events_too_many' : 'deadline_exceeded' };
  }
  const quality = { degraded, shrunk, deep, oldest };
  return { kind: 'mapped', gzip, message, logEvents, rowBytes, totalRowBytes, quality };
}
