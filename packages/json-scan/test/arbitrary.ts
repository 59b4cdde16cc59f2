import fc from 'fast-check';

const HOSTILE_KEYS = ['__proto__', 'constructor', 'toString', '', 'a', 'b', 'a.b', '\u2028', '\ud800'];
const NUMBERS = ['0', '-0', '1e400', '9007199254740993', '-1.5E-10', '18446744073709551615'];
const SOUP = Array.from('{}[],:"\\019-+.eEutfn \n\u0001');
const WHITESPACE = ['', '', '', ' ', '\n', '\r\n\t'];

const key = () => fc.oneof(fc.constantFrom(...HOSTILE_KEYS), fc.string({ unit: 'binary', maxLength: 4 }));

/** The JSON text of a string, with more escapes than it needs. */
const stringText = (of: fc.Arbitrary<string>) =>
  fc.tuple(of, fc.boolean()).map(([text, isEscaped]) => (isEscaped ? escapeAll(text) : JSON.stringify(text)));

const escapeAll = (text: string): string =>
  `"${[...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`;

/** JSON text of any value: hostile and repeated keys, odd numbers, escapes, white space between tokens. */
export function jsonText(): fc.Arbitrary<string> {
  return fc.letrec<{ value: string; object: string; array: string; gap: string }>((tie) => ({
    gap: fc.constantFrom(...WHITESPACE),
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('true', 'false', 'null', ...NUMBERS),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
      stringText(fc.string({ unit: 'binary', maxLength: 6 })),
      tie('object'),
      tie('array'),
    ),
    object: fc
      .array(fc.tuple(stringText(key()), tie('gap'), tie('value'), tie('gap')), { maxLength: 5 })
      .map(
        (members) =>
          `{${members.map(([name, gap, value, after]) => `${gap}${name}${gap}:${gap}${value}${after}`).join(',')}}`,
      ),
    array: fc
      .array(fc.tuple(tie('gap'), tie('value'), tie('gap')), { maxLength: 4 })
      .map((elements) => `[${elements.map((parts) => parts.join('')).join(',')}]`),
  })).value;
}

/** JSON text with one small damage, or a soup of JSON's own characters: sometimes still JSON, mostly not. */
export function jsonLikeText(): fc.Arbitrary<string> {
  const soup = fc.array(fc.constantFrom(...SOUP, 'true', 'null', '"a"'), {
    maxLength: 12,
  });
  const damaged = fc
    .tuple(jsonText(), fc.nat(), fc.nat(2), fc.constantFrom('', ',', '"', '}', ']', '\\', '\n', '0', 'x'))
    .map(([text, at, cut, put]) => {
      const place = text.length === 0 ? 0 : at % text.length;
      // Half a surrogate pair has no UTF-8.
      return (text.slice(0, place) + put + text.slice(place + cut)).toWellFormed();
    });
  return fc.oneof(
    soup.map((parts) => parts.join('')),
    damaged,
  );
}
