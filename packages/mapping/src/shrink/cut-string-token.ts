/** A string this long, without its quotes, counts as long. */
export const LONG_STRING_BYTES = 1_024;

/** The least that a string can be cut to: its quotes, the mark, and something to recognise it by at both ends. */
export const MIN_CUT_STRING_BYTES = 192;

/** Room for the mark and both quotes. */
const MARK_BYTES = 48;

const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const LOWER_D = 0x64;
const CASE_BIT = 0x20;
const UNICODE_ESCAPE_BYTES = 6;

/**
 * The JSON string in `bytes[start, end)` with its middle replaced by a mark, so that it takes at most `maxBytes` with its
 * quotes, which must be MIN_CUT_STRING_BYTES or more and less than it takes now. Head and tail stay as they are written;
 * no escape sequence, code point or escaped surrogate pair is split.
 */
export function cutStringToken(bytes: Buffer, start: number, end: number, maxBytes: number): Buffer {
  const first = start + 1;
  const last = end - 1;
  const keptBytes = Math.floor((maxBytes - MARK_BYTES) / 2);
  let headEnd = first;
  let next = first;
  while (next - first <= keptBytes) {
    headEnd = next;
    next = skipCharacter(bytes, next);
  }
  let tailStart = next;
  while (last - tailStart > keptBytes) tailStart = skipCharacter(bytes, tailStart);

  const mark = `...[${tailStart - headEnd} bytes removed]...`;
  return Buffer.concat([bytes.subarray(start, headEnd), Buffer.from(mark), bytes.subarray(tailStart, end)]);
}

/** The offset after the character, or the escape sequence of one, at `at`. */
function skipCharacter(bytes: Buffer, at: number): number {
  const byte = bytes[at]!;
  if (byte !== BACKSLASH) return at + utf8Length(byte);
  if (bytes[at + 1] !== LOWER_U) return at + 2;
  const next = at + UNICODE_ESCAPE_BYTES;
  return isSurrogate(bytes, at, 0x38, 0x42) && isSurrogate(bytes, next, 0x43, 0x46)
    ? next + UNICODE_ESCAPE_BYTES
    : next;
}

/** Whether a surrogate's escape, `\ud800` for one, stands at `at`, its third digit in a range of upper-case digits. */
function isSurrogate(bytes: Buffer, at: number, lowestDigit: number, highestDigit: number): boolean {
  if (bytes[at] !== BACKSLASH || bytes[at + 1] !== LOWER_U || (bytes[at + 2]! | CASE_BIT) !== LOWER_D) return false;
  const digit = bytes[at + 3]!;
  const upper = digit >= 0x61 ? digit & ~CASE_BIT : digit;
  return upper >= lowestDigit && upper <= highestDigit;
}

function utf8Length(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
