import type { MessageFailureCode } from '@eks-sentinel/cloudwatch-logs';
import type { RecordFailureCode } from '@eks-sentinel/firehose';
import type { DegradedCode, RowOutcome } from '@eks-sentinel/mapping';
import { MAX_READER_DEPTH } from '@eks-sentinel/schema';
import type { DropReason } from '@eks-sentinel/transform';

/** Why a part of the input gave no rows although it should have. */
export type InputFailureCode = RecordFailureCode | MessageFailureCode | 'too_long' | 'unknown_object';

/** What each failure means to a person; the place is printed before it. */
export const FAILURES: Readonly<Record<InputFailureCode, string>> = {
  record_malformed: 'the record has no data that is a string',
  base64_invalid: 'the data of the record is no base64',
  gzip_missing: 'the data of the record is no gzip: expected is what CloudWatch Logs sends',
  gzip_truncated: 'the gzip text ends too soon: fetch it anew',
  gzip_corrupt: 'the gzip text is damaged: fetch it anew',
  gzip_too_large: 'the record inflates to more than a record may',
  message_not_json: 'the payload is no JSON in UTF-8',
  message_not_object: 'the payload is JSON, but no object',
  message_type_unknown: 'messageType is neither DATA_MESSAGE nor CONTROL_MESSAGE',
  message_incomplete: 'owner, logGroup, logStream or logEvents of the payload is missing or of another type',
  too_long: 'longer than is read at once, and left out: part it, as with jq -c .events[]',
  unknown_object: 'no payload, Lambda event, log event or audit event, or one that breaks off',
};

/** Counts of one run. Log events in = rows out + dropped log events; what failed could not be read far enough to count. */
export interface Tally {
  inputs: number;
  logEventsIn: number;
  rowsOut: number;
  /** Rows of events that name no cluster, so that the options do. */
  rowsPlacedByOptions: number;
  degraded: Partial<Record<DegradedCode, number>>;
  shrunkRows: number;
  /** Rows nested deeper than readers are sure to follow. */
  deepRows: number;
  /** Messages, and log events of streams that carry no audit events, by reason. */
  dropped: Partial<Record<DropReason, number>>;
  droppedLogEvents: number;
  failed: Partial<Record<InputFailureCode, number>>;
  unusableInputs: number;
  /** Bytes as they were read, before gzip is undone. */
  bytesIn: number;
  /** Bytes of text, after gzip is undone. */
  textBytes: number;
  bytesOut: number;
}

/** Nothing is counted yet. */
export function emptyTally(): Tally {
  return {
    inputs: 0,
    logEventsIn: 0,
    rowsOut: 0,
    rowsPlacedByOptions: 0,
    degraded: {},
    shrunkRows: 0,
    deepRows: 0,
    dropped: {},
    droppedLogEvents: 0,
    failed: {},
    unusableInputs: 0,
    bytesIn: 0,
    textBytes: 0,
    bytesOut: 0,
  };
}

/** Counts one log event that became a row. */
export function countRow(tally: Tally, { degraded, isShrunk, depth }: RowOutcome, isPlacedByOptions: boolean): void {
  if (isPlacedByOptions) tally.rowsPlacedByOptions += 1;
  tally.logEventsIn += 1;
  tally.rowsOut += 1;
  if (degraded !== undefined) tally.degraded[degraded] = (tally.degraded[degraded] ?? 0) + 1;
  if (isShrunk) tally.shrunkRows += 1;
  if (depth > MAX_READER_DEPTH) tally.deepRows += 1;
}

/** Counts a message, or a single log event, that is dropped. */
export function countDrop(tally: Tally, reason: DropReason, logEvents: number): void {
  tally.logEventsIn += logEvents;
  tally.droppedLogEvents += logEvents;
  tally.dropped[reason] = (tally.dropped[reason] ?? 0) + 1;
}
