import type { LogEvent, SubscriptionMessage } from '@eks-sentinel/cloudwatch-logs';
import { MAX_LOG_EVENTS, logEventText, visitLogEvents } from '@eks-sentinel/cloudwatch-logs';
import type { ByteWriter } from '@eks-sentinel/json-scan';
import type { RowOutcome } from '@eks-sentinel/mapping';

import type { MappedRows } from './mapped-rows';
import { RowNotes } from './mapped-rows';
import type { RecordSettings } from './record-outcome';

/** Maps the log events of a message by the reference, its rows in `rows`; or says why it did not come to their end. */
export function mapLogEvents(
  message: SubscriptionMessage,
  cluster: string,
  settings: RecordSettings,
  rows: ByteWriter,
): MappedRows | 'log_events_too_many' | 'deadline_exceeded' {
  const { fastMapper, isLate, maxRowBytes } = settings;
  const notes = new RowNotes();
  const isComplete = visitLogEvents(message, (logEvent) => {
    if (notes.count === MAX_LOG_EVENTS || isLate()) return false;
    const before = rows.length;
    const outcome = mapLogEvent(message, logEvent, cluster, settings, rows);
    if (outcome === undefined) return false;
    notes.addOutcome(outcome);
    notes.addRow(logEvent.start, logEvent.end, rows.length - before, logEvent.timestamp);
    if (fastMapper !== undefined) notes.addDeclined();
    if (notes.totalRowBytes > maxRowBytes) rows.truncate(0);
    return true;
  });
  if (isComplete) return notes.with(rows.view());
  return notes.count === MAX_LOG_EVENTS ? 'log_events_too_many' : 'deadline_exceeded';
}

/** Appends the row of one log event to `rows`; undefined when there is no time left. */
export function mapLogEvent(
  message: SubscriptionMessage,
  logEvent: LogEvent,
  cluster: string,
  { mapRow, region, arrival, isLate }: RecordSettings,
  rows: ByteWriter,
): RowOutcome | undefined {
  const context = {
    account: logEvent.account ?? message.owner,
    region: logEvent.region ?? region,
    cluster,
    timestamp: logEvent.timestamp,
    arrival,
  };
  return mapRow(logEventText(message, logEvent), context, rows, isLate);
}
