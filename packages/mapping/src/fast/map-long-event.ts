import { shrunkRawEvent } from '../shrink/shrunk-raw-event';
import type { KernelMemory } from './kernel-memory';
import { MAX_EVENT_BYTES, SCRATCH_AT, SCRATCH_SLACK_BYTES, TEXTS_END } from './memory-map';
import type { RowRegion } from './row-region';

/** No row is longer: an event, its values once more, and the texts of the row program. */
export const ROW_ROOM_BYTES = 2 * MAX_EVENT_BYTES + TEXTS_END + 65_536;

/** What the columns of a long event must stay below the length of a RawEvent by: the reference may have to cut longer ones. */
const COLUMNS_MARGIN_BYTES = 1_024;

/** The row of a long event that was written, or why there is none. */
export type LongRow =
  | { readonly kind: 'written'; readonly rowEnd: number; readonly isEssentialsOnly: boolean }
  /** The log event is for the reference. */
  | { readonly kind: 'declined' }
  | { readonly kind: 'late' };

const DECLINED: LongRow = { kind: 'declined' };

/**
 * Writes the row of a log event that the kernel declined, if it did so only because the event is longer than
 * `maxEventBytes`, behind the last row. The mailbox then says where the log event ends, and the first record of the table
 * what there is to know of the row.
 */
export function mapLongEvent(
  { kernel, bytes }: KernelMemory,
  source: number,
  rows: RowRegion,
  maxEventBytes: number,
  isLate: () => boolean,
): LongRow {
  // The event is unescaped behind the room for its row.
  if (rows.at + 2 * ROW_ROOM_BYTES > rows.end) rows.spill();
  const eventAt = rows.at + ROW_ROOM_BYTES;
  const limit = bytes.length - SCRATCH_SLACK_BYTES;
  const eventEnd = kernel.openLongEvent(source, eventAt, limit, maxEventBytes - COLUMNS_MARGIN_BYTES);
  if (eventEnd - eventAt <= maxEventBytes) return DECLINED;

  const shrunk = shrunkRawEvent(bytes.subarray(eventAt, eventEnd), maxEventBytes, isLate);
  if (shrunk === undefined) return { kind: 'late' };
  const { rawEvent, isEssentialsOnly } = shrunk;
  bytes.set(rawEvent, SCRATCH_AT);
  const rowEnd = kernel.writeLongRow(rows.at, SCRATCH_AT, SCRATCH_AT + rawEvent.length);
  return rowEnd === 0 ? DECLINED : { kind: 'written', rowEnd, isEssentialsOnly };
}
