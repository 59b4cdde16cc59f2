import fc from 'fast-check';

import type { JsonText } from './tokens';
import { nameToken, numberToken, stringToken, whitespace } from './tokens';

/**
 * Any JSON text, and what it must be on one line: the same tokens, in the same order, with no whitespace between them.
 * Names repeat, are hostile (`__proto__`) and escaped; numbers exceed doubles; strings hold every escape there is.
 */
export function jsonText(): fc.Arbitrary<JsonText> {
  return fc
    .tuple(whitespace(), fc.oneof(jsonValue(), jsonObjectText()), whitespace())
    .map(([before, value, after]) => ({
      text: before + value.text + after,
      compact: value.compact,
    }));
}

/** A JSON text whose value is an object, in every third of which a name stands twice. */
export function jsonObjectText(): fc.Arbitrary<JsonText> {
  const members = fc.array(fc.tuple(nameToken(), jsonValue()), { maxLength: 6 });
  return fc.tuple(members, fc.option(fc.tuple(fc.nat(), jsonValue()), { freq: 2 })).chain(([all, again]) => {
    const named = all.map(([name, value]) => ({ name, value }));
    const repeated = again === null ? undefined : named[again[0] % Math.max(named.length, 1)];
    return spaced(repeated === undefined ? named : [...named, { name: repeated.name, value: again![1] }]);
  });
}

/** JSON text of a known nesting depth (10 to `maxDepth`), arrays and objects in turn, a value at the bottom. */
export function deepJsonText(maxDepth = 200_000): fc.Arbitrary<JsonText & { readonly depth: number }> {
  const depths = fc.oneof(
    fc.integer({ min: 10, max: 200 }),
    fc.integer({ min: 200, max: maxDepth }),
    fc.constant(maxDepth),
  );
  return fc.tuple(depths, fc.boolean(), jsonScalar()).map(([depth, isMixed, bottom]) => {
    const pairs = isMixed ? Math.floor(depth / 2) : 0;
    const arrays = depth - 2 * pairs;
    const text = `${'{"a":['.repeat(pairs)}${'['.repeat(arrays)}${bottom}${']'.repeat(arrays)}${']}'.repeat(pairs)}`;
    return { text, compact: text, depth };
  });
}

/** A member of an object that is still to be written. */
export interface MemberText {
  /** Quotes included. */
  readonly name: string;
  readonly value: JsonText;
}

/** An object of these members, in this order, with whitespace anywhere between its tokens. */
export function spaced(members: readonly MemberText[]): fc.Arbitrary<JsonText> {
  const gaps = fc.array(whitespace(), { minLength: members.length * 4 + 1, maxLength: members.length * 4 + 1 });
  return gaps.map((gap) => {
    const texts = members.map(({ name, value }, index) => {
      const at = index * 4;
      return gap[at]! + name + gap[at + 1]! + ':' + gap[at + 2]! + value.text + gap[at + 3]!;
    });
    const compacts = members.map(({ name, value }) => `${name}:${value.compact}`);
    return {
      text: `{${texts.length === 0 ? gap[0]! : texts.join(',')}}`,
      compact: `{${compacts.join(',')}}`,
    };
  });
}

/** A token as JSON text: it has no whitespace in it. */
export function tokenText(token: string): JsonText {
  return { text: token, compact: token };
}

/** A value of any kind, of moderate depth and size. */
export function jsonValue(): fc.Arbitrary<JsonText> {
  const { value } = fc.letrec<{ value: JsonText; array: JsonText; object: JsonText }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, depthSize: 'small', withCrossShrink: true },
      jsonScalar().map(tokenText),
      tie('array'),
      tie('object'),
    ),
    array: fc.array(fc.tuple(whitespace(), tie('value'), whitespace()), { maxLength: 4 }).map((elements) => ({
      text: `[${elements.map(([before, { text }, after]) => before + text + after).join(',')}]`,
      compact: `[${elements.map(([, { compact }]) => compact).join(',')}]`,
    })),
    object: fc
      .array(fc.tuple(whitespace(), nameToken(), whitespace(), tie('value')), { maxLength: 4 })
      .map((members) => ({
        text: `{${members.map(([before, name, after, { text }]) => `${before}${name}${after}:${before}${text}${after}`).join(',')}}`,
        compact: `{${members.map(([, name, , { compact }]) => `${name}:${compact}`).join(',')}}`,
      })),
  }));
  return value;
}

/** The text of a value that is neither an array nor an object. */
export function jsonScalar(): fc.Arbitrary<string> {
  return fc.oneof(stringToken(), numberToken(), fc.constantFrom('null', 'true', 'false'));
}
