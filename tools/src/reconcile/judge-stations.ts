import type { StationCounts } from './station-counts';

/** Where events can be missing, in the order of the data. */
export type Station = 'subscription' | 'stream' | 'errors' | 'notification' | 'queue' | 'dead_letter' | 'table';

/** A station where something is missing. */
export interface Finding {
  readonly station: Station;
  /** Log events, or, behind the bucket, objects or messages. */
  readonly missing: number;
  readonly unit: 'log event' | 'record' | 'object' | 'message' | 'row';
  readonly meaning: string;
  /** The command that mends it. */
  readonly fix: 'backfill' | 'doctor' | 'redrive' | 'replay';
}

/**
 * Clocks differ: the log event has the time of its arrival at CloudWatch Logs, the row that of the request. At the ends
 * of the range so many may fall to the other side.
 */
const TOLERATED_SHARE = 0.001;

/** Sentinel polls every few minutes. */
const UNPOLLED_SECONDS = 3_600;

/** Names each station where events are missing, in the order of the data. Pure: the same counts give the same findings. */
export function judgeStations(counts: StationCounts): Finding[] {
  return [...judgeEvents(counts), ...judgeNotifications(counts), ...judgeTable(counts)];
}

function judgeEvents(counts: StationCounts): Finding[] {
  const { logEvents, forwarded, rows, failed, unreadableRecords, unsubscribed } = counts;
  const findings: Finding[] = [];
  const arrived = rows + failed;
  const tolerance = Math.ceil((logEvents ?? forwarded ?? 0) * TOLERATED_SHARE);
  const isMissing = (count: number): boolean => count > tolerance;
  // What a backfill put to the stream was never forwarded, but it arrived.
  const entered = Math.max(arrived, Math.min(forwarded ?? Infinity, logEvents ?? Infinity));
  const skipped = logEvents === undefined || forwarded === undefined ? 0 : logEvents - entered;
  const lost = (logEvents ?? forwarded ?? arrived) - Math.max(0, skipped) - arrived;

  if (isMissing(skipped)) {
    findings.push({
      station: 'subscription',
      missing: skipped,
      unit: 'log event',
      meaning:
        unsubscribed.length > 0
          ? `${unsubscribed.join(', ')}: no subscription filter to the stream: create it (Step 2), then backfill`
          : 'the log group holds audit events that the subscription did not forward: its role or filter was broken for a time',
      fix: 'backfill',
    });
  }
  if (isMissing(lost) && unreadableRecords === 0) {
    findings.push({
      station: 'stream',
      missing: lost,
      unit: 'log event',
      meaning:
        'log events went into the stream and are in no object: still buffered (wait some minutes), dropped by the transform, or not written to S3',
      fix: 'doctor',
    });
  }
  if (failed > 0 || unreadableRecords > 0) {
    findings.push({
      station: 'errors',
      missing: failed > 0 ? failed : unreadableRecords,
      unit: failed > 0 ? 'log event' : 'record',
      meaning: `failed records wait under errors/${unreadableRecords > 0 ? `, ${unreadableRecords} of them cannot be read` : ''}`,
      fix: 'redrive',
    });
  }
  return findings;
}

function judgeNotifications({ objects, messages, waiting, oldestSeconds, deadLetters }: StationCounts): Finding[] {
  const findings: Finding[] = [];
  if (messages !== undefined && messages < objects) {
    findings.push({
      station: 'notification',
      missing: objects - messages,
      unit: 'object',
      meaning: 'objects were written that the queue was not told of: the notification or the queue policy was broken',
      fix: 'replay',
    });
  }
  if ((waiting ?? 0) > 0 && (oldestSeconds ?? 0) > UNPOLLED_SECONDS) {
    findings.push({
      station: 'queue',
      missing: waiting!,
      unit: 'message',
      meaning: 'messages wait for over an hour: Sentinel does not poll; check the connector page and the role',
      fix: 'doctor',
    });
  }
  if ((deadLetters ?? 0) > 0) {
    findings.push({
      station: 'dead_letter',
      missing: deadLetters!,
      unit: 'message',
      meaning: 'Sentinel gave up on messages: check its role, then tell it of the objects once more',
      fix: 'replay',
    });
  }
  return findings;
}

function judgeTable({ tableRows, rows, waiting }: StationCounts): Finding[] {
  if (tableRows === undefined || rows - tableRows <= Math.ceil(rows * TOLERATED_SHARE)) return [];
  return [
    {
      station: 'table',
      missing: rows - tableRows,
      unit: 'row',
      meaning:
        (waiting ?? 0) > 0
          ? 'rows are not in the table, and messages wait in the queue: wait for Sentinel, then look again'
          : 'rows are in S3 and not in the table: Sentinel lost their messages or could not read their objects',
      fix: 'replay',
    },
  ];
}
