import { getHeapStatistics } from 'node:v8';

import type { Marker } from '@eks-sentinel/firehose';
import { ResponseLedger, deliveryOrder, encodeData, peekDecodedBytes, peekMarker } from '@eks-sentinel/firehose';
import { ByteWriter } from '@eks-sentinel/json-scan';

import type { PutBack } from './build-put-back';
import { buildPutBack } from './build-put-back';
import type { RowQuality } from './mapped-rows';
import type { DropReason, FailureCode } from './outcome';
import type { MappedRecord, RecordOutcome, RecordSettings } from './record-outcome';
import { transformRecord } from './transform-record';

/** One record of the Lambda event. */
export interface IncomingRecord {
  readonly recordId: string;
  readonly data: unknown;
  readonly arrival: number;
}

/** What stands in the response for a record, or what must happen before that is known. */
export type RecordVerdict =
  /** `logEvents` were read, `rows` are the lines of the data: the two are counted apart, to check one by the other. */
  | {
      readonly kind: 'delivered';
      readonly data: string;
      readonly rows: number;
      readonly logEvents: number;
      readonly quality: RowQuality;
    }
  | { readonly kind: 'dropped'; readonly reason: DropReason; readonly logEvents: number }
  | { readonly kind: 'put_back'; readonly putBack: PutBack; readonly logEvents: number }
  /** `logEvents` is 0 when the record could not be read far enough to count them. */
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly logEvents: number; readonly errorName?: string };

/** Settings of a batch; what a record adds comes from the record. */
export interface BatchSettings extends Omit<RecordSettings, 'arrival' | 'maxRowBytes' | 'isLate'> {
  readonly maxResponseBytes: number;
  /** How many milliseconds are left for the batch; may be negative. */
  readonly remainingMs: () => number;
}

/** The ids of the records take more than the response may: no answer is possible. */
export class ResponseBudgetError extends Error {
  override readonly name = 'ResponseBudgetError';
}

/**
 * What a record takes at the most, whatever it holds, once the code is warm: 100 ms for 1 MB on a whole core, of which the default memory
 * of 1,024 MB gives 0.58 (1,769 MB are one: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html).
 */
const SLOWEST_MS_PER_BYTE = (100 * 1_769) / 1_024 / 1_000_000;

const LATE: RecordVerdict = { kind: 'failed', code: 'deadline_exceeded', logEvents: 0 };
const LINE_FEED = 0x0a;

// Kept between invocations: its memory grows to the largest response and stays there.
const rows = new ByteWriter(1_048_576);

/**
 * Decides about each record, in the order that lets each find room and time. The verdicts are in the order of the request,
 * and the response that they give, whatever becomes of what is put back, is within the budget. A record may take its share
 * of the time, and what others left of theirs: one that takes longer fails alone, with `deadline_exceeded`. Nothing that a
 * record holds makes this throw; ids that alone exceed the budget do.
 */
export function transformBatch(records: readonly IncomingRecord[], settings: BatchSettings): RecordVerdict[] {
  const ledger = new ResponseLedger(
    records.map(({ recordId }) => recordId),
    settings.maxResponseBytes,
  );
  if (!ledger.isWithinBudget) {
    throw new ResponseBudgetError(
      `the ids of ${records.length} records take more than ${settings.maxResponseBytes} bytes`,
    );
  }
  const { maxDecodedBytes, remainingMs } = settings;
  const markers = records.map(({ data }) => peekMarker(data));
  const decodedBytes = records.map(({ data }) => peekDecodedBytes(data, maxDecodedBytes));
  const verdicts: RecordVerdict[] = [];
  deliveryOrder(markers, decodedBytes).forEach((index, done) => {
    const others = records.length - done - 1;
    const msForOthers = (remainingMs() * others) / (others + 1);
    const isLate = (bytesAhead = 0): boolean =>
      remainingMs() <= Math.max(msForOthers, bytesAhead * SLOWEST_MS_PER_BYTE);
    verdicts[index] = isLate(decodedBytes[index])
      ? LATE
      : decide(records[index]!, markers[index]!, ledger, { ...settings, isLate });
  });
  return verdicts;
}

function decide(
  record: IncomingRecord,
  marker: Marker,
  ledger: ResponseLedger,
  settings: Omit<RecordSettings, 'arrival' | 'maxRowBytes'>,
): RecordVerdict {
  try {
    const { maxAloneBytes } = ledger;
    const outcome = transformRecord(
      record.data,
      { ...settings, arrival: record.arrival, maxRowBytes: maxAloneBytes },
      rows,
    );
    return outcome.kind === 'mapped' ? deliver(outcome, marker, ledger, settings.isLate) : settle(outcome);
  } catch (error) {
    // The edge of the record: a defect must neither fail its neighbours nor lose it.
    const errorName = error instanceof Error ? error.constructor.name : typeof error;
    return { kind: 'failed', code: 'internal', logEvents: 0, errorName };
  }
}

function settle(outcome: Exclude<RecordOutcome, MappedRecord>): RecordVerdict {
  return outcome.kind === 'dropped' ? outcome : { ...outcome, logEvents: 0 };
}

function deliver(record: MappedRecord, marker: Marker, ledger: ResponseLedger, isLate: () => boolean): RecordVerdict {
  const logEvents = record.rowBytes.length;
  if (record.totalRowBytes <= ledger.maxAloneBytes && ledger.tryDeliver(record.totalRowBytes)) {
    const lines = record.rows;
    return {
      kind: 'delivered',
      data: encodeData(lines, getHeapStatistics().external_memory),
      rows: countLines(lines),
      logEvents,
      quality: record.quality,
    };
  }
  const plan = buildPutBack(record, marker, ledger.maxAloneBytes, isLate);
  return plan.ok ? { kind: 'put_back', putBack: plan, logEvents } : { kind: 'failed', code: plan.code, logEvents };
}

function countLines(lines: Buffer): number {
  let count = 0;
  for (let at = lines.indexOf(LINE_FEED); at >= 0; at = lines.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}
