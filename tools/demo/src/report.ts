import { printable } from '../../src/cli/printable';
import { renderAccount } from '../../pipeline/src/render-account';
import type { ToldEvent } from './event-source';
import { grouped, megabytes } from './numbers';
import type { RowStatistics, ShortRow } from './row-statistics';
import type { DemoSummary } from './summary';

const MAX_LISTED = 8;
const MAX_NAME_WIDTH = 60;
/** Columns of a row on the screen; longer values are cut. */
const VERB_WIDTH = 10;
const USER_WIDTH = 28;
const OBJECT_WIDTH = 36;
const DECISION_WIDTH = 10;

/** The end of a run for a person. */
export function renderReport(summary: DemoSummary, story: readonly ToldEvent[], statistics: RowStatistics): string {
  return [
    ...(story.length > 0 ? renderStory(story, statistics.toldRows) : []),
    section('First rows', statistics.firstRows.map(renderRow)),
    section('Rows by Verb', [renderCounts(summary.byVerb)]),
    section('Rows by AuthDecision', [renderCounts(summary.byAuthDecision)]),
    section('Failed requests', renderFailedRequests(summary)),
    section('Accounting', renderAccount(summary.account).trimEnd().split('\n')),
    ...renderPoison(summary),
    section('Run', renderRun(summary)),
    section('Files', renderFiles(summary)),
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${lines.map((line) => `  ${printable(line)}\n`).join('')}`;
}

function renderStory(story: readonly ToldEvent[], rows: readonly (ShortRow | undefined)[]): string[] {
  const lines = story.flatMap(({ sentence }, index) => {
    const row = rows[index];
    return [
      `${String(index + 1).padStart(2)}  ${sentence}`,
      `    ${row === undefined ? 'MISSING: no row came out' : renderRow(row)}`,
    ];
  });
  return [section('The attack in ten events, each with its row', lines)];
}

function renderRow({ time, verb, user, objectRef, responseCode, authDecision }: ShortRow): string {
  const cells = [
    time.slice(11, 19),
    keepStart(verb, VERB_WIDTH),
    keepEnd(user === '' ? '-' : user, USER_WIDTH),
    keepEnd(objectRef, OBJECT_WIDTH),
    String(responseCode ?? '-').padStart(3),
    keepStart(authDecision === '' ? '-' : authDecision, DECISION_WIDTH).trimEnd(),
  ];
  return cells.join(' ');
}

function keepStart(text: string, width: number): string {
  const shown = printable(text);
  return shown.length <= width ? shown.padEnd(width) : `${shown.slice(0, width - 1)}…`;
}

/** The end tells more than the beginning, of users and objects alike. */
function keepEnd(text: string, width: number): string {
  const shown = printable(text);
  return shown.length <= width ? shown.padEnd(width) : `…${shown.slice(1 - width)}`;
}

function renderCounts(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts);
  const listed = entries.slice(0, MAX_LISTED).map(([name, count]) => `${plain(name)} ${grouped(count)}`);
  const rest = entries.slice(MAX_LISTED).reduce((sum, [, count]) => sum + count, 0);
  return [...listed, ...(rest > 0 ? [`others ${grouped(rest)}`] : [])].join('   ');
}

function renderFailedRequests({ failedRequests }: DemoSummary): string[] {
  if (failedRequests.length === 0) return ['none'];
  return failedRequests
    .slice(0, MAX_LISTED)
    .map(({ user, code, count }) => `${grouped(count).padStart(6)}  ${code}  ${plain(user)}`);
}

function plain(name: string): string {
  return name === '' ? '(none)' : keepStart(name, MAX_NAME_WIDTH).trimEnd();
}

function renderPoison({ poison }: DemoSummary): string[] {
  if (poison.records === 0) return [];
  const verdict = poison.inErrorObjects === poison.records ? 'all of them' : `only ${poison.inErrorObjects}`;
  return [
    section('Poison', [
      `${poison.records} records that cannot be read were put beside the real ones:`,
      `${verdict} lie in the error objects, byte for byte`,
    ]),
  ];
}

function renderRun({ account, seconds, bytes, transform, stream, notifications, peakMemoryMb }: DemoSummary): string[] {
  const { replaced_times: replaced = 0 } = account.warnings;
  const perSecond = grouped(Math.round(account.logEvents / Math.max(seconds, 0.001)));
  const memory =
    transform.peakMemoryMb === undefined ? '' : `, of the Lambda ${Math.round(transform.peakMemoryMb)} MiB`;
  const crashes = stream.attemptFailures['Runtime.ExitError'] ?? 0;
  return [
    `${seconds.toFixed(1)} s, ${perSecond} log events/s, ${megabytes(bytes.auditEvents)} in, ${megabytes(bytes.rows)} of rows out`,
    `calls throttled ${grouped(stream.putCallsThrottled)}, records refused ${grouped(stream.entriesRefused)}, put back ${grouped(stream.recordsPutBack)}, Lambda crashes ${crashes}, S3 writes failed ${stream.s3Failures}`,
    `objects ${grouped(stream.dataObjects)}, notifications ${grouped(notifications.sent)}, told twice ${grouped(notifications.repeated)}, TimeGenerated replaced ${grouped(replaced)}`,
    `peak memory ${Math.round(peakMemoryMb)} MiB${memory}`,
  ];
}

function renderFiles({ folder, stream }: DemoSummary): string[] {
  return [
    `${folder}/rows.ndjson       the rows, as Sentinel would have them`,
    ...(stream.errorObjects > 0 ? [`${folder}/errors/           error objects with the original records`] : []),
    `${folder}/summary.json      the counts`,
    `${folder}/metrics.ndjson    what the Lambda tells CloudWatch`,
  ];
}
