/** Of a text that is too long, this share is kept from its beginning; the rest of what is kept comes from its end. */
const HEAD_SHARE = 0.75;
/** Each try that is still too long keeps this much less. */
const STEP = 0.9;

/**
 * The JSON text of `text`, at most `maxBytes` long: whole, or its head and tail with a mark between them that says how
 * much is missing. Gives `""` when not even the mark fits.
 */
export function fitJsonString(text: string, maxBytes: number): string {
  // Every character takes at least one byte: a text with more of them than bytes is never written out whole.
  if (text.length <= maxBytes) {
    const whole = JSON.stringify(text);
    if (Buffer.byteLength(whole) <= maxBytes) return whole;
  }
  let kept = Math.min(text.length, maxBytes);
  while (kept > 0) {
    const json = JSON.stringify(cutMiddle(text, kept));
    if (Buffer.byteLength(json) <= maxBytes) return json;
    kept = Math.floor(kept * STEP);
  }
  return '""';
}

function cutMiddle(text: string, kept: number): string {
  const head = withoutHalfPair(text.slice(0, Math.floor(kept * HEAD_SHARE)));
  const tail = text.slice(text.length - Math.floor(kept * (1 - HEAD_SHARE))).replace(/^[\udc00-\udfff]/, '');
  const removed = text.length - head.length - tail.length;
  return `${head}...[${removed} characters removed]...${tail}`;
}

function withoutHalfPair(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
