import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ABSENT, compileKeyTree, pickMembers, visitElements } from '../src/index';
import { jsonLikeText, jsonText } from './arbitrary';

const PATHS = [['a'], ['a', 'b'], ['b', 'a'], ['__proto__'], ['constructor', 'a'], ['\u2028'], ['']];

function pick(text: string, paths: readonly (readonly string[])[] = PATHS) {
  const bytes = Buffer.from(text);
  const keys = compileKeyTree(paths);
  const spans = new Int32Array(paths.length * 2);
  const result = pickMembers(bytes, 0, bytes.length, keys, spans);
  const values = paths.map((_, slot) =>
    spans[2 * slot] === ABSENT ? undefined : bytes.toString('utf8', spans[2 * slot], spans[2 * slot + 1]),
  );
  return { ...result, values };
}

/** The same question asked of JSON.parse. */
function lookUp(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (!Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

describe('pickMembers', () => {
  it('finds members at the root and below', () => {
    const { values } = pick('{"x":[{"a":0}], "a" : {"b": "t", "c": {}} ,"b":{"a":[1, 2]}}');

    expect(values.slice(0, 3)).toEqual(['{"b": "t", "c": {}}', '"t"', '[1, 2]']);
  });

  it('lets the last of a repeated member win, with all that is inside it', () => {
    expect(pick('{"a":{"b":1},"a":{"c":2}}').values.slice(0, 2)).toEqual(['{"c":2}', undefined]);
    expect(pick('{"a":{"b":1},"a":7}').values.slice(0, 2)).toEqual(['7', undefined]);
    expect(pick('{"a":{"b":1,"b":2}}').values.slice(0, 2)).toEqual(['{"b":1,"b":2}', '2']);
  });

  it('knows a name that is written with escapes', () => {
    expect(pick('{"\\u0061":{"\\u0062":1}}').values.slice(0, 2)).toEqual(['{"\\u0062":1}', '1']);
  });

  it('tells an object from another value and from no JSON', () => {
    expect(pick(' {} ')).toMatchObject({ kind: 'object', start: 1, end: 3, depth: 1 });
    expect(pick(' [{}] ')).toMatchObject({ kind: 'other', start: 1, end: 5, depth: 2 });
    expect(pick('null').kind).toBe('other');
    expect(pick('{"a":1} x')).toMatchObject({ kind: 'invalid', end: 8 });
    expect(pick('').kind).toBe('invalid');
  });

  it('finds what JSON.parse finds, for every text', () => {
    fc.assert(
      fc.property(fc.oneof(jsonText(), jsonLikeText()), (text) => {
        const { kind, values } = pick(text);

        let root: unknown;
        try {
          root = JSON.parse(text);
        } catch {
          expect(kind).toBe('invalid');
          return;
        }
        expect(kind).toBe(typeof root === 'object' && root !== null && !Array.isArray(root) ? 'object' : 'other');
        const parsed = values.map((value) => (value === undefined ? undefined : (JSON.parse(value) as unknown)));
        expect(parsed).toEqual(PATHS.map((path) => (kind === 'object' ? lookUp(root, path) : undefined)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('compileKeyTree', () => {
  it('refuses the same path twice', () => {
    expect(() => compileKeyTree([['a'], ['a']])).toThrow('the path in slot 1 stands in slot 0 already');
  });
});

describe('visitElements', () => {
  const elementsOf = (text: string, most = Infinity) => {
    const bytes = Buffer.from(text);
    const seen: string[] = [];
    const isComplete = visitElements(bytes, 0, bytes.length, (start, end) => {
      seen.push(bytes.toString('utf8', start, end));
      return seen.length < most;
    });
    return { isComplete, seen };
  };

  it('visits each element in order', () => {
    expect(elementsOf('[1, {"a":[2]} ,[], "x"]')).toEqual({ isComplete: true, seen: ['1', '{"a":[2]}', '[]', '"x"'] });
    expect(elementsOf('[]')).toEqual({ isComplete: true, seen: [] });
  });

  it('stops when it is told to, and where the text stops being JSON', () => {
    expect(elementsOf('[1,2,3]', 2)).toEqual({ isComplete: false, seen: ['1', '2'] });
    expect(elementsOf('[1,2')).toEqual({ isComplete: false, seen: ['1', '2'] });
    expect(elementsOf('[1,[2')).toEqual({ isComplete: false, seen: ['1'] });
  });

  it('says when there is no array', () => {
    expect(elementsOf('{"a":1}')).toEqual({ isComplete: false, seen: [] });
  });
});
