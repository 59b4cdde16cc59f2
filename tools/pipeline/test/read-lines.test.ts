import { fc, it as property } from '@fast-check/jest';
import { describe, expect, it } from '@jest/globals';

import { readLines } from '../src/read-lines';

async function lines(chunks: readonly string[], maxBytes = 1_000): Promise<(string | undefined)[]> {
  async function* stream(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const found: (string | undefined)[] = [];
  for await (const line of readLines(stream(), maxBytes)) found.push(line?.toString());
  return found;
}

describe('readLines', () => {
  it('joins a line that comes in several chunks, and needs no line end at the end', async () => {
    expect(await lines(['a', 'b\nc', '', 'd', '\n', 'e'])).toEqual(['ab', 'cd', 'e']);
  });

  it('leaves out empty lines', async () => {
    expect(await lines(['\n\na\n', '\n', 'b\n\n'])).toEqual(['a', 'b']);
  });

  it('gives a line over the limit as undefined and goes on after it', async () => {
    expect(await lines(['abc\nab', 'cd\nabc'], 3)).toEqual(['abc', undefined, 'abc']);
    expect(await lines(['ab', 'cd', 'ef'], 3)).toEqual([undefined]);
  });

  property.prop([fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 }))])(
    'always finds the lines of the whole text, however it is cut into chunks',
    async (chunks) => {
      const whole = chunks
        .join('')
        .split('\n')
        .filter((line) => line !== '');

      expect(await lines(chunks)).toEqual(whole);
    },
  );
});
