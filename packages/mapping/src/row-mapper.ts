import type { ByteWriter } from '@eks-sentinel/json-scan';
import { pickMembers } from '@eks-sentinel/json-scan';
import type { Column } from '@eks-sentinel/schema';
import { COLUMNS, MAX_FIELD_BYTES } from '@eks-sentinel/schema';

import { columnValue } from './column-value';
import type { DegradedCode } from './degrade-event';
import { degradedCodeOf, degradedRawEvent, salvageEvent } from './degrade-event';
import type { EventView } from './event-view';
import { onOneLine } from './on-one-line';
import type { RowContext } from './row-context';
import { layOutRow } from './row-layout';
import { shrunkRawEvent } from './shrink/shrunk-raw-event';

/** The text of one log event, which is an audit event when it is sound. */
export interface LogMessage {
  /** UTF-8; where the original was not, with U+FFFD and the flaw `not_utf8`. */
  readonly bytes: Buffer;
  /** What is known to be wrong with the message before it is read. */
  readonly flaw?: Extract<DegradedCode, 'not_utf8' | 'message_missing'>;
}

/** What became of one log event. */
export interface RowOutcome {
  /** Why the row is degraded; absent when the audit event was read whole. */
  readonly degraded?: DegradedCode;
  /** Whether RawEvent was too long and was shrunk. */
  readonly isShrunk: boolean;
  /** Whether nothing but the essentials is left of it, because shrinking it with care would have taken too long. */
  readonly isEssentialsOnly: boolean;
  /** The deepest nesting of the row; readers that stop at some depth may refuse the row. */
  readonly depth: number;
}

/** Writes the row of one log event, its line break included, to `out`. Never throws, whatever the message. */
export interface RowMapper {
  (message: LogMessage, context: RowContext, out: ByteWriter): RowOutcome;
  /** `isLate` is asked while a long event is shrunk; undefined, and nothing is written, when there is no time left. */
  (message: LogMessage, context: RowContext, out: ByteWriter, isLate: () => boolean): RowOutcome | undefined;
}

/** Options of `createRowMapper`. */
export interface RowMapperOptions {
  /** The longest RawEvent in bytes, MIN_RAW_EVENT_BYTES to MAX_FIELD_BYTES. */
  readonly maxRawEventBytes?: number;
  readonly columns?: readonly Column[];
}

/** A shorter RawEvent than this could not hold the least that a row needs. */
export const MIN_RAW_EVENT_BYTES = 32_768;

const LINE_FEED = 0x0a;
const CLOSE_BRACE = 0x7d;
/** The row itself is one level of nesting around its event. */
const ROW_DEPTH = 1;
const NEVER_LATE = (): boolean => false;

/** The reference mapping: one log event becomes one row, by the rules of the schema. Any limit out of range throws. */
export function createRowMapper(options: RowMapperOptions = {}): RowMapper {
  const { maxRawEventBytes = MAX_FIELD_BYTES, columns = COLUMNS } = options;
  if (maxRawEventBytes < MIN_RAW_EVENT_BYTES || maxRawEventBytes > MAX_FIELD_BYTES) {
    throw new RangeError(`maxRawEventBytes must lie between ${MIN_RAW_EVENT_BYTES} and ${MAX_FIELD_BYTES}`);
  }
  const layout = layOutRow(columns);
  const spans = new Int32Array(layout.keys.slotCount * 2);

  const writeRow = (event: EventView, context: RowContext, rawEvent: Buffer, out: ByteWriter): void => {
    for (const column of layout.columns) {
      out.writeText(column.opening);
      if (column.source.from === 'event') out.writeBytes(rawEvent);
      else out.writeText(columnValue(column, event, context));
    }
    out.writeByte(CLOSE_BRACE);
    out.writeByte(LINE_FEED);
  };

  const mapRow = (
    { bytes, flaw }: LogMessage,
    context: RowContext,
    out: ByteWriter,
    isLate = NEVER_LATE,
  ): RowOutcome | undefined => {
    const picked = pickMembers(bytes, 0, bytes.length, layout.keys, spans);
    if (picked.kind === 'object' && flaw === undefined) {
      const whole = onOneLine(bytes, picked.start, picked.end);
      const isShrunk = whole.length > maxRawEventBytes;
      const raw = isShrunk
        ? shrunkRawEvent(whole, maxRawEventBytes, isLate)
        : { rawEvent: whole, isEssentialsOnly: false };
      if (raw === undefined) return undefined;
      writeRow({ bytes, spans }, context, raw.rawEvent, out);
      return { isShrunk, isEssentialsOnly: raw.isEssentialsOnly, depth: picked.depth + ROW_DEPTH };
    }

    const degraded = flaw ?? degradedCodeOf(bytes, picked.kind === 'other' ? 'other' : 'invalid');
    const salvaged = salvageEvent(bytes, degraded);
    const { depth } = pickMembers(salvaged.object, 0, salvaged.object.length, layout.keys, spans);
    const raw = degradedRawEvent(salvaged, degraded, maxRawEventBytes, isLate);
    if (raw === undefined) return undefined;
    const { rawEvent, isShrunk, isEssentialsOnly } = raw;
    writeRow({ bytes: salvaged.object, spans }, context, rawEvent, out);
    return { degraded, isShrunk, isEssentialsOnly, depth: depth + ROW_DEPTH };
  };
  return mapRow as RowMapper;
}
