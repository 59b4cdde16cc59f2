import {
  MAX_LOG_EVENTS,
  clusterOf,
  closeMessage,
  isAuditStream,
  openMessage,
  readLogEvent,
} from '@eks-sentinel/cloudwatch-logs';

import { mapLogEvent } from './map-log-events';
import { RowNotes } from './mapped-rows';
import type { RecordOutcome, RecordSettings } from './record-outcome';

/**
 * Maps the log events of a payload by the fast path; each that it declines goes through the reference, in order.
 * Undefined when the fast path cannot judge the payload as a whole: nothing has happened then.
 */
export function mapFast(gzip: Buffer, payload: Buffer, settings: RecordSettings): RecordOutcome | undefined {
  const { fastMapper, region, maxRowBytes, isLate } = settings;
  const opened = fastMapper === undefined ? undefined : openMessage(payload);
  const cluster = opened === undefined ? undefined : clusterOf(opened.logGroup);
  if (fastMapper === undefined || opened === undefined || cluster === undefined) return undefined;
  if (!isAuditStream(opened.logStream)) return undefined;

  const notes = new RowNotes();
  const outcome = fastMapper.mapLogEvents({
    bytes: payload,
    start: opened.logEventsStart + 1,
    context: { account: opened.owner, region, cluster },
    maxRowBytes,
    isLate: () => notes.count > MAX_LOG_EVENTS || isLate(),
    onRow: (start, end, rowBytes, timestamp) => {
      notes.addRow(start, end, rowBytes, timestamp);
    },
    onShrunk: (isEssentialsOnly) => {
      notes.addShrunk(isEssentialsOnly);
    },
    mapDeclined: (start, end, out) => {
      const logEvent = readLogEvent(payload, start, end);
      const mapped = mapLogEvent(opened, logEvent, cluster, settings, out);
      if (mapped === undefined) return false;
      notes.addDeclined();
      notes.addOutcome(mapped);
      notes.addRow(start, end, out.length, logEvent.timestamp);
      return true;
    },
  });
  // The reference says which failure comes first when the message is no JSON either.
  if (notes.count > MAX_LOG_EVENTS) return undefined;
  if (outcome.kind === 'late') return { kind: 'failed', code: 'deadline_exceeded' };
  const message = outcome.kind === 'declined' ? undefined : closeMessage(opened, outcome.end);
  if (message === undefined || outcome.kind === 'declined') return undefined;
  return { kind: 'mapped', gzip, message, ...notes.with(outcome.rows) };
}
