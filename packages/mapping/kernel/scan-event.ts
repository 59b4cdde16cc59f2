// Reads one audit event as it stands inside the string `message`: checks every byte against the grammar of JSON, takes
// one layer of escapes off, and notes where the wanted values lie in the unescaped text.
import {
  KIND_INTEGER,
  KIND_OBJECT,
  KIND_STRING,
  KIND_STRINGS,
  MAX_EVENT_DEPTH,
  SECTION_NONE,
  SECTION_ROOT,
} from '../src/fast/memory-map';
import {
  CASE_BIT,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  COMMA_ESCAPED_QUOTE,
  COMMA_QUOTE,
  ESCAPED_QUOTE,
  ESCAPED_QUOTE_COLON,
  MINUS,
  OPEN_BRACE,
  OPEN_TO_CLOSE,
  QUOTE,
  QUOTE_COLON,
  THREE_BYTES,
  isDigit,
} from './bytes';
import { NO_ENTRY, findEntry, kindOf, sectionOf, setSpan, slotOf } from './keys';
import { copyRun, copyShort } from './runs';
import { isPlainInteger, literalLength, numberLength } from './scalars';
import { DECLINED, copyFromEscape, copyStrings, resumeAt } from './strings';

/** The slots that have a value, one bit each, and those whose value holds an escape. */
export let filledSlots: u32 = 0;
export let escapedSlots: u32 = 0;
/** The byte behind the event in the source. */
export let eventSourceEnd: usize = 0;

/** Wanted names stand at the root or in an object right below it. */
const MAX_WANTED_DEPTH: u32 = 2;

/**
 * Unescapes the event at `source` to `target` and returns where it ends there, or DECLINED: when it is no JSON object,
 * and when it is unusual (white space between tokens, a wanted name twice or escaped, a wanted value of another type,
 * too deep, longer than `limit - target` and a little).
 * Preconditions: zeros stand behind the source (MESSAGE_PADDING_BYTES); behind `limit` lie SCRATCH_SLACK_BYTES.
 */
export function scanEvent(source: usize, target: usize, limit: usize): usize {
  let s = source;
  let d = target;
  let filled: u32 = 0;
  let escaped: u32 = 0;
  // The open containers below the innermost one, the lowest bit the nearest: 1 for an object.
  let outer: u64 = 0;
  let depth: u32 = 0;
  let inObject = false;
  let expectsName = false;
  let section: u32 = SECTION_ROOT;
  // The wanted name that was read last, until its value is read.
  let entry: usize = NO_ENTRY;

  if (<u32>load<u8>(s) != OPEN_BRACE) return DECLINED;
  while (true) {
    if (d > limit) return DECLINED;

    if (expectsName) {
      // Its opening quote is consumed.
      const name = d;
      const length = copyRun(s, d, limit);
      s += length;
      d += length;
      const isWantedPlace = depth <= MAX_WANTED_DEPTH && section != SECTION_NONE;
      if (<u32>load<u16>(s) != ESCAPED_QUOTE) {
        // With its escapes resolved the name could be any wanted one.
        if (isWantedPlace) return DECLINED;
        d = copyFromEscape(s, d, limit);
        if (d == DECLINED) return DECLINED;
        s = resumeAt;
      }
      if ((load<u32>(s) & THREE_BYTES) != ESCAPED_QUOTE_COLON) return DECLINED;
      if (isWantedPlace) {
        entry = findEntry(section, name, d - name);
        if (entry != NO_ENTRY) {
          const bit = <u32>1 << slotOf(entry);
          if (filled & bit) return DECLINED;
          filled |= bit;
        }
      }
      store<u16>(d, <u16>QUOTE_COLON);
      s += 3;
      d += 2;
    }

    const first = <u32>load<u8>(s);
    if (<u32>load<u16>(s) == ESCAPED_QUOTE) {
      store<u8>(d, <u8>QUOTE);
      s += 2;
      d += 1;
      const start = d;
      const length = copyRun(s, d, limit);
      s += length;
      d += length;
      let isPlain = true;
      if (<u32>load<u16>(s) != ESCAPED_QUOTE) {
        isPlain = false;
        d = copyFromEscape(s, d, limit);
        if (d == DECLINED) return DECLINED;
        s = resumeAt;
      }
      if (entry != NO_ENTRY) {
        if (kindOf(entry) != KIND_STRING) return DECLINED;
        setSpan(slotOf(entry), start, d);
        if (!isPlain) escaped |= <u32>1 << slotOf(entry);
        entry = NO_ENTRY;
      }
      store<u8>(d, <u8>QUOTE);
      s += 2;
      d += 1;
    } else if ((first | CASE_BIT) == OPEN_BRACE) {
      const opensObject = first == OPEN_BRACE;
      let isCopiedWhole = false;
      if (entry != NO_ENTRY) {
        const kind = kindOf(entry);
        if (kind == KIND_OBJECT && opensObject) {
          section = sectionOf(entry);
        } else if (kind == KIND_STRINGS && !opensObject) {
          const start = d;
          d = copyStrings(s, d, limit);
          if (d == DECLINED) return DECLINED;
          s = resumeAt;
          setSpan(slotOf(entry), start, d);
          isCopiedWhole = true;
        } else {
          return DECLINED;
        }
        entry = NO_ENTRY;
      } else if (depth == 1) {
        section = SECTION_NONE;
      }
      if (!isCopiedWhole) {
        if (depth == MAX_EVENT_DEPTH) return DECLINED;
        outer = (outer << 1) | <u64>inObject;
        depth += 1;
        inObject = opensObject;
        store<u8>(d, <u8>first);
        s += 1;
        d += 1;
        if (<u32>load<u8>(s) != first + OPEN_TO_CLOSE) {
          expectsName = inObject;
          if (inObject) {
            if (<u32>load<u16>(s) != ESCAPED_QUOTE) return DECLINED;
            store<u8>(d, <u8>QUOTE);
            s += 2;
            d += 1;
          }
          continue;
        }
      }
    } else {
      const isNumber = first == MINUS || isDigit(first);
      const length = isNumber ? numberLength(s) : literalLength(s);
      if (length == 0 || d + length > limit) return DECLINED;
      if (entry != NO_ENTRY) {
        if (kindOf(entry) != KIND_INTEGER || !isPlainInteger(s, length)) return DECLINED;
        setSpan(slotOf(entry), d, d + length);
        entry = NO_ENTRY;
      }
      d = copyShort(d, s, length);
      s += length;
    }

    // Behind a value: a comma, or ends of containers. Every turn that does not leave closes one.
    while (true) {
      const next = load<u32>(s);
      if (inObject && (next & THREE_BYTES) == COMMA_ESCAPED_QUOTE) {
        store<u16>(d, <u16>COMMA_QUOTE);
        s += 3;
        d += 2;
        expectsName = true;
        break;
      }
      const byte = next & 0xff;
      store<u8>(d, <u8>byte);
      s += 1;
      d += 1;
      if (byte == COMMA) {
        if (inObject) return DECLINED;
        expectsName = false;
        break;
      }
      if (byte != (inObject ? CLOSE_BRACE : CLOSE_BRACKET)) return DECLINED;
      depth -= 1;
      if (depth == 0) {
        filledSlots = filled;
        escapedSlots = escaped;
        eventSourceEnd = s;
        return d;
      }
      if (depth == 1) section = SECTION_ROOT;
      inObject = <bool>(outer & 1);
      outer >>= 1;
    }
  }
}
