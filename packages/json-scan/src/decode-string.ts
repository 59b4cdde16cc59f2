import { Byte } from './bytes';

const { BACKSLASH } = Byte;

/**
 * The text of the JSON string whose quotes stand at `start` and `end - 1`. The span must come from a reader, which has
 * checked its grammar. Bytes that are not UTF-8 become U+FFFD; an escaped lone surrogate stays a lone surrogate.
 */
export function decodeString(bytes: Uint8Array, start: number, end: number): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasEscape = hasBackslash(bytes, start, end);
  return hasEscape
    ? (JSON.parse(buffer.toString('utf8', start, end)) as string)
    : buffer.toString('utf8', start + 1, end - 1);
}

/** Whether a string token holds an escape; a loop, because most tokens are too short for a call into the engine. */
export function hasBackslash(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] === BACKSLASH) return true;
  return false;
}
