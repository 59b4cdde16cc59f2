// What a string of the audit event holds besides plain runs: escape sequences; and an array of nothing but strings.
import {
  BACKSLASH,
  CLOSE_BRACKET,
  COMMA,
  ESCAPED_BACKSLASH,
  ESCAPED_QUOTE,
  LOWER_U,
  OPEN_BRACKET,
  QUOTE,
  isHexDigit,
} from './bytes';
import { copyRun } from './runs';

/** Where reading goes on after a function of this file that returned where writing goes on. */
export let resumeAt: usize = 0;

/** A function that returns this found something that the reference must judge. */
export const DECLINED: usize = 0;

/**
 * Goes on copying a string at a byte that ended a run, up to the event's closing quote, which is not consumed. Returns
 * where writing goes on, or DECLINED.
 */
export function copyFromEscape(source: usize, target: usize, limit: usize): usize {
  let s = source;
  let d = target;
  while (true) {
    const pair = <u32>load<u16>(s);
    if (pair == ESCAPED_QUOTE) {
      resumeAt = s;
      return d;
    }
    if (pair != ESCAPED_BACKSLASH || d > limit) return DECLINED;
    const kind = <u32>load<u8>(s, 2);
    if (kind == BACKSLASH) {
      // The event escapes a quote or a backslash: `\\\"` or `\\\\`.
      const escaped = <u32>load<u8>(s, 3);
      if (escaped != QUOTE && escaped != BACKSLASH) return DECLINED;
      store<u16>(d, <u16>(BACKSLASH | (escaped << 8)));
      s += 4;
      d += 2;
    } else if (kind == LOWER_U) {
      if (!isHexDigit(load<u8>(s, 3)) || !isHexDigit(load<u8>(s, 4))) return DECLINED;
      if (!isHexDigit(load<u8>(s, 5)) || !isHexDigit(load<u8>(s, 6))) return DECLINED;
      store<u16>(d, <u16>(BACKSLASH | (LOWER_U << 8)));
      store<u32>(d, load<u32>(s, 3), 2);
      s += 7;
      d += 6;
    } else {
      if (!isSimpleEscape(kind)) return DECLINED;
      store<u16>(d, <u16>(BACKSLASH | (kind << 8)));
      s += 3;
      d += 2;
    }
    const length = copyRun(s, d, limit);
    s += length;
    d += length;
  }
}

/** `/ b f n r t`; quote and backslash are escaped once more. */
function isSimpleEscape(kind: u32): bool {
  switch (kind) {
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return true;
    default:
      return false;
  }
}

/**
 * Copies an array from its opening bracket to its closing one when it holds nothing but strings without escapes. Returns
 * where writing goes on, or DECLINED.
 */
export function copyStrings(source: usize, target: usize, limit: usize): usize {
  let s = source + 1;
  let d = target + 1;
  store<u8>(target, <u8>OPEN_BRACKET);
  if (<u32>load<u8>(s) == CLOSE_BRACKET) {
    store<u8>(d, <u8>CLOSE_BRACKET);
    resumeAt = s + 1;
    return d + 1;
  }
  while (true) {
    if (d > limit || <u32>load<u16>(s) != ESCAPED_QUOTE) return DECLINED;
    store<u8>(d, <u8>QUOTE);
    const length = copyRun(s + 2, d + 1, limit);
    s += 2 + length;
    d += 1 + length;
    if (<u32>load<u16>(s) != ESCAPED_QUOTE) return DECLINED;
    const next = <u32>load<u8>(s, 2);
    store<u16>(d, <u16>(QUOTE | (next << 8)));
    s += 3;
    d += 2;
    if (next == CLOSE_BRACKET) break;
    if (next != COMMA) return DECLINED;
  }
  resumeAt = s;
  return d;
}
