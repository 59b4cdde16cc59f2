/**
 * The bytes that the grammar of JSON (RFC 8259) knows by name. Hot files take the ones they need into constants of their
 * own: an imported binding is looked up anew at each use wherever modules are not bundled.
 */
export const Byte = {
  TAB: 0x09,
  LINE_FEED: 0x0a,
  CARRIAGE_RETURN: 0x0d,
  SPACE: 0x20,
  QUOTE: 0x22,
  PLUS: 0x2b,
  COMMA: 0x2c,
  MINUS: 0x2d,
  DOT: 0x2e,
  DIGIT_0: 0x30,
  DIGIT_9: 0x39,
  COLON: 0x3a,
  OPEN_BRACKET: 0x5b,
  BACKSLASH: 0x5c,
  CLOSE_BRACKET: 0x5d,
  OPEN_BRACE: 0x7b,
  CLOSE_BRACE: 0x7d,
} as const;

export const isWhitespace = (byte: number | undefined): boolean =>
  byte === Byte.SPACE || byte === Byte.LINE_FEED || byte === Byte.CARRIAGE_RETURN || byte === Byte.TAB;
