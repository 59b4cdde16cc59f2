/** Strings longer than this are cut first; what is left of one is never longer. */
export const LONG_STRING_BYTES = 1_024;

const HEAD_BYTES = 512;
const TAIL_BYTES = 448;

const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const UNICODE_ESCAPE_BYTES = 6;
const ESCAPED_PAIR = /^\\u[dD][89abAB]..\\u[dD][c-fC-F]/;

/**
 * The JSON string in `bytes[start, end)` with its middle replaced by a mark. Head and tail stay as they are written; no
 * escape sequence, code point or escaped surrogate pair is split. The string must be longer than LONG_STRING_BYTES.
 */
export function cutStringToken(bytes: Buffer, start: number, end: number): Buffer {
  const first = start + 1;
  const last = end - 1;
  let headEnd = first;
  let next = first;
  while (next - first <= HEAD_BYTES) {
    headEnd = next;
    next = skipCharacter(bytes, next);
  }
  let tailStart = next;
  while (last - tailStart > TAIL_BYTES) tailStart = skipCharacter(bytes, tailStart);

  const mark = `...[${tailStart - headEnd} bytes removed]...`;
  return Buffer.concat([bytes.subarray(start, headEnd), Buffer.from(mark), bytes.subarray(tailStart, end)]);
}

/** The offset after the character, or the escape sequence of one, at `at`. */
function skipCharacter(bytes: Buffer, at: number): number {
  const byte = bytes[at]!;
  if (byte !== BACKSLASH) return at + utf8Length(byte);
  if (bytes[at + 1] !== LOWER_U) return at + 2;
  const isPair = ESCAPED_PAIR.test(bytes.toString('latin1', at, at + 2 * UNICODE_ESCAPE_BYTES));
  return at + (isPair ? 2 : 1) * UNICODE_ESCAPE_BYTES;
}

function utf8Length(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
