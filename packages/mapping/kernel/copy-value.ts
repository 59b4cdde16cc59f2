// Copies a value from the event into a column: the text that the reference gives, which resolves a string's escapes and
// writes the string anew.
import { BACKSLASH, CASE_BIT, DIGIT_0, LOWER_U, QUESTION_MARK, QUOTE, SLASH, isDigit } from './bytes';
import { copyShort } from './runs';
import { DECLINED } from './strings';

const FIRST_PRINTABLE: u32 = 0x20;
const LAST_PRINTABLE: u32 = 0x7e;
const UNICODE_ESCAPE_BYTES: usize = 6;
const SHORT_ESCAPE_BYTES: usize = 2;
/** The letter A, in lower case, is the hexadecimal digit 10. */
const LOWER_A: u32 = 0x61;

/** `\u00`, the beginning of an escape of one byte: Go writes `<`, `>` and `&` so. */
const UNICODE_ESCAPE_OF_BYTE: u32 = 0x3030_755c;

/** Stops `copyEscaped` nowhere: no byte of a text is this. */
export const NO_STOP: u32 = 0x100;

/** Copies a value that holds no escapes. */
@inline
export function copyPlain(target: usize, start: usize, end: usize): usize {
  return copyShort(target, start, end - start);
}

/**
 * Copies the inside of a string up to its end or up to the character `stop`. An escape is written as JSON.stringify
 * writes the character that it means; of `\u....` only printable ASCII is known here, all others give DECLINED.
 * Precondition: the string is checked. The copy is never longer than the string.
 */
export function copyEscaped(target: usize, start: usize, end: usize, stop: u32): usize {
  let s = start;
  let d = target;
  while (s < end) {
    let byte = <u32>load<u8>(s);
    let length: usize = 1;
    if (byte == BACKSLASH) {
      byte = <u32>load<u8>(s, 1);
      length = SHORT_ESCAPE_BYTES;
      if (byte == LOWER_U) {
        if (load<u32>(s) != UNICODE_ESCAPE_OF_BYTE) return DECLINED;
        byte = (hexValue(load<u8>(s, 4)) << 4) | hexValue(load<u8>(s, 5));
        if (byte < FIRST_PRINTABLE || byte > LAST_PRINTABLE) return DECLINED;
        length = UNICODE_ESCAPE_BYTES;
      } else if (byte != QUOTE && byte != BACKSLASH && byte != SLASH) {
        // A control character: JSON.stringify has the same short escapes.
        store<u16>(d, <u16>(BACKSLASH | (byte << 8)));
        s += SHORT_ESCAPE_BYTES;
        d += 2;
        continue;
      }
    }
    if (byte == stop) break;
    if (byte == QUOTE || byte == BACKSLASH) {
      store<u8>(d, <u8>BACKSLASH);
      d += 1;
    }
    store<u8>(d, <u8>byte);
    s += length;
    d += 1;
  }
  return d;
}

/** Copies the path of a request URI: all before its query. */
export function copyPath(target: usize, start: usize, end: usize): usize {
  return copyEscaped(target, start, end, QUESTION_MARK);
}

function hexValue(digit: u32): u32 {
  return isDigit(digit) ? digit - DIGIT_0 : (digit | CASE_BIT) - LOWER_A + 10;
}
