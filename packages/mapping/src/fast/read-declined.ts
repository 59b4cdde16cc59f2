import { Token, nextToken, openReader, skipContainer } from '@eks-sentinel/json-scan';

const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const COMMA = 0x2c;
const CLOSE_BRACKET = 0x5d;

/** The span of the log event, or of whatever else, that begins at `at` in an array; undefined when it is no JSON value. */
export function readDeclined(bytes: Buffer, at: number): { start: number; end: number } | undefined {
  const reader = openReader(bytes, at);
  const token = nextToken(reader);
  const start = reader.tokenStart;
  const isContainer = token === Token.OBJECT_START || token === Token.ARRAY_START;
  const last = isContainer ? skipContainer(reader) : token;
  return last === Token.INVALID ? undefined : { start, end: reader.tokenEnd };
}

/**
 * Where reading goes on behind the element of an array that ends at `end`: at the next element, or behind the array.
 * Undefined when neither a comma nor the closing bracket follows.
 */
export function nextLogEvent(bytes: Buffer, end: number): { at: number; isLast: boolean } | undefined {
  const at = skipWhitespace(bytes, end);
  if (bytes[at] === CLOSE_BRACKET) return { at: at + 1, isLast: true };
  return bytes[at] === COMMA ? { at: skipWhitespace(bytes, at + 1), isLast: false } : undefined;
}

function skipWhitespace(bytes: Buffer, start: number): number {
  let at = start;
  while (isWhitespace(bytes[at])) at += 1;
  return at;
}

function isWhitespace(byte: number | undefined): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB;
}
