import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { Token, nextToken, openReader } from '../src/index';
import { jsonText, jsonLikeText } from './arbitrary';

/** Reads to the end: the offset where the text stops being JSON, or `ok`, and the tokens on the way. */
function read(text: string | Buffer) {
  const bytes = Buffer.from(text as string);
  const reader = openReader(bytes);
  const tokens: string[] = [];
  for (;;) {
    const token = nextToken(reader);
    if (token === Token.END) return { verdict: 'ok' as const, tokens, depth: reader.maxDepth };
    if (token === Token.INVALID) return { verdict: reader.tokenStart, tokens, depth: reader.maxDepth };
    const start = token === Token.KEY ? reader.keyStart : reader.tokenStart;
    const end = token === Token.KEY ? reader.keyEnd : reader.tokenEnd;
    tokens.push(`${Object.keys(Token)[token]} ${bytes.toString('utf8', start, end)}`);
  }
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('nextToken', () => {
  it('reports each token with its span', () => {
    expect(read(' {"a" : [1, true], "b":{"c":"x\\n"}} ').tokens).toEqual([
      'OBJECT_START {',
      'KEY "a"',
      'ARRAY_START [',
      'NUMBER 1',
      'LITERAL true',
      'ARRAY_END ]',
      'KEY "b"',
      'OBJECT_START {',
      'KEY "c"',
      'STRING "x\\n"',
      'OBJECT_END }',
      'OBJECT_END }',
    ]);
  });

  it.each([
    ['', 0],
    ['  ', 2],
    ['{', 1],
    ['{"a"', 4],
    ['{"a":', 5],
    ['{"a":1', 6],
    ['{"a":1,}', 7],
    ['{"a":1,,"b":2}', 7],
    ['{a:1}', 1],
    ['{"a" 1}', 5],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['[1}', 2],
    ['{"a":1]', 6],
    ['1 2', 2],
    ['{}{}', 2],
    ['01', 1],
    ['-', 1],
    ['1.', 2],
    ['.5', 0],
    ['+1', 0],
    ['1e', 2],
    ['1e+', 3],
    ['tru', 3],
    ['trux', 3],
    ['nul', 3],
    ['nan', 1],
    ['"', 1],
    ['"\\', 2],
    ['"\\x"', 2],
    ['"\\u12', 5],
    ['"\\u12g4"', 5],
    ['"a\nb"', 2],
    ['"\u0000"', 1],
    ['\uFEFF{}', 0],
    ["{'a':1}", 1],
    ['/**/{}', 0],
  ])('finds that %j stops being JSON at %i', (text, offset) => {
    expect(read(text).verdict).toBe(offset);
    expect(isJson(text)).toBe(false);
  });

  it.each([
    '0',
    '-0',
    '1e400',
    '1E+2',
    '1.50e-7',
    '123456789012345678901234567890',
    '"\\ud800"',
    '"\\u0000"',
    '"\u2028"',
    '[]',
    '[[],{}]',
    '{"":{}}',
    '\t\r\n {}',
  ])('takes %j', (text) => {
    expect(read(text).verdict).toBe('ok');
  });

  it('keeps saying INVALID once it has', () => {
    const reader = openReader(Buffer.from('[1,]'));
    for (let count = 0; count < 3; count += 1) nextToken(reader);

    expect([nextToken(reader), nextToken(reader), reader.tokenStart]).toEqual([Token.INVALID, Token.INVALID, 3]);
  });

  it('reads a depth of a million without recursion', () => {
    const depth = 1_000_000;

    expect(read('['.repeat(depth) + ']'.repeat(depth))).toMatchObject({ verdict: 'ok', depth });
  });

  it('agrees with JSON.parse on text that is JSON', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        expect(read(text).verdict).toBe('ok');
      }),
    );
  });

  it('agrees with JSON.parse on text that is nearly JSON', () => {
    fc.assert(
      fc.property(jsonLikeText(), (text) => {
        expect(read(text).verdict === 'ok').toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });
});
