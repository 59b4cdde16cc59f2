import type { CollectorCounts } from './collector-counts';
import type { SubscriptionCounts } from './subscription-counts';

/** What all stations of the chain counted, in log events. */
export interface Stations {
  /** One for each log group. */
  readonly subscriptions: readonly Readonly<SubscriptionCounts>[];
  readonly transform: {
    /** Log events that the transform dropped, by reason; its control messages among them. */
    readonly dropped: Readonly<Record<string, number>>;
    /** Log events of records that lie in `errors/`, by code. */
    readonly failed: Readonly<Record<string, number>>;
  };
  readonly collector: Readonly<CollectorCounts>;
  /** Rows of the table after removal of duplicates. */
  readonly table: { readonly delivered: number; readonly degraded: number; readonly duplicates: number };
}

/** The conservation table: every log event that went in stands in exactly one of its lines. */
export interface Account {
  /** Log events that went in, the one of each control message included. */
  readonly logEvents: number;
  readonly delivered: number;
  readonly degraded: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
  /** What no station knows of; below zero when more came out than went in. */
  readonly missing: number;
  readonly isBalanced: boolean;
  /** Rows that came again and were removed: apart, because they are no log events. */
  readonly duplicates: number;
  /** What happened to delivered rows and a detection may stumble over; only what is not 0. */
  readonly warnings: Readonly<Record<string, number>>;
}

/** Adds up the stations. Pure: the same counts give the same account. */
export function balanceAccount({ subscriptions, transform, collector, table }: Stations): Account {
  const total = (count: (one: Readonly<SubscriptionCounts>) => number): number => sum(subscriptions.map(count));
  const logEvents = total((one) => one.logEvents + one.controlMessages);
  const dropped = nonZero({ ...transform.dropped, filter_pattern: total((one) => one.filteredOut) });
  const failed = nonZero({
    ...transform.failed,
    log_event_too_large: total((one) => one.tooLarge),
    not_accepted_by_firehose: total((one) => one.notAccepted),
    malformed_line: collector.malformedLines,
  });
  const { delivered, degraded, duplicates } = table;
  const missing = logEvents - delivered - degraded - sum(Object.values(dropped)) - sum(Object.values(failed));
  const warnings = nonZero({
    cut_dynamic_values: collector.cutDynamics,
    cut_values: sum(Object.values(collector.cutFields)),
    replaced_times: collector.replacedTimes,
    unknown_members: collector.unknownMembers,
    deep_rows: collector.deepRows,
    unknown_messages: collector.unknownMessages,
    unreadable_objects: sum(Object.values(collector.unreadableObjects)),
    objects_read_in_part: collector.objectsReadInPart,
  });
  return { logEvents, delivered, degraded, dropped, failed, missing, isBalanced: missing === 0, duplicates, warnings };
}

function nonZero(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
