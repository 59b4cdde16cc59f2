import { Byte } from './bytes';

const { BACKSLASH, DIGIT_0, DIGIT_9, DOT, MINUS, PLUS, QUOTE, SPACE } = Byte;

/** What a scan returns for an offset at which the text stops being JSON: negative, so that no offset can be mistaken. */
export const failAt = (offset: number): number => -1 - offset;

const LITERALS = ['true', 'false', 'null'].map((word) => Buffer.from(word));
const LOWER_E = 0x65;
const UPPER_E = 0x45;
const LOWER_U = 0x75;
const HEX_DIGITS_OF_AN_ESCAPE = 4;
const IS_SIMPLE_ESCAPE = byteSet('"\\/bfnrt');
const IS_HEX_DIGIT = byteSet('0123456789abcdefABCDEF');

/** `at` is the opening quote. Returns the offset after the closing quote, or `failAt` the offending byte. */
export function scanString(bytes: Uint8Array, at: number, end: number): number {
  let next = at + 1;
  while (next < end) {
    const byte = bytes[next]!;
    if (byte === QUOTE) return next + 1;
    if (byte < SPACE) return failAt(next);
    if (byte !== BACKSLASH) {
      next += 1;
      continue;
    }
    const afterEscape = scanEscape(bytes, next, end);
    if (afterEscape < 0) return afterEscape;
    next = afterEscape;
  }
  return failAt(end);
}

function scanEscape(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return failAt(end);
  const kind = bytes[at + 1]!;
  if (kind !== LOWER_U) return IS_SIMPLE_ESCAPE[kind] === 1 ? at + 2 : failAt(at + 1);
  const digits = at + 2;
  for (let next = digits; next < digits + HEX_DIGITS_OF_AN_ESCAPE; next += 1) {
    if (next >= end || IS_HEX_DIGIT[bytes[next]!] !== 1) return failAt(Math.min(next, end));
  }
  return digits + HEX_DIGITS_OF_AN_ESCAPE;
}

/** `at` is the first byte. Returns the offset after the number, or `failAt` the offending byte. */
export function scanNumber(bytes: Uint8Array, at: number, end: number): number {
  let next = bytes[at] === MINUS ? at + 1 : at;
  if (next < end && bytes[next] === DIGIT_0) next += 1;
  else {
    next = skipDigits(bytes, next, end);
    if (next < 0) return next;
  }
  if (next < end && bytes[next] === DOT) {
    next = skipDigits(bytes, next + 1, end);
    if (next < 0) return next;
  }
  if (next < end && (bytes[next] === LOWER_E || bytes[next] === UPPER_E)) {
    const sign = next + 1;
    const hasSign = sign < end && (bytes[sign] === PLUS || bytes[sign] === MINUS);
    next = skipDigits(bytes, hasSign ? sign + 1 : sign, end);
  }
  return next;
}

/** `at` is the first byte of `true`, `false` or `null`. Returns the offset after it, or `failAt` the offending byte. */
export function scanLiteral(bytes: Uint8Array, at: number, end: number): number {
  for (const literal of LITERALS) {
    if (literal[0] !== bytes[at]) continue;
    for (let index = 1; index < literal.length; index += 1) {
      if (at + index >= end || bytes[at + index] !== literal[index]) return failAt(Math.min(at + index, end));
    }
    return at + literal.length;
  }
  return failAt(at);
}

/** At least one digit. */
function skipDigits(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && bytes[next]! >= DIGIT_0 && bytes[next]! <= DIGIT_9) next += 1;
  return next === at ? failAt(Math.min(at, end)) : next;
}

function byteSet(members: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const byte of Buffer.from(members)) set[byte] = 1;
  return set;
}
