/** The most bytes that one UTF-16 code unit takes in UTF-8. */
const MAX_BYTES_PER_CODE_UNIT = 3;

/**
 * The JSON text of a string column: at most `maxBytes` of UTF-8 in the value, cut at a code point. A lone surrogate, which
 * some readers refuse, becomes U+FFFD.
 */
export function stringColumn(text: string, maxBytes: number): string {
  return JSON.stringify(cutText(text.toWellFormed(), maxBytes));
}

/** The longest beginning of `text` that takes at most `maxBytes` of UTF-8 and splits no code point. */
export function cutText(text: string, maxBytes: number): string {
  if (text.length * MAX_BYTES_PER_CODE_UNIT <= maxBytes || Buffer.byteLength(text) <= maxBytes) return text;
  let bytes = 0;
  let length = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    length += character.length;
  }
  return text.slice(0, length);
}
