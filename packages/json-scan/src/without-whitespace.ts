import { Byte, isWhitespace } from './bytes';
import { endOfString } from './value-table';

/** A copy of the JSON text in `bytes` without the white space between its tokens. The text must be whole JSON. */
export function withoutWhitespace(bytes: Uint8Array): Buffer {
  const compact = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at]!;
    const end = byte === Byte.QUOTE ? endOfString(bytes, at, bytes.length) : at + 1;
    if (!isWhitespace(byte)) while (at < end) compact[length++] = bytes[at++]!;
    at = end;
  }
  return compact.subarray(0, length);
}
