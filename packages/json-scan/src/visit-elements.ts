import { Token, nextToken, openReader, skipContainer } from './json-reader';

/**
 * Calls `visit` with the span of each element of the array in `bytes[start, end)`, in order, until it returns false.
 * Returns whether all elements were visited: false when it was stopped, and when the text there is no array or no JSON.
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
    if (token === Token.ARRAY_END || token === Token.INVALID) return token === Token.ARRAY_END;
    const elementStart = reader.tokenStart;
    if (token === Token.OBJECT_START || token === Token.ARRAY_START) {
      if (skipContainer(reader) === Token.INVALID) return false;
    }
    if (!visit(elementStart, reader.tokenEnd)) return false;
  }
}
