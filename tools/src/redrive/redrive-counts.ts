import type { FailedRecord } from './error-line';

/** What Firehose's code of failed records stands for in numbers. */
export interface CodeCounts {
  records: number;
  sent: number;
  left: number;
  bytes: number;
  /** Arrival of the oldest and the newest record, in milliseconds since 1970. */
  oldest: number | undefined;
  newest: number | undefined;
}

/** A record that was not put back because it would only fail again. */
export interface LeftRecord {
  readonly key: string;
  /** Its number in the object, from 0. */
  readonly record: number;
  /** The transform's failure code, or `error_line_unreadable`. */
  readonly code: string;
}

/** What a run did; read it for progress while it runs. */
export interface RedriveCounts {
  objects: number;
  objectsDone: number;
  objectsLeft: number;
  /** Objects that expired or were deleted. */
  objectsGone: number;
  objectsDeleted: number;
  /** Messages that tell of no error object of this bucket: they stay in the queue. */
  foreignMessages: number;
  sent: number;
  sentBytes: number;
  batches: number;
  /** Records that an earlier run had sent. */
  sentBefore: number;
  /** Records that the stream did not take: they stay open. */
  refused: number;
  readonly codes: Map<string, CodeCounts>;
  readonly left: LeftRecord[];
}

export function createRedriveCounts(): RedriveCounts {
  return {
    objects: 0,
    objectsDone: 0,
    objectsLeft: 0,
    objectsGone: 0,
    objectsDeleted: 0,
    foreignMessages: 0,
    sent: 0,
    sentBytes: 0,
    batches: 0,
    sentBefore: 0,
    refused: 0,
    codes: new Map(),
    left: [],
  };
}

/** Enters a failed record under its code. */
export function countRecord({ codes }: RedriveCounts, { errorCode, data, arrival }: FailedRecord): void {
  const group = codes.get(errorCode) ?? newGroup();
  codes.set(errorCode, group);
  group.records += 1;
  group.bytes += data.length;
  if (arrival === undefined) return;
  group.oldest = Math.min(group.oldest ?? arrival, arrival);
  group.newest = Math.max(group.newest ?? arrival, arrival);
}

function newGroup(): CodeCounts {
  return { records: 0, sent: 0, left: 0, bytes: 0, oldest: undefined, newest: undefined };
}
