import type { DegradedCode } from '@eks-sentinel/mapping';

import type { DropReason, FailureCode } from './outcome';
import type { RecordVerdict } from './transform-batch';

/** What one invocation did, for its log line and its metrics. Counts are of records unless they say otherwise. */
export interface Tally {
  recordsIn: number;
  /** Log events of all records that could be read. */
  logEventsIn: number;
  rowsOut: number;
  degradedRows: number;
  degraded: Partial<Record<DegradedCode, number>>;
  shrunkRows: number;
  /** Of the shrunk rows, those that hold nothing but the essentials. */
  essentialsOnlyRows: number;
  /** Rows nested deeper than readers are sure to follow. */
  deepRows: number;
  /** Log events that the fast path left to the reference. */
  declinedEvents: number;
  delivered: number;
  dropped: Partial<Record<DropReason, number>>;
  droppedLogEvents: number;
  failed: Partial<Record<FailureCode, number>>;
  failedRecords: number;
  failedLogEvents: number;
  /** Names of the classes of unexpected errors; never their messages. */
  internalErrors: string[];
  reingestedSplit: number;
  reingestedDeferred: number;
  reingestedLogEvents: number;
  putAttempts: number;
  requestBytes: number;
  responseBytes: number;
  /** The oldest time of a log event that became a row, in milliseconds since 1970. */
  oldest: number | undefined;
}

/** A record that was put back and accepted is answered with Dropped; one that was not, with ProcessingFailed. */
export type SettledVerdict = Exclude<RecordVerdict, { kind: 'put_back' }> | ReingestedVerdict;

/** All parts of the record are in the stream again. */
export interface ReingestedVerdict {
  readonly kind: 'reingested';
  readonly how: 'defer' | 'split';
  /** Log events that were read, and those of the parts that were put back. */
  readonly logEvents: number;
  readonly putBackLogEvents: number;
}

/** Counts the verdicts of one invocation. */
export function tallyVerdicts(verdicts: readonly SettledVerdict[]): Tally {
  const tally = emptyTally();
  for (const verdict of verdicts) {
    tally.recordsIn += 1;
    count(tally, verdict);
  }
  return tally;
}

/** Whether every log event that came in is accounted for: in rows, put back, dropped or failed. */
export function isConserved(tally: Tally): boolean {
  const { logEventsIn, rowsOut, reingestedLogEvents, droppedLogEvents, failedLogEvents } = tally;
  return logEventsIn === rowsOut + reingestedLogEvents + droppedLogEvents + failedLogEvents;
}

function count(tally: Tally, verdict: SettledVerdict): void {
  switch (verdict.kind) {
    case 'delivered': {
      const { degraded, shrunk, essentialsOnly, deep, oldest, declined } = verdict.quality;
      tally.logEventsIn += verdict.logEvents;
      tally.rowsOut += verdict.rows;
      tally.delivered += 1;
      tally.shrunkRows += shrunk;
      tally.essentialsOnlyRows += essentialsOnly;
      tally.deepRows += deep;
      tally.declinedEvents += declined;
      for (const [code, rows] of degraded) {
        tally.degraded[code] = (tally.degraded[code] ?? 0) + rows;
        tally.degradedRows += rows;
      }
      if (oldest < (tally.oldest ?? Infinity)) tally.oldest = oldest;
      break;
    }
    case 'dropped':
      tally.logEventsIn += verdict.logEvents;
      tally.dropped[verdict.reason] = (tally.dropped[verdict.reason] ?? 0) + 1;
      tally.droppedLogEvents += verdict.logEvents;
      break;
    case 'reingested':
      tally.logEventsIn += verdict.logEvents;
      tally.reingestedLogEvents += verdict.putBackLogEvents;
      if (verdict.how === 'split') tally.reingestedSplit += 1;
      else tally.reingestedDeferred += 1;
      break;
    case 'failed':
      tally.logEventsIn += verdict.logEvents;
      tally.failed[verdict.code] = (tally.failed[verdict.code] ?? 0) + 1;
      tally.failedRecords += 1;
      tally.failedLogEvents += verdict.logEvents;
      if (verdict.errorName !== undefined) tally.internalErrors.push(verdict.errorName);
      break;
  }
}

function emptyTally(): Tally {
  return {
    recordsIn: 0,
    logEventsIn: 0,
    rowsOut: 0,
    degradedRows: 0,
    degraded: {},
    shrunkRows: 0,
    essentialsOnlyRows: 0,
    deepRows: 0,
    declinedEvents: 0,
    delivered: 0,
    dropped: {},
    droppedLogEvents: 0,
    failed: {},
    failedRecords: 0,
    failedLogEvents: 0,
    internalErrors: [],
    reingestedSplit: 0,
    reingestedDeferred: 0,
    reingestedLogEvents: 0,
    putAttempts: 0,
    requestBytes: 0,
    responseBytes: 0,
    oldest: undefined,
  };
}
