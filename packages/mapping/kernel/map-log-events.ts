// One call walks over log events as CloudWatch Logs usually writes them,
// `{"id":"...","timestamp":...,"message":"..."[,"extractedFields":{...}]}`, and writes a row for each.
import {
  KIND_STRING,
  MAILBOX_AT,
  MAILBOX_COUNT,
  MAILBOX_ROW,
  MAILBOX_SOURCE,
  MAX_FIELD_BYTES_IN_LOG_EVENT,
  MAX_ROWS_PER_CALL,
  ROWS_TABLE_AT,
  ROW_END_AT,
  ROW_RECORD_BYTES,
  ROW_SLACK_BYTES,
  ROW_START_AT,
  ROW_TEXT_END_AT,
  ROW_TIMESTAMP_AT,
  SCRATCH_AT,
  SECTION_FIELDS,
  STATUS_DONE,
  STATUS_EVENT_DECLINED,
  STATUS_FULL,
  STATUS_MESSAGE_DECLINED,
  STATUS_PAUSED,
  TEMPLATES_AT,
  TEMPLATE_BYTES,
  TEMPLATE_FIELDS,
  TEMPLATE_ID,
  TEMPLATE_MESSAGE,
  TEMPLATE_TIMESTAMP,
} from '../src/fast/memory-map';
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, DIGIT_0, QUOTE, isDigit } from './bytes';
import { NO_ENTRY, findEntry, setSpan, slotOf } from './keys';
import { isEqual, runLength } from './runs';
import { eventSourceEnd, escapedSlots, filledSlots, scanEvent } from './scan-event';
import { DECLINED } from './strings';
import { writeRow } from './write-row';

/** Milliseconds since 1970 have 13 digits until the year 2286; any number of 15 digits is exact as a 64-bit float. */
const MAX_TIMESTAMP_DIGITS: usize = 15;

// What the parts of a log event leave for the next part.
export let timestamp: u64 = 0;
export let filledByFields: u32 = 0;
let fieldBytes: usize = 0;

/**
 * Writes the rows of the log events from `source` on to `[row, rowsEnd)`. `source` is the first byte of a log event.
 * Returns a STATUS; the mailbox says where reading and writing go on and how many rows were written.
 * `programBytes` is the sum of the constant texts and defaults of the row program, `maxEventBytes` the longest event.
 */
export function mapLogEvents(
  source: usize,
  row: usize,
  rowsEnd: usize,
  programBytes: usize,
  maxEventBytes: usize,
): i32 {
  let s = source;
  let d = row;
  let count: u32 = 0;
  let status = STATUS_PAUSED;
  while (count < <u32>MAX_ROWS_PER_CALL) {
    const message = openLogEvent(s);
    const eventEnd = message == DECLINED ? DECLINED : scanEvent(message, SCRATCH_AT, SCRATCH_AT + maxEventBytes);
    if (eventEnd == DECLINED || eventEnd - SCRATCH_AT > maxEventBytes) {
      status = STATUS_EVENT_DECLINED;
      break;
    }
    const logEventEnd = closeLogEvent(eventSourceEnd);
    if (logEventEnd == DECLINED) {
      status = STATUS_EVENT_DECLINED;
      break;
    }
    // The values of the columns lie in the event or in the system fields, and no value is written twice.
    if (d + 2 * (eventEnd - SCRATCH_AT) + fieldBytes + programBytes + ROW_SLACK_BYTES > rowsEnd) {
      status = STATUS_FULL;
      break;
    }
    const rowEnd = writeRow(d, SCRATCH_AT, eventEnd, filledSlots | filledByFields, escapedSlots, timestamp);
    if (rowEnd == DECLINED) {
      status = STATUS_EVENT_DECLINED;
      break;
    }
    noteRow(count, s, logEventEnd, rowEnd);
    count += 1;
    d = rowEnd;
    s = logEventEnd + 1;
    const next = <u32>load<u8>(logEventEnd);
    if (next == COMMA) continue;
    status = next == CLOSE_BRACKET ? STATUS_DONE : STATUS_MESSAGE_DECLINED;
    break;
  }
  store<u32>(MAILBOX_AT + 4 * MAILBOX_SOURCE, <u32>s);
  store<u32>(MAILBOX_AT + 4 * MAILBOX_ROW, <u32>d);
  store<u32>(MAILBOX_AT + 4 * MAILBOX_COUNT, count);
  return status;
}

/** From the start of a log event to the first byte of its message, inside the quotes; or DECLINED. */
export function openLogEvent(at: usize): usize {
  let s = skipTemplate(at, TEMPLATE_ID);
  if (s == DECLINED) return DECLINED;
  s = skipTemplate(s + runLength(s), TEMPLATE_TIMESTAMP);
  if (s == DECLINED) return DECLINED;

  const digits = s;
  let value: u64 = 0;
  while (isDigit(load<u8>(s)) && s - digits < MAX_TIMESTAMP_DIGITS) {
    value = value * 10 + <u64>(<u32>load<u8>(s) - DIGIT_0);
    s += 1;
  }
  if (s == digits || <u32>load<u8>(digits) == DIGIT_0) return DECLINED;
  timestamp = value;
  return skipTemplate(s, TEMPLATE_MESSAGE);
}

/** From the byte behind the event to the byte behind the log event's closing brace; or DECLINED. */
export function closeLogEvent(at: usize): usize {
  filledByFields = 0;
  fieldBytes = 0;
  if (<u32>load<u8>(at) != QUOTE) return DECLINED;
  if (<u32>load<u8>(at, 1) == CLOSE_BRACE) return at + 2;
  return readFields(skipTemplate(at + 1, TEMPLATE_FIELDS));
}

/** The system fields, from the byte behind their opening brace; all are strings, and the wanted ones fill slots. */
function readFields(at: usize): usize {
  if (at == DECLINED) return DECLINED;
  let s = at;
  while (true) {
    if (<u32>load<u8>(s) != QUOTE) return DECLINED;
    const name = s + 1;
    const nameEnd = name + runLength(name);
    if (<u32>load<u8>(nameEnd) != QUOTE || <u32>load<u8>(nameEnd, 1) != COLON) return DECLINED;
    if (<u32>load<u8>(nameEnd, 2) != QUOTE) return DECLINED;
    const value = nameEnd + 3;
    const length = runLength(value);
    if (<u32>load<u8>(value + length) != QUOTE || length > <usize>MAX_FIELD_BYTES_IN_LOG_EVENT) return DECLINED;
    const entry = findEntry(SECTION_FIELDS, name, nameEnd - name);
    if (entry != NO_ENTRY && !fillFromField(slotOf(entry), value, length)) return DECLINED;
    s = value + length + 2;
    const next = <u32>load<u8>(s - 1);
    if (next == CLOSE_BRACE) break;
    if (next != COMMA) return DECLINED;
  }
  return <u32>load<u8>(s) == CLOSE_BRACE ? s + 1 : DECLINED;
}

/** False when the field stands there twice. */
function fillFromField(slot: u32, value: usize, length: usize): bool {
  const bit = <u32>1 << slot;
  // An empty field counts as absent; with a second one behind it the last would win.
  if (filledByFields & bit || length == 0) return false;
  filledByFields |= bit;
  setSpan(slot, value, value + length);
  fieldBytes += length;
  return true;
}

/** The byte behind a constant text, or DECLINED when another text stands there. */
@inline
function skipTemplate(at: usize, template: u32): usize {
  const text: usize = TEMPLATES_AT + template * TEMPLATE_BYTES;
  const length = <usize>load<u32>(text);
  return isEqual(at, text + 4, length) ? at + length : DECLINED;
}

@inline
export function noteRow(index: u32, start: usize, end: usize, rowEnd: usize): void {
  const record: usize = ROWS_TABLE_AT + index * ROW_RECORD_BYTES;
  store<u32>(record, <u32>start, ROW_START_AT);
  store<u32>(record, <u32>end, ROW_END_AT);
  store<u32>(record, <u32>rowEnd, ROW_TEXT_END_AT);
  store<f64>(record, <f64>timestamp, ROW_TIMESTAMP_AT);
}
