import type { LogEventList } from '@eks-sentinel/cloudwatch-logs';
import {
  MAX_LOG_EVENTS,
  clusterOf,
  isAuditStream,
  readSubscriptionMessage,
  visitLogEvents,
} from '@eks-sentinel/cloudwatch-logs';
import { decodeRecord } from '@eks-sentinel/firehose';
import type { ByteWriter } from '@eks-sentinel/json-scan';

import { mapFast } from './map-fast';
import { mapLogEvents } from './map-log-events';
import type { DropReason } from './outcome';
import type { RecordOutcome, RecordSettings } from './record-outcome';

/** One record, from base64 to rows. `rows` is emptied first; it and the outcome are valid until the next record. */
export function transformRecord(data: unknown, settings: RecordSettings, rows: ByteWriter): RecordOutcome {
  rows.truncate(0);
  const readRecord = settings.fastMapper?.readRecord ?? decodeRecord;
  const record = readRecord(data, settings.maxDecodedBytes);
  if (!record.ok) return { kind: 'failed', code: record.code };
  if (settings.isLate(record.payload.length)) return { kind: 'failed', code: 'deadline_exceeded' };
  return mapFast(record.gzip, record.payload, settings) ?? mapByReference(record.gzip, record.payload, settings, rows);
}

function mapByReference(gzip: Buffer, payload: Buffer, settings: RecordSettings, rows: ByteWriter): RecordOutcome {
  const reading = readSubscriptionMessage(payload);
  if (!reading.ok) return { kind: 'failed', code: reading.code };
  if (reading.kind === 'control') return drop(reading.message, 'control_message');

  const { message } = reading;
  const cluster = clusterOf(message.logGroup);
  if (cluster === undefined) return drop(message, 'foreign_log_group');
  if (!isAuditStream(message.logStream)) return drop(message, 'not_audit_stream');
  const mapped = mapLogEvents(message, cluster, settings, rows);
  if (typeof mapped === 'string') return { kind: 'failed', code: mapped };
  return mapped.rowBytes.length === 0 ? drop(message, 'no_log_events') : { kind: 'mapped', gzip, message, ...mapped };
}

function drop(message: LogEventList, reason: DropReason): RecordOutcome {
  let logEvents = 0;
  const isComplete = visitLogEvents(message, () => (logEvents += 1) <= MAX_LOG_EVENTS);
  return isComplete ? { kind: 'dropped', reason, logEvents } : { kind: 'failed', code: 'log_events_too_many' };
}
