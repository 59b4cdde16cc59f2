import fc from 'fast-check';

/** JSON text, and the same tokens without the whitespace between them: what `compactJson` makes of it. */
export interface JsonText {
  readonly text: string;
  readonly compact: string;
}

/** Names that break careless code: members of prototypes, names that an audit event has, and nothing. */
export const HOSTILE_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  'verb',
  'user',
  'annotations',
  'audit.k8s.io/truncated',
  'eksSentinel',
] as const;

const NUMBERS = [
  '0',
  '-0',
  '-0.0',
  '1',
  '-1',
  '200',
  '1.0',
  '1e2',
  '1E+2',
  '0.1',
  '1e400',
  '-1e400',
  '1e-400',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  '18446744073709551616',
  '0.30000000000000004441',
  '123456789012345678901234567890',
] as const;

// What stands between quotes: text as it is, and every escape there is, lone surrogates among them.
const STRING_PIECES = [
  '\\"',
  '\\\\',
  '\\/',
  '\\b',
  '\\f',
  '\\n',
  '\\r',
  '\\t',
  '\\u0000',
  '\\u001F',
  '\\u0041',
  '\\u003c',
  '\\u2028',
  '\\u2029',
  '\\ud83d\\ude00',
  '\\uD83D',
  '\\udc00',
  '\\ud800\\ud800',
  '\u2028',
  '\u2029',
  '\u007f',
  '\ufeff',
  'é',
  '😀',
  '},{',
  '[Truncated...]',
  ' ',
  'a',
] as const;

/** The text of a string, quotes included: plain characters and escapes in any mix. */
export function stringToken(maxPieces = 8): fc.Arbitrary<string> {
  const plain = fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => JSON.stringify(text).slice(1, -1));
  return fc
    .array(fc.oneof(plain, fc.constantFrom(...STRING_PIECES)), { maxLength: maxPieces })
    .map((pieces) => `"${pieces.join('')}"`);
}

/** The text of a number, those that no double holds among them. */
export function numberToken(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...NUMBERS),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  );
}

/** A member's name, quotes included: an ordinary one, a hostile one, or either with escaped letters. */
export function nameToken(): fc.Arbitrary<string> {
  const hostile = fc
    .tuple(fc.constantFrom(...HOSTILE_NAMES), fc.nat())
    .map(([name, which]) => escapedName(name, which));
  return fc.oneof(stringToken(3), hostile);
}

/** The same name with some of its letters written as `\uXXXX`; none when `which` is 0. */
export function escapedName(name: string, which: number): string {
  const letters = Array.from({ length: name.length }, (_, index) =>
    ((which >> (index % 16)) & 1) === 1
      ? `\\u${name.charCodeAt(index).toString(16).padStart(4, '0')}`
      : JSON.stringify(name[index]).slice(1, -1),
  );
  return `"${letters.join('')}"`;
}

/** What may stand between two tokens, literal newlines included; mostly nothing. */
export function whitespace(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc.array(fc.constantFrom(' ', '\t', '\n', '\r'), { maxLength: 3 }).map((all) => all.join('')),
    },
  );
}
