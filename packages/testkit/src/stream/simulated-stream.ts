import type { FirehoseLambdaEvent } from '../build/lambda-event';
import { buildRecord } from '../build/record';
import type { Random } from '../generate/random';

/** How the stream treats the transform. Rates lie between 0 and 1. */
export interface StreamFaults {
  /** Calls that fail as a whole, and may be made again. */
  readonly throttleRate?: number;
  /** Entries that are refused in a call that succeeds. */
  readonly entryFailureRate?: number;
  /** Calls that are never answered and had no effect. */
  readonly hangRate?: number;
  /** Calls that are carried out and answered with one verdict too few. */
  readonly wrongLengthRate?: number;
  /** Every call fails as a whole. */
  readonly isDown?: boolean;
  /** Every call is refused for good. */
  readonly isForbidden?: boolean;
}

/** A handler as Lambda calls it. */
export type StreamHandler = (
  event: FirehoseLambdaEvent,
  context: { getRemainingTimeInMillis: () => number },
) => Promise<{ records: { recordId: string; result: string; data?: string | undefined }[] }>;

/** Options of `createSimulatedStream`. */
export interface StreamOptions {
  readonly random: Random;
  readonly faults?: StreamFaults;
  /** Bytes of records, before base64, that are handed over together. */
  readonly bufferBytes?: number;
  /** What the function's time-out leaves an invocation, in milliseconds. */
  readonly invocationMs?: number;
}

/** What came out of a stream that was drained. */
export interface DrainResult {
  /** The lines of all Ok data. */
  readonly lines: string[];
  /** The records answered with ProcessingFailed, as they were handed over. */
  readonly failed: Buffer[];
  readonly dropped: number;
  readonly invocations: number;
  /** How often the stream was emptied and refilled by what the transform put back. */
  readonly hops: number;
  readonly largestResponseBytes: number;
  /** The least time, in milliseconds, that was left of an invocation when it was answered. */
  readonly leastRemainingMs: number;
}

const CALL_MS = 20;
const DEFAULT_BUFFER_BYTES = 1_048_576;
const DEFAULT_INVOCATION_MS = 60_000;
/** What a Lambda request holds at most; base64 grows records by a third. */
const MAX_REQUEST_BYTES = 6_291_456;

/**
 * A stream in memory with a clock of its own: records go in, batches go to a handler, what the handler puts back goes in
 * again. Answers that break Firehose's contract throw. The clock moves only by calls and waits, never by itself.
 */
export function createSimulatedStream({ random, faults = {}, ...limits }: StreamOptions) {
  const { bufferBytes = DEFAULT_BUFFER_BYTES, invocationMs = DEFAULT_INVOCATION_MS } = limits;
  let now = Date.UTC(2026, 4, 12, 9, 0, 0);
  let waiting: Buffer[] = [];
  let index = 0;
  const happens = (rate = 0): boolean => random.next() < rate;

  const putBatch = (records: readonly Uint8Array[]) => {
    now += CALL_MS;
    if (faults.isForbidden === true) return Promise.resolve({ ok: false as const, isRetryable: false });
    if (faults.isDown === true || happens(faults.throttleRate)) {
      return Promise.resolve({ ok: false as const, isRetryable: true });
    }
    if (happens(faults.hangRate)) return new Promise<never>(() => undefined);
    const accepted = records.map(() => !happens(faults.entryFailureRate));
    waiting.push(...records.filter((_, at) => accepted[at]).map((record) => Buffer.from(record)));
    return Promise.resolve({
      ok: true as const,
      accepted: happens(faults.wrongLengthRate) ? accepted.slice(1) : accepted,
    });
  };

  const drain = async (handler: StreamHandler, maxHops: number): Promise<DrainResult> => {
    const lines: string[] = [];
    const failed: Buffer[] = [];
    const seen = { dropped: 0, invocations: 0, hops: 0, largestResponseBytes: 0, leastRemainingMs: Infinity };
    while (waiting.length > 0) {
      if (seen.hops === maxHops)
        throw new Error(`${waiting.length} records are still in the stream after ${maxHops} hops`);
      seen.hops += 1;
      const batches = toBatches(waiting, bufferBytes);
      waiting = [];
      for (const batch of batches) {
        const records = batch.map((bytes) =>
          buildRecord(bytes, { index: (index += 1), approximateArrivalTimestamp: now }),
        );
        const endsAt = now + invocationMs;
        const response = await handler(
          {
            invocationId: `invocation-${seen.invocations}`,
            deliveryStreamArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/eks-sentinel',
            region: 'eu-west-1',
            records,
          },
          { getRemainingTimeInMillis: () => endsAt - now },
        );
        seen.invocations += 1;
        seen.leastRemainingMs = Math.min(seen.leastRemainingMs, endsAt - now);
        seen.largestResponseBytes = Math.max(seen.largestResponseBytes, Buffer.byteLength(JSON.stringify(response)));
        if (
          response.records.map(({ recordId }) => recordId).join() !== records.map(({ recordId }) => recordId).join()
        ) {
          throw new Error('the response does not answer every record once and in order');
        }
        response.records.forEach(({ result, data }, at) => {
          if (result === 'Ok') lines.push(...linesOf(data));
          else if (result === 'Dropped') seen.dropped += 1;
          else if (result === 'ProcessingFailed') failed.push(batch[at]!);
          else throw new Error('the response has a result that Firehose does not know');
        });
      }
    }
    return { lines, failed, ...seen };
  };

  return {
    /** Puts records into the stream, as a producer does. */
    put: (...records: readonly Buffer[]) => {
      waiting.push(...records);
    },
    putBatch,
    drain,
    /** Milliseconds since 1970, by the stream's clock. */
    now: () => now,
    /** Lets time pass, unless the signal is aborted before anything else can happen. */
    wait: async (milliseconds: number, signal: AbortSignal): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      if (!signal.aborted) now += milliseconds;
    },
    random: () => random.next(),
  };
}

function toBatches(records: readonly Buffer[], bufferBytes: number): Buffer[][] {
  const most = Math.min(bufferBytes, (MAX_REQUEST_BYTES * 3) / 4 - 65_536);
  const batches: Buffer[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    if (bytes + record.length > most) {
      batches.push([]);
      bytes = 0;
    }
    batches[batches.length - 1]!.push(record);
    bytes += record.length;
  }
  return batches;
}

function linesOf(data: string | undefined): string[] {
  const text = Buffer.from(data ?? '', 'base64').toString();
  if (text === '' || !text.endsWith('\n')) throw new Error('Ok data must be lines that end in a line break');
  return text.slice(0, -1).split('\n');
}
