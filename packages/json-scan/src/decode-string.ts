import { BACKSLASH } from './bytes';

/**
 * The text of the JSON string whose quotes stand at `start` and `end - 1`. The span must come from a reader, which has
 * checked its grammar. Bytes that are not UTF-8 become U+FFFD; an escaped lone surrogate stays a lone surrogate.
 */
export function decodeString(bytes: Uint8Array, start: number, end: number): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasEscape = bytes.subarray(start, end).includes(BACKSLASH);
  return hasEscape
    ? (JSON.parse(buffer.toString('utf8', start, end)) as string)
    : buffer.toString('utf8', start + 1, end - 1);
}
