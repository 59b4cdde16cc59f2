import type { SubscriptionCounts } from '../../pipeline/src/subscription-counts';
import { textOfLines } from '../cli/printable';
import { plural } from '../repair/plural';
import { timeText } from '../repair/time-range';
import type { Checkpoint } from './checkpoint';

/** What a report says of the run around the counts. */
export interface BackfillFrame extends Checkpoint {
  readonly cluster: string;
  /** The file of the checkpoint. */
  readonly path: string;
  readonly isDryRun: boolean;
  readonly isComplete: boolean;
}

/** Log Analytics replaces a TimeGenerated that is older. Source: https://learn.microsoft.com/azure/azure-monitor/logs/custom-logs-overview */
const MAX_AGE_MS = 2 * 86_400_000;

/** The report as text. */
export function backfillText(counts: SubscriptionCounts, frame: BackfillFrame, now: number): string {
  const { cluster, stream, isDryRun, isComplete, from, to, doneUntil, path } = frame;
  const verb = isDryRun ? 'Dry run: nothing was sent. Would be put' : 'Put';
  const lines = [
    `${verb} to stream ${stream}: ${plural(counts.delivered, 'log event')} of cluster ${cluster}, ${plural(counts.records, 'record')}, ${counts.bytes} bytes`,
    `from ${timeText(from)} to ${timeText(isComplete ? to : doneUntil)}`,
  ];
  if (!isComplete) {
    lines.push(
      `the stream did not take ${plural(counts.notAccepted, 'log event')}: throttled, or down; go on with --resume (checkpoint ${path})`,
    );
  }
  if (counts.tooLarge > 0) lines.push(`${plural(counts.tooLarge, 'log event')} left out: larger than a record may be`);
  if (counts.delivered > 0) {
    lines.push(
      'Events that were delivered before come twice: equality of ClusterName and whole RawEvent removes them.',
    );
  }
  if (now - from > MAX_AGE_MS) {
    lines.push('Events older than 2 days get the time of receipt as TimeGenerated; RawEvent keeps the true one.');
  }
  return textOfLines(lines);
}

/** The report as one line of JSON. */
export function backfillJson(counts: SubscriptionCounts, frame: BackfillFrame): string {
  const { cluster, stream, isDryRun, isComplete, from, to, doneUntil } = frame;
  return `${JSON.stringify({
    cluster,
    stream,
    from: timeText(from),
    to: timeText(to),
    doneUntil: timeText(doneUntil),
    isDryRun,
    isComplete,
    logEvents: counts.logEvents,
    put: counts.delivered,
    records: counts.records,
    bytes: counts.bytes,
    notAccepted: counts.notAccepted,
    tooLarge: counts.tooLarge,
  })}\n`;
}
