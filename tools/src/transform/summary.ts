import { DEFAULT_CLUSTER } from './defaults';
import type { Tally } from './tally';

const MEGABYTE = 1_000_000;

const PLACE_NOTE = `note: audit events name no cluster, and ClusterName says ${DEFAULT_CLUSTER}: set --cluster, --account, --region`;

/** The summary for programs: the tally, the time, and what is derived from both. */
export function summaryJson(tally: Tally, seconds: number): string {
  return JSON.stringify({ ...tally, seconds, megabytesPerSecond: speed(tally, seconds) });
}

/** The summary for a person. `cluster` is that of the options. */
export function summaryText(tally: Tally, seconds: number, cluster: string): string {
  const { inputs, bytesIn, textBytes, bytesOut, shrunkRows, deepRows, droppedLogEvents, rowsPlacedByOptions } = tally;
  const inflated = textBytes === bytesIn ? '' : `, ${megabytes(textBytes)} inflated`;
  const lines = [
    `log events in   ${tally.logEventsIn} (${megabytes(bytesIn)}${inflated}, inputs: ${inputs})`,
    `rows out        ${tally.rowsOut} (${megabytes(bytesOut)})`,
    ...counts('degraded rows', tally.degraded),
    ...(shrunkRows > 0 ? [`shrunk rows     ${shrunkRows}`] : []),
    ...(deepRows > 0 ? [`deep rows       ${deepRows} (nested more than 64 levels)`] : []),
    ...counts('dropped', tally.dropped, `${droppedLogEvents} log events`),
    ...counts('failed', tally.failed),
    `time            ${seconds.toFixed(1)} s (${speed(tally, seconds).toFixed(1)} MB/s of text)`,
    ...(rowsPlacedByOptions > 0 && cluster === DEFAULT_CLUSTER ? [PLACE_NOTE] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function counts(name: string, byCode: Partial<Record<string, number>>, more?: string): string[] {
  const entries = Object.entries(byCode).map(([code, count]) => `${code} ${count ?? 0}`);
  if (entries.length === 0) return [];
  const total = Object.values(byCode).reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return [`${name.padEnd(15)} ${total} (${[...entries, ...(more === undefined ? [] : [more])].join(', ')})`];
}

function megabytes(bytes: number): string {
  return bytes < MEGABYTE ? `${bytes} bytes` : `${(bytes / MEGABYTE).toFixed(1)} MB`;
}

function speed({ textBytes }: Tally, seconds: number): number {
  return seconds > 0 ? Math.round(textBytes / MEGABYTE / seconds / 0.1) / 10 : 0;
}
