/** What happened since the start; counts only grow. */
export interface SimulationCounters {
  /** PutRecord and PutRecordBatch calls, and those answered with an error. */
  putCalls: number;
  putCallsThrottled: number;
  putCallsRejected: number;
  /** Records taken over, their bytes, and those of them that the function itself put (by its credentials). */
  recordsIn: number;
  bytesIn: number;
  recordsPutBack: number;
  /** Entries of PutRecordBatch calls that failed while the call succeeded. */
  entriesRefused: number;
  /** Batches handed to the function, attempts made for them, and attempts after the first. */
  batches: number;
  attempts: number;
  retries: number;
  coldStarts: number;
  /** Attempts that failed, by Lambda's error type (`Sandbox.Timedout`, `Function.ResponseSizeTooLarge`, ...). */
  attemptFailures: Record<string, number>;
  /** Records by what the transformation made of them: recordsIn = ok + dropped + failed + those still held. */
  recordsOk: number;
  recordsDropped: number;
  recordsFailed: number;
  /** Failed records by `errorCode`. */
  failures: Record<string, number>;
  /** Data bytes before compression, data objects and error objects written, their bytes as written. */
  bytesOut: number;
  dataObjects: number;
  errorObjects: number;
  bytesWritten: number;
  s3Attempts: number;
  s3Failures: number;
  /** Records that S3 refused for over 24 hours: lost, as in the service. */
  recordsExpired: number;
}

/** What the simulation holds at this moment. */
export interface HeldCounts {
  recordsAwaitingTransform: number;
  recordsInTransform: number;
  recordsAwaitingDelivery: number;
  objectsInDelivery: number;
  bytes: number;
}

export function newCounters(): SimulationCounters {
  return {
    putCalls: 0,
    putCallsThrottled: 0,
    putCallsRejected: 0,
    recordsIn: 0,
    bytesIn: 0,
    recordsPutBack: 0,
    entriesRefused: 0,
    batches: 0,
    attempts: 0,
    retries: 0,
    coldStarts: 0,
    attemptFailures: {},
    recordsOk: 0,
    recordsDropped: 0,
    recordsFailed: 0,
    failures: {},
    bytesOut: 0,
    dataObjects: 0,
    errorObjects: 0,
    bytesWritten: 0,
    s3Attempts: 0,
    s3Failures: 0,
    recordsExpired: 0,
  };
}

export function countUnder(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
