import { Byte } from './bytes';
import { failAt, scanLiteral, scanNumber, scanString } from './scan-scalar';

const { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, MINUS, OPEN_BRACE, OPEN_BRACKET, QUOTE } = Byte;
const { CARRIAGE_RETURN, DIGIT_0, DIGIT_9, LINE_FEED, SPACE, TAB } = Byte;

/** The kinds of token. Commas and colons are checked but not reported. */
export const Token = {
  /** The text is one whole JSON value, and it is over. */
  END: 0,
  /** The text is no JSON from `tokenStart` on. Every further call gives the same. */
  INVALID: 1,
  OBJECT_START: 2,
  OBJECT_END: 3,
  ARRAY_START: 4,
  ARRAY_END: 5,
  /** The name of a member; the token reaches over its colon, the name itself is `[keyStart, keyEnd)`. */
  KEY: 6,
  STRING: 7,
  NUMBER: 8,
  LITERAL: 9,
} as const;

export type TokenKind = (typeof Token)[keyof typeof Token];

/** Where a reader stands in `bytes`; `nextToken` moves it. Only `nextToken` writes to it. */
export interface JsonReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  /** The first byte of the last token; for INVALID the first byte that cannot continue a JSON text. */
  tokenStart: number;
  /** The byte after the last token. */
  tokenEnd: number;
  /** The name of the last KEY, quotes included. */
  keyStart: number;
  keyEnd: number;
  /** How many containers are open after the last token. */
  depth: number;
  /** The most containers that were open at once. */
  maxDepth: number;
  expects: number;
  /** One byte an open container: 1 for an object. Grows with the depth of the text, so that nothing recurses. */
  containers: Uint8Array;
}

const EXPECTS_VALUE = 0;
const EXPECTS_ELEMENT_OR_CLOSE = 1;
const EXPECTS_KEY = 2;
const EXPECTS_KEY_OR_CLOSE = 3;
const EXPECTS_COMMA_OR_CLOSE = 4;
const EXPECTS_NOTHING = 5;

const INITIAL_DEPTH = 64;
const ARRAY = 0;
const OBJECT = 1;

/** A reader before the first token of the JSON text in `bytes[start, end)`. */
export function openReader(bytes: Uint8Array, start = 0, end: number = bytes.length): JsonReader {
  return {
    bytes,
    end,
    tokenStart: start,
    tokenEnd: start,
    keyStart: start,
    keyEnd: start,
    depth: 0,
    maxDepth: 0,
    expects: EXPECTS_VALUE,
    containers: new Uint8Array(INITIAL_DEPTH),
  };
}

/**
 * Reads one token by the grammar of RFC 8259; no input makes it throw, and its memory grows by one byte a level of
 * nesting. Bytes above 0x7f are taken as they are: whether a text is UTF-8 is the caller's question.
 */
export function nextToken(reader: JsonReader): TokenKind {
  const { bytes, end } = reader;
  if (reader.expects === EXPECTS_NOTHING) return Token.INVALID;
  let at = skipWhitespace(bytes, reader.tokenEnd, end);

  if (reader.expects === EXPECTS_COMMA_OR_CLOSE) {
    if (reader.depth === 0) return at === end ? Token.END : invalid(reader, at);
    const isObject = reader.containers[reader.depth - 1] === OBJECT;
    if (at < end && bytes[at] === (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) return close(reader, at);
    if (at >= end || bytes[at] !== COMMA) return invalid(reader, at);
    at = skipWhitespace(bytes, at + 1, end);
    reader.expects = isObject ? EXPECTS_KEY : EXPECTS_VALUE;
  }
  if (at >= end) return invalid(reader, at);

  const byte = bytes[at]!;
  switch (reader.expects) {
    case EXPECTS_KEY_OR_CLOSE:
      return byte === CLOSE_BRACE ? close(reader, at) : readKey(reader, at);
    case EXPECTS_KEY:
      return readKey(reader, at);
    case EXPECTS_ELEMENT_OR_CLOSE:
      return byte === CLOSE_BRACKET ? close(reader, at) : readValue(reader, at);
    default:
      return readValue(reader, at);
  }
}

/** After an OBJECT_START or ARRAY_START: moves to its end. Returns OBJECT_END, ARRAY_END or INVALID. */
export function skipContainer(reader: JsonReader): TokenKind {
  const outside = reader.depth - 1;
  let token: TokenKind = nextToken(reader);
  while (token !== Token.INVALID && reader.depth > outside) token = nextToken(reader);
  return token;
}

function readKey(reader: JsonReader, at: number): TokenKind {
  const { bytes, end } = reader;
  if (bytes[at] !== QUOTE) return invalid(reader, at);
  const keyEnd = scanString(bytes, at, end);
  if (keyEnd < 0) return invalid(reader, failAt(keyEnd));
  const colon = skipWhitespace(bytes, keyEnd, end);
  if (colon >= end || bytes[colon] !== COLON) return invalid(reader, colon);
  reader.keyStart = at;
  reader.keyEnd = keyEnd;
  reader.tokenStart = at;
  reader.tokenEnd = colon + 1;
  reader.expects = EXPECTS_VALUE;
  return Token.KEY;
}

function readValue(reader: JsonReader, at: number): TokenKind {
  const byte = reader.bytes[at]!;
  if (byte === OPEN_BRACE) return open(reader, at, OBJECT);
  if (byte === OPEN_BRACKET) return open(reader, at, ARRAY);
  if (byte === QUOTE) return readScalar(reader, at, scanString(reader.bytes, at, reader.end), Token.STRING);
  if (byte === MINUS || (byte >= DIGIT_0 && byte <= DIGIT_9)) {
    return readScalar(reader, at, scanNumber(reader.bytes, at, reader.end), Token.NUMBER);
  }
  return readScalar(reader, at, scanLiteral(reader.bytes, at, reader.end), Token.LITERAL);
}

function readScalar(reader: JsonReader, at: number, end: number, token: TokenKind): TokenKind {
  if (end < 0) return invalid(reader, failAt(end));
  reader.tokenStart = at;
  reader.tokenEnd = end;
  reader.expects = EXPECTS_COMMA_OR_CLOSE;
  return token;
}

function open(reader: JsonReader, at: number, container: typeof OBJECT | typeof ARRAY): TokenKind {
  if (reader.depth === reader.containers.length) {
    const grown = new Uint8Array(reader.containers.length * 2);
    grown.set(reader.containers);
    reader.containers = grown;
  }
  reader.containers[reader.depth] = container;
  reader.depth += 1;
  if (reader.depth > reader.maxDepth) reader.maxDepth = reader.depth;
  reader.tokenStart = at;
  reader.tokenEnd = at + 1;
  reader.expects = container === OBJECT ? EXPECTS_KEY_OR_CLOSE : EXPECTS_ELEMENT_OR_CLOSE;
  return container === OBJECT ? Token.OBJECT_START : Token.ARRAY_START;
}

function close(reader: JsonReader, at: number): TokenKind {
  reader.depth -= 1;
  reader.tokenStart = at;
  reader.tokenEnd = at + 1;
  reader.expects = EXPECTS_COMMA_OR_CLOSE;
  return reader.containers[reader.depth] === OBJECT ? Token.OBJECT_END : Token.ARRAY_END;
}

function invalid(reader: JsonReader, at: number): TokenKind {
  reader.tokenStart = at;
  reader.tokenEnd = at;
  reader.expects = EXPECTS_NOTHING;
  return Token.INVALID;
}

function skipWhitespace(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end) {
    const byte = bytes[next]!;
    if (byte !== SPACE && byte !== LINE_FEED && byte !== CARRIAGE_RETURN && byte !== TAB) break;
    next += 1;
  }
  return next;
}
