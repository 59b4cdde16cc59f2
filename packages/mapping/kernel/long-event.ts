// An audit event that is longer than RawEvent may be: the kernel checks and unescapes it and finds its values, the host
// shrinks the text, and the kernel writes the row.
import { MAILBOX_AT, MAILBOX_SOURCE, MAX_SLOTS } from '../src/fast/memory-map';
import { spanEnd, spanStart } from './keys';
import { closeLogEvent, filledByFields, noteRow, openLogEvent, timestamp } from './map-log-events';
import { escapedSlots, eventSourceEnd, filledSlots, scanEvent } from './scan-event';
import { DECLINED } from './strings';
import { writeRow } from './write-row';

let logEventStart: usize = 0;
let logEventEnd: usize = 0;

/**
 * Unescapes the event of the log event at `source` to `target` and returns where it ends there; or DECLINED, when it is
 * unusual, ends behind `limit` by more than a little, or its columns together take more than `maxColumnBytes`. The mailbox then says
 * where the log event ends. Preconditions: those of `scanEvent`.
 */
export function openLongEvent(source: usize, target: usize, limit: usize, maxColumnBytes: usize): usize {
  const message = openLogEvent(source);
  if (message == DECLINED) return DECLINED;
  const eventEnd = scanEvent(message, target, limit);
  if (eventEnd == DECLINED) return DECLINED;
  logEventStart = source;
  logEventEnd = closeLogEvent(eventSourceEnd);
  if (logEventEnd == DECLINED || columnBytes() > maxColumnBytes) return DECLINED;
  store<u32>(MAILBOX_AT + 4 * MAILBOX_SOURCE, <u32>logEventEnd);
  return eventEnd;
}

/**
 * Writes the row of the event that was opened last to `row`, with `[eventStart, eventEnd)` as its event, and notes it as
 * the first of the table. Returns the end of the row, or DECLINED; the precondition of `writeRow` on room holds here too.
 */
export function writeLongRow(row: usize, eventStart: usize, eventEnd: usize): usize {
  const rowEnd = writeRow(row, eventStart, eventEnd, filledSlots | filledByFields, escapedSlots, timestamp);
  if (rowEnd != DECLINED) noteRow(0, logEventStart, logEventEnd, rowEnd);
  return rowEnd;
}

/** The bytes of all values that columns read; the slot of an object is filled, too, but never has a span. */
function columnBytes(): usize {
  let bytes: usize = 0;
  for (let slot: u32 = 0; slot < <u32>MAX_SLOTS; slot++) {
    if ((filledSlots >> slot) & 1) bytes += spanEnd(slot) - spanStart(slot);
  }
  return bytes;
}
