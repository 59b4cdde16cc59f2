import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Splitter } from '../../src/transform/input-document';
import { LineSplitter } from '../../src/transform/split-lines';
import { ObjectSplitter } from '../../src/transform/split-objects';
import { chunksOf } from './run-transform';

const MAX_BYTES = 1_000;

function split(splitter: Splitter, text: string, chunkBytes: number): { text: string | undefined; line: number }[] {
  const documents = [...chunksOf(Buffer.from(text), chunkBytes)].flatMap((chunk) => splitter.push(chunk));
  return [...documents, ...splitter.end()].map(({ bytes, line }) => ({ text: bytes?.toString(), line }));
}

describe('LineSplitter', () => {
  it('gives the same lines for any chunks, as String.split does', () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('a', '"', '{', ' ', 'é') }), { minLength: 1 });
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 9 }), (texts, ending, chunkBytes) => {
        const expected = texts
          .map((text, index) => ({ text, line: index + 1 }))
          .filter(({ text }) => text.trim() !== '');

        expect(split(new LineSplitter(MAX_BYTES), texts.join(ending), chunkBytes)).toEqual(expected);
      }),
    );
  });

  it('keeps a line of the limit, and no longer one', () => {
    const text = `${'a'.repeat(1_000)}\n${'b'.repeat(1_001)}\nc`;

    expect(split(new LineSplitter(MAX_BYTES), text, 64)).toEqual([
      { text: 'a'.repeat(1_000), line: 1 },
      { text: undefined, line: 2 },
      { text: 'c', line: 3 },
    ]);
  });
});

describe('ObjectSplitter', () => {
  it('gives the same objects for any chunks, indentation and distance', () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }));
    const gap = fc.constantFrom('', '\n', '\r\n\r\n', ' ');
    const indent = fc.constantFrom(0, 2);
    fc.assert(
      fc.property(objects, gap, indent, fc.integer({ min: 1, max: 9 }), (values, between, spaces, chunkBytes) => {
        const texts = values.map((value) => JSON.stringify(value, null, spaces));

        const found = split(new ObjectSplitter(1_000_000), texts.join(between), chunkBytes);

        expect(found.map(({ text }) => text)).toEqual(texts);
      }),
    );
  });

  it('ends a broken object at its line, and anything that is no object', () => {
    const text = '{"a":"cut\n{"b":[1\n{"c":{}\n{\n "d":\n{"e":1}}{"f":2}\nstray {"g":3}\n{"h":4}';

    expect(split(new ObjectSplitter(MAX_BYTES), text, 3)).toEqual([
      { text: '{"a":"cut', line: 1 },
      { text: '{"b":[1\n', line: 2 },
      { text: '{"c":{}\n', line: 3 },
      { text: '{\n "d":\n{"e":1}}', line: 4 },
      { text: '{"f":2}', line: 6 },
      { text: 'stray {"g":3}', line: 7 },
      { text: '{"h":4}', line: 8 },
    ]);
  });

  it('does not keep an object that is too long, and finds the one behind it', () => {
    const long = JSON.stringify({ a: 'x'.repeat(MAX_BYTES) });

    expect(split(new ObjectSplitter(MAX_BYTES), `${long}\n{"b":1}`, 100)).toEqual([
      { text: undefined, line: 1 },
      { text: '{"b":1}', line: 2 },
    ]);
  });
});
