import { isUtf8 } from 'node:buffer';

import type { RecordReading } from '@eks-sentinel/firehose';
import { decodeRecord } from '@eks-sentinel/firehose';
import { ByteWriter } from '@eks-sentinel/json-scan';
import type { Column } from '@eks-sentinel/schema';
import { COLUMNS, MAX_FIELD_BYTES } from '@eks-sentinel/schema';

import type { InflatedRecord } from './inflate-record';
import { inflateRecord } from './inflate-record';
import type { ContextFields, MessageContext } from './kernel-layout';
import { layOutKernel } from './kernel-layout';
import type { KernelKeeper, KernelMemory } from './kernel-memory';
import { keepKernel } from './kernel-memory';
import type { KernelBuild } from './kernel-module';
import { supportedBuild } from './kernel-module';
import { ROW_ROOM_BYTES, mapLongEvent } from './map-long-event';
import {
  MAILBOX_COUNT,
  MAILBOX_ROW,
  MAILBOX_SOURCE,
  MAX_EVENT_BYTES,
  MESSAGE_AT,
  MESSAGE_PADDING_BYTES,
  ROW_END_AT,
  ROW_RECORD_BYTES,
  ROW_START_AT,
  ROW_TEXT_END_AT,
  ROW_TIMESTAMP_AT,
  STATUS_DONE,
  STATUS_EVENT_DECLINED,
  STATUS_FULL,
  STATUS_MESSAGE_DECLINED,
} from './memory-map';
import { nextLogEvent, readDeclined } from './read-declined';
import { RowRegion } from './row-region';

/** How log events are usually written, which only the package that knows subscription messages can say. */
export interface LogEventForm {
  readonly beforeId: string;
  readonly beforeTimestamp: string;
  readonly beforeMessage: string;
  readonly beforeFields: string;
  /** The names of the system fields that stand for a value of the context when they are not empty. */
  readonly fields: ContextFields;
}

/** Options of `createFastMapper`. */
export interface FastMapperOptions {
  readonly logEventForm: LogEventForm;
  /** As for `createRowMapper`. */
  readonly maxRawEventBytes?: number;
  readonly columns?: readonly Column[];
  /** The build to use instead of the fastest one that runs here. */
  readonly build?: KernelBuild;
}

/** The log events of one subscription message. */
export interface LogEventsJob {
  /** The text of the whole message. */
  readonly bytes: Buffer;
  /** The first log event: the byte behind the bracket that opens their array. */
  readonly start: number;
  readonly context: MessageContext;
  /** More bytes of rows than these are counted and not kept. */
  readonly maxRowBytes: number;
  /** Whether there is no time left to go on; asked before every few hundred log events. */
  readonly isLate: () => boolean;
  /** Takes notice of a row of the fast path, in order. `timestamp` is that of its log event. */
  readonly onRow: (start: number, end: number, rowBytes: number, timestamp: number) => void;
  /** Takes notice, before that of the row, that its RawEvent was shrunk. */
  readonly onShrunk: (isEssentialsOnly: boolean) => void;
  /** Writes the row of a log event that the fast path declines, in order, by the reference; false when it is too late. */
  readonly mapDeclined: (start: number, end: number, out: ByteWriter) => boolean;
}

/** What became of the log events of a message. */
export type FastOutcome =
  /** `rows` are valid until the next call; empty when there are more than `maxRowBytes`. `end` is behind the array. */
  | { readonly kind: 'mapped'; readonly end: number; readonly rows: Buffer; readonly totalRowBytes: number }
  /** The whole message is for the reference; what was noticed so far means nothing. */
  | { readonly kind: 'declined' }
  /** There was no time left. */
  | { readonly kind: 'late' };

/** The fast path: same rows as the reference mapping, or it declines. */
export interface FastMapper {
  readonly build: KernelBuild;
  /** As `decodeRecord`, but what it gives usually lies in the kernel's memory, and is valid until the next record. */
  readonly readRecord: (data: unknown, maxDecodedBytes: number) => RecordReading;
  readonly mapLogEvents: (job: LogEventsJob) => FastOutcome;
}

/** A longer message is for the reference: a record of 1 MB that audit logs compress to reaches about 30 MB. */
const MAX_MESSAGE_BYTES = 32 * 1_048_576;

/** Rows take about as much room as their message; more than these in a message are spilled as they come. */
const ROWS_PER_MESSAGE_BYTE = 1.25;
const MAX_ROW_REGION_BYTES = 8 * 1_048_576;
/** For a row, and a long event behind it. */
const MIN_ROW_REGION_BYTES = 2 * ROW_ROOM_BYTES;

const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;
const FLOAT_BYTES = Float64Array.BYTES_PER_ELEMENT;
const ROW_WORDS = ROW_RECORD_BYTES / WORD_BYTES;

/** The rows that the fast path writes are nested at most this deep; it declines deeper ones. */
export { MAX_EVENT_DEPTH as MAX_FAST_EVENT_DEPTH } from './memory-map';

/**
 * Makes the fast path; undefined where there is no WebAssembly, or when the columns ask for what it cannot do: then the
 * reference does all. Its memory is kept between messages and given back after an unusually large one.
 */
export function createFastMapper(options: FastMapperOptions): FastMapper | undefined {
  const { logEventForm, maxRawEventBytes = MAX_FIELD_BYTES, columns = COLUMNS } = options;
  const build = options.build ?? supportedBuild();
  const layout = layOutKernel(columns, logEventForm.fields);
  if (build === undefined || layout === undefined) return undefined;
  const { beforeId, beforeTimestamp, beforeMessage, beforeFields } = logEventForm;
  const keeper = keepKernel(build, layout, [beforeId, beforeTimestamp, beforeMessage, beforeFields]);
  const maxEventBytes = Math.min(maxRawEventBytes, MAX_EVENT_BYTES);
  const declinedRow = new ByteWriter();
  let inflated: InflatedRecord | undefined;

  return {
    build,
    readRecord(data, maxDecodedBytes) {
      keeper.release();
      const maxBytes = Math.min(maxDecodedBytes, MAX_MESSAGE_BYTES);
      const reserve = (bytes: number): KernelMemory => keeper.reserve(bytes, rowRegionBytes(bytes));
      inflated = typeof data === 'string' ? inflateRecord(data, maxBytes, reserve) : undefined;
      return inflated === undefined ? decodeRecord(data, maxDecodedBytes) : { ok: true, ...inflated };
    },
    mapLogEvents(job) {
      if (job.bytes.length > MAX_MESSAGE_BYTES || !isUtf8(job.bytes)) return { kind: 'declined' };
      if (inflated?.payload !== job.bytes) inflated = undefined;
      const rowsAt = inflated?.rowsAt ?? placeMessage(job.bytes, keeper);
      const memory = keeper.prepare(job.context);
      if (memory === undefined) return { kind: 'declined' };
      return mapMessage(job, memory, new RowRegion(memory.bytes, rowsAt, job.maxRowBytes), maxEventBytes, declinedRow);
    },
  };
}

/** Copies a message that was not inflated in place to where the kernel reads it; returns where rows may begin. */
function placeMessage(message: Buffer, keeper: KernelKeeper): number {
  keeper.release();
  const { bytes } = keeper.reserve(message.length, rowRegionBytes(message.length));
  const messageEnd = MESSAGE_AT + message.length;
  bytes.set(message, MESSAGE_AT);
  bytes.fill(0, messageEnd, messageEnd + MESSAGE_PADDING_BYTES);
  return messageEnd + MESSAGE_PADDING_BYTES;
}

function rowRegionBytes(messageBytes: number): number {
  return MIN_ROW_REGION_BYTES + Math.min(Math.ceil(messageBytes * ROWS_PER_MESSAGE_BYTE), MAX_ROW_REGION_BYTES);
}

/** Precondition: the message of the job stands at MESSAGE_AT, with zeros behind it. */
function mapMessage(
  job: LogEventsJob,
  memory: KernelMemory,
  rows: RowRegion,
  maxEventBytes: number,
  declinedRow: ByteWriter,
): FastOutcome {
  const { bytes, isLate } = job;
  let source = MESSAGE_AT + job.start;
  for (;;) {
    if (isLate()) return { kind: 'late' };
    const status = memory.kernel.mapLogEvents(source, rows.at, rows.end, memory.programBytes, maxEventBytes);
    noticeRows(memory, memory.mailbox[MAILBOX_COUNT]!, rows.at, job);
    source = memory.mailbox[MAILBOX_SOURCE]!;
    rows.advanceTo(memory.mailbox[MAILBOX_ROW]!);
    if (status === STATUS_DONE) break;
    if (status === STATUS_MESSAGE_DECLINED) return { kind: 'declined' };
    if (status === STATUS_FULL) rows.spill();
    if (status !== STATUS_EVENT_DECLINED) continue;

    let end = mapLong(job, memory, source, rows, maxEventBytes);
    if (end === 'declined') end = mapByReference(job, source - MESSAGE_AT, rows, declinedRow);
    if (typeof end === 'string') return { kind: end };
    const next = nextLogEvent(bytes, end);
    if (next === undefined) return { kind: 'declined' };
    source = MESSAGE_AT + next.at;
    if (next.isLast) break;
  }
  return { kind: 'mapped', end: source - MESSAGE_AT, rows: rows.view(), totalRowBytes: rows.totalBytes };
}

/** Where the log event at `source` ends in the message, after its row was written; `declined` when it is not just long. */
function mapLong(
  job: LogEventsJob,
  memory: KernelMemory,
  source: number,
  rows: RowRegion,
  maxEventBytes: number,
): number | 'declined' | 'late' {
  const row = mapLongEvent(memory, source, rows, maxEventBytes, job.isLate);
  if (row.kind !== 'written') return row.kind;
  job.onShrunk(row.isEssentialsOnly);
  noticeRows(memory, 1, rows.at, job);
  rows.advanceTo(row.rowEnd);
  return memory.mailbox[MAILBOX_SOURCE]! - MESSAGE_AT;
}

/** Where what begins at `at` in the message ends, after its row was written; `declined` when it is no JSON value. */
function mapByReference(job: LogEventsJob, at: number, rows: RowRegion, row: ByteWriter): number | 'declined' | 'late' {
  const declined = readDeclined(job.bytes, at);
  if (declined === undefined) return 'declined';
  row.truncate(0);
  if (!job.mapDeclined(declined.start, declined.end, row)) return 'late';
  rows.append(row.view());
  return declined.end;
}

/** Takes notice of the first `count` rows of the table, which begin at `firstRow`. */
function noticeRows({ rowWords, rowFloats }: KernelMemory, count: number, firstRow: number, job: LogEventsJob): void {
  let row = firstRow;
  for (let index = 0; index < count; index += 1) {
    const word = index * ROW_WORDS;
    const rowEnd = rowWords[word + ROW_TEXT_END_AT / WORD_BYTES]!;
    job.onRow(
      rowWords[word + ROW_START_AT / WORD_BYTES]! - MESSAGE_AT,
      rowWords[word + ROW_END_AT / WORD_BYTES]! - MESSAGE_AT,
      rowEnd - row,
      rowFloats[(index * ROW_RECORD_BYTES + ROW_TIMESTAMP_AT) / FLOAT_BYTES]!,
    );
    row = rowEnd;
  }
}
