import { textOfLines } from '../cli/printable';
import { plural } from '../repair/plural';
import { table } from '../repair/table';
import { type TimeRange, timeText } from '../repair/time-range';
import { ownCommand } from '../shell/own-command';
import type { ShellCommand } from '../shell/shell-command';
import type { Finding } from './judge-stations';
import type { StationCounts } from './station-counts';

/** What a report says of the run around the counts. */
export interface ReconcileFrame extends TimeRange {
  readonly clusters: readonly string[];
  readonly bucket: string;
  readonly stream: string;
  readonly queue: string;
  readonly stack?: string;
  readonly stage?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly now: number;
}

const UNSETTLED_MS = 600_000;
/** Log Analytics replaces a TimeGenerated that is older. Source: https://learn.microsoft.com/azure/azure-monitor/logs/custom-logs-overview */
const MAX_AGE_MS = 2 * 86_400_000;

/** The report as text. */
export function reconcileText(counts: StationCounts, findings: readonly Finding[], frame: ReconcileFrame): string {
  const { clusters, from, to, now } = frame;
  const lines = [
    `Audit events of ${clusters.join(', ')} from ${timeText(from)} to ${timeText(to)}`,
    '',
    ...table([
      ['log groups', text(counts.logEvents), 'audit events'],
      ['subscription', text(counts.forwarded), `log events forwarded, ${text(counts.deliveryErrors)} given up on`],
      ['bucket', text(counts.rows), `different rows, and ${counts.repeatedRows} that repeat one`],
      [
        'errors/',
        text(counts.failed),
        `log events in failed records, and ${counts.unreadableRecords} records that cannot be read`,
      ],
      ['notification', text(counts.messages), `messages for ${counts.objects} objects since the begin of the range`],
      [
        'queue',
        text(counts.waiting),
        `messages wait, the oldest for ${text(counts.oldestSeconds)} s; ${text(counts.deadLetters)} in the dead-letter queue`,
      ],
      ['table', text(counts.tableRows), 'rows (give --table-rows)'],
    ]),
    '',
  ];
  if (now - to < UNSETTLED_MS)
    lines.push('The range ends less than 10 minutes ago: events of its end may still be on their way.', '');
  if (findings.length === 0) lines.push('Nothing is missing at any station that was counted.');
  for (const finding of findings) {
    const { missing, unit, station, meaning } = finding;
    lines.push(`${plural(missing, unit)} missing at: ${station}`, `  ${meaning}`);
    for (const command of commandsOf(finding, frame)) lines.push(`  ${command}`);
  }
  if (counts.tableRows === undefined) {
    lines.push('', 'Rows of the table, for --table-rows:', `  ${kql(frame)}`);
    if (now - from > MAX_AGE_MS) {
      lines.push('  (what came when it was more than 2 days old has the time of receipt, and is not found by it)');
    }
  }
  return textOfLines(lines);
}

/** The report as one line of JSON. */
export function reconcileJson(counts: StationCounts, findings: readonly Finding[], frame: ReconcileFrame): string {
  const { clusters, bucket, from, to } = frame;
  return `${JSON.stringify({
    clusters,
    bucket,
    from: timeText(from),
    to: timeText(to),
    counts,
    findings: findings.map((finding) => ({ ...finding, commands: commandsOf(finding, frame) })),
  })}\n`;
}

/** The commands that mend it, with the names that this run was given. */
function commandsOf({ fix, station }: Finding, frame: ReconcileFrame): ShellCommand[] {
  const { clusters, from, to, now } = frame;
  // Objects and messages were counted until now.
  const end = station === 'notification' || station === 'dead_letter' ? now : to;
  const range = { from: timeText(from), to: timeText(end) };
  const access = { profile: frame.profile, region: frame.region };
  switch (fix) {
    case 'backfill':
      return clusters.map((cluster) =>
        ownCommand('backfill', { ...namesOf(frame, ['stream']), cluster, ...range, ...access }),
      );
    case 'replay':
      return [ownCommand('replay', { ...namesOf(frame, ['bucket', 'queue']), ...range, ...access })];
    case 'redrive': {
      const prefix = hasStack(frame) ? undefined : 'errors/';
      return [ownCommand('redrive', { ...namesOf(frame, ['bucket', 'stream']), prefix, ...access })];
    }
    case 'doctor':
      return [ownCommand('doctor', { ...namesOf(frame, []), ...access })];
  }
}

function hasStack({ stack, stage }: ReconcileFrame): boolean {
  return stack !== undefined || stage !== undefined;
}

function namesOf(
  frame: ReconcileFrame,
  needed: readonly ('bucket' | 'stream' | 'queue')[],
): Readonly<Record<string, string | undefined>> {
  const { stack, stage } = frame;
  if (hasStack(frame)) return stack === undefined ? { stage } : { stack };
  return Object.fromEntries(needed.map((name) => [name, frame[name]]));
}

function kql({ clusters, from, to }: ReconcileFrame): string {
  const names = clusters.map((cluster) => JSON.stringify(cluster)).join(', ');
  return (
    `AWSEKSLogs_CL | where TimeGenerated >= datetime(${timeText(from)}) and TimeGenerated < datetime(${timeText(to)})` +
    ` and ClusterName in (${names}) | summarize by ClusterName, tostring(RawEvent) | count`
  );
}

function text(count: number | undefined): string {
  return count === undefined ? '-' : String(count);
}
