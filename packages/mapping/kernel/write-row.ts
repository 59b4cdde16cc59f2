import {
  OPERATION_BYTES,
  OPERATION_DEFAULT_AT,
  OPERATION_DEFAULT_LENGTH_AT,
  OPERATION_KIND_AT,
  OPERATION_SLOTS_AT,
  OPERATION_SLOT_AT,
  OPERATION_TEXT_AT,
  OPERATION_TEXT_LENGTH_AT,
  PROGRAM_AT,
  WRITE_EVENT,
  WRITE_INTEGER,
  WRITE_OBJECT_REF,
  WRITE_OR_DEFAULT,
  WRITE_STRING,
  WRITE_STRINGS,
  WRITE_TIME,
} from '../src/fast/memory-map';
import { EMPTY_ARRAY, NULL, SLASH } from './bytes';
import { NO_STOP, copyEscaped, copyPath, copyPlain } from './copy-value';
import { spanEnd, spanStart } from './keys';
import { copyShort } from './runs';
import { DECLINED } from './strings';
import { LAST_MILLISECOND, isUtcTime, writeMoment } from './utc-time';

let operations: u32 = 0;

/** How many operations the row program has; the host calls it after it has written the program. */
export function setProgram(count: u32): void {
  operations = count;
}

/**
 * Writes the row of the event in `[eventStart, eventEnd)`, whose values lie where the spans of the filled slots say, to
 * `row`; `timestamp` is that of the log event. Returns the end of the row, or DECLINED when a value is not written as the reference would write it. The caller
 * has made sure of the room: texts, values and event, and ROW_SLACK_BYTES.
 */
export function writeRow(
  row: usize,
  eventStart: usize,
  eventEnd: usize,
  filled: u32,
  escaped: u32,
  timestamp: u64,
): usize {
  let d = row;
  for (let index: u32 = 0; index < operations; index++) {
    const operation: usize = PROGRAM_AT + index * OPERATION_BYTES;
    d = copyShort(d, load<u32>(operation, OPERATION_TEXT_AT), load<u32>(operation, OPERATION_TEXT_LENGTH_AT));
    const slot = load<u32>(operation, OPERATION_SLOT_AT);
    const bit = <u32>1 << slot;
    const isFilled = (filled & bit) != 0;
    switch (load<u32>(operation, OPERATION_KIND_AT)) {
      case WRITE_TIME: {
        d = writeTime(d, slot, load<u32>(operation, OPERATION_SLOTS_AT), filled, timestamp);
        if (d == DECLINED) return DECLINED;
        break;
      }
      case WRITE_STRING: {
        if (!isFilled) break;
        d = copyText(d, slot, escaped);
        if (d == DECLINED) return DECLINED;
        break;
      }
      case WRITE_STRINGS: {
        if (isFilled) {
          d = copyValue(d, slot);
        } else {
          store<u16>(d, <u16>EMPTY_ARRAY);
          d += 2;
        }
        break;
      }
      case WRITE_INTEGER: {
        if (isFilled) {
          d = copyValue(d, slot);
        } else {
          store<u32>(d, NULL);
          d += 4;
        }
        break;
      }
      case WRITE_OR_DEFAULT: {
        d = isFilled
          ? copyValue(d, slot)
          : copyShort(d, load<u32>(operation, OPERATION_DEFAULT_AT), load<u32>(operation, OPERATION_DEFAULT_LENGTH_AT));
        break;
      }
      case WRITE_OBJECT_REF: {
        d = writeObjectRef(d, slot, filled, escaped);
        if (d == DECLINED) return DECLINED;
        break;
      }
      case WRITE_EVENT: {
        memory.copy(d, eventStart, eventEnd - eventStart);
        d += eventEnd - eventStart;
        break;
      }
    }
  }
  return d;
}

/** The first time that the event has; one that does not count is for the reference, which then takes the next. */
function writeTime(row: usize, first: u32, slots: u32, filled: u32, timestamp: u64): usize {
  for (let slot = first; slot < first + slots; slot++) {
    if (((filled >> slot) & 1) == 0) continue;
    // No time has a backslash in it, so that one with an escape does not count here.
    return isUtcTime(spanStart(slot), spanEnd(slot)) ? copyValue(row, slot) : DECLINED;
  }
  return timestamp > LAST_MILLISECOND ? DECLINED : writeMoment(row, timestamp);
}

@inline
function copyValue(d: usize, slot: u32): usize {
  return copyPlain(d, spanStart(slot), spanEnd(slot));
}

@inline
function copyText(d: usize, slot: u32, escaped: u32): usize {
  if (((escaped >> slot) & 1) == 0) return copyValue(d, slot);
  return copyEscaped(d, spanStart(slot), spanEnd(slot), NO_STOP);
}

/**
 * `[namespace/]resource/name[/subresource]`, or the path of the request URI: the five slots from `first` on, in this
 * order. A slot that is not filled, or with an empty value, counts as absent.
 */
function writeObjectRef(row: usize, first: u32, filled: u32, escaped: u32): usize {
  const namespace = first;
  const resource = first + 1;
  const name = first + 2;
  const subresource = first + 3;
  const uri = first + 4;
  let d = row;
  if (hasText(resource, filled)) {
    if (hasText(namespace, filled)) d = copyPart(d, namespace, escaped);
    if (d != DECLINED) d = copyPart(d, resource, escaped);
    if (d != DECLINED && hasText(name, filled)) d = copyText(d, name, escaped);
    if (d == DECLINED || !hasText(subresource, filled)) return d;
    return copyText(withSlash(d), subresource, escaped);
  }
  if (hasText(name, filled)) return copyText(d, name, escaped);
  if (hasText(namespace, filled) || hasText(subresource, filled)) return d;
  return hasText(uri, filled) ? copyPath(d, spanStart(uri), spanEnd(uri)) : d;
}

@inline
function hasText(slot: u32, filled: u32): bool {
  return ((filled >> slot) & 1) != 0 && spanStart(slot) != spanEnd(slot);
}

/** Copies a part that a slash follows. */
function copyPart(row: usize, slot: u32, escaped: u32): usize {
  const d = copyText(row, slot, escaped);
  return d == DECLINED ? DECLINED : withSlash(d);
}

@inline
function withSlash(d: usize): usize {
  store<u8>(d, <u8>SLASH);
  return d + 1;
}
