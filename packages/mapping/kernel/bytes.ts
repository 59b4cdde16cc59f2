// The bytes that the kernel knows by name. Two bytes that are read at once have the first one in the low half.
export const QUOTE: u32 = 0x22;
export const PLUS: u32 = 0x2b;
export const COMMA: u32 = 0x2c;
export const MINUS: u32 = 0x2d;
export const DOT: u32 = 0x2e;
export const SLASH: u32 = 0x2f;
export const DIGIT_0: u32 = 0x30;
export const DIGIT_1: u32 = 0x31;
export const COLON: u32 = 0x3a;
export const QUESTION_MARK: u32 = 0x3f;
export const OPEN_BRACKET: u32 = 0x5b;
export const BACKSLASH: u32 = 0x5c;
export const CLOSE_BRACKET: u32 = 0x5d;
export const LOWER_E: u32 = 0x65;
export const LOWER_U: u32 = 0x75;
export const OPEN_BRACE: u32 = 0x7b;
export const CLOSE_BRACE: u32 = 0x7d;

/** This bit parts `{` from `[`, `}` from `]` and lower case from upper case. */
export const CASE_BIT: u32 = 0x20;
/** A closing bracket or brace is this much greater than its opening one. */
export const OPEN_TO_CLOSE: u32 = 2;

// As the audit event stands inside a JSON string, its quotes are written `\"` and its backslashes `\\`.
export const ESCAPED_QUOTE: u32 = 0x225c;
export const ESCAPED_BACKSLASH: u32 = 0x5c5c;
/** `\":`, the end of a name. */
export const ESCAPED_QUOTE_COLON: u32 = 0x3a225c;
/** `,\"`, the start of a name after a value. */
export const COMMA_ESCAPED_QUOTE: u32 = 0x225c2c;
export const THREE_BYTES: u32 = 0xffffff;

// The same, unescaped.
export const QUOTE_COLON: u32 = 0x3a22;
export const COMMA_QUOTE: u32 = 0x222c;
export const EMPTY_ARRAY: u32 = 0x5d5b;

// Four bytes at once: the literals.
export const TRUE: u32 = 0x65757274;
export const FALS: u32 = 0x736c6166;
export const NULL: u32 = 0x6c6c756e;

@inline
export function isDigit(byte: u32): bool {
  return byte - DIGIT_0 < 10;
}

export function isHexDigit(byte: u32): bool {
  return byte - DIGIT_0 < 10 || (byte | CASE_BIT) - 0x61 < 6;
}
