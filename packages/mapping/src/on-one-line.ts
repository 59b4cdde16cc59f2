const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/**
 * The JSON text in `bytes[start, end)` without line breaks. The text must be valid JSON: its line breaks then stand
 * between tokens, where a space means the same. Text without line breaks is not copied.
 */
export function onOneLine(bytes: Buffer, start: number, end: number): Buffer {
  const text = bytes.subarray(start, end);
  if (!text.includes(LINE_FEED) && !text.includes(CARRIAGE_RETURN)) return text;
  const line = Buffer.from(text);
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === LINE_FEED || line[at] === CARRIAGE_RETURN) line[at] = SPACE;
  }
  return line;
}
