import { Token, nextToken, openReader, skipContainer } from './json-reader';

/**
 * Calls `visit` with the span of each element of the array in `bytes[start, end)`, in order, until it returns false.
 * Returns false, without a call, when the text there is no array; stops where the text stops being JSON.
 */
export function visitElements(
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (elementStart: number, elementEnd: number) => boolean,
): boolean {
  const reader = openReader(bytes, start, end);
  if (nextToken(reader) !== Token.ARRAY_START) return false;
  for (;;) {
    const token = nextToken(reader);
    if (token === Token.ARRAY_END || token === Token.INVALID) return true;
    const elementStart = reader.tokenStart;
    if (token === Token.OBJECT_START || token === Token.ARRAY_START) {
      if (skipContainer(reader) === Token.INVALID) return true;
    }
    if (!visit(elementStart, reader.tokenEnd)) return true;
  }
}
