import { SENTINEL_MEMBER } from '@eks-sentinel/schema';

import type { RowLedger } from './row-ledger';
import type { RowSink } from './row-sink';
import { CLUSTER_COLUMN, EVENT_COLUMN } from './table-columns';
import type { TableRow } from './table-row';

/** Rows that passed, each once. */
export interface UniqueCounts {
  /** Rows that carry their audit event, whole or shrunk. */
  delivered: number;
  /** Rows that stand for an audit event that could not be read whole. */
  degraded: number;
}

/** Passes on the rows that the ledger calls due, and counts them. */
export function createUniqueSink(ledger: RowLedger, next: RowSink, counts: UniqueCounts): RowSink {
  return {
    write: (row) => {
      const rawEvent = row[EVENT_COLUMN] ?? 'null';
      if (!ledger.take(clusterNameOf(row), rawEvent)) return undefined;
      if (isDegraded(rawEvent)) counts.degraded += 1;
      else counts.delivered += 1;
      return next.write(row);
    },
    close: () => next.close(),
  };
}

function clusterNameOf(row: TableRow): string {
  const value: unknown = JSON.parse(row[CLUSTER_COLUMN] ?? 'null');
  return typeof value === 'string' ? value : '';
}

function isDegraded(rawEvent: string): boolean {
  // Most rows end here; only a row that speaks of the member is parsed.
  if (!rawEvent.includes(SENTINEL_MEMBER)) return false;
  const event: unknown = JSON.parse(rawEvent);
  if (!isObject(event) || !Object.hasOwn(event, SENTINEL_MEMBER)) return false;
  const marker = event[SENTINEL_MEMBER];
  return isObject(marker) && Object.hasOwn(marker, 'degraded');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
