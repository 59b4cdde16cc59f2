import { gzipSync } from 'node:zlib';

import { fc, it as property } from '@fast-check/jest';
import { describe, expect, it } from '@jest/globals';

import { gunzipObject, type GunzipOutcome } from '../src/gunzip-object';

async function gunzip(bytes: Uint8Array, readsAllMembers = false): Promise<{ text: string; outcome: GunzipOutcome }> {
  const outcome: GunzipOutcome = { unreadBytes: 0 };
  const chunks: Buffer[] = [];
  for await (const chunk of gunzipObject(Buffer.from(bytes), readsAllMembers, outcome)) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString(), outcome };
}

const ONE = gzipSync('one\n');
const TWO = gzipSync('two\n');

describe('gunzipObject', () => {
  it('reads the first member and tells that more was there', async () => {
    expect(await gunzip(Buffer.concat([ONE, TWO]))).toEqual({
      text: 'one\n',
      outcome: { unreadBytes: TWO.length },
    });
  });

  it('reads every member when told so', async () => {
    expect(await gunzip(Buffer.concat([ONE, TWO]), true)).toEqual({ text: 'one\ntwo\n', outcome: { unreadBytes: 0 } });
  });

  it('reads a header with extra field, name, comment and checksum', async () => {
    const header = Buffer.from([0x1f, 0x8b, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 3, 2, 0, 7, 7]);
    const fields = Buffer.concat([header, Buffer.from('name\0comment\0'), Buffer.from([0, 0])]);

    expect(await gunzip(Buffer.concat([fields, ONE.subarray(10)]))).toEqual({
      text: 'one\n',
      outcome: { unreadBytes: 0 },
    });
  });

  it('says what is no gzip', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('{"Verb":"get"}\n'), ONE.subarray(0, 9)]) {
      expect((await gunzip(bytes)).outcome.code).toBe('no_gzip');
    }
  });

  it('says what is cut, changed, or followed by something else', async () => {
    const wrongChecksum = Buffer.from(ONE);
    wrongChecksum[wrongChecksum.length - 8]! ^= 1;
    const wrongSize = Buffer.from(ONE);
    wrongSize[wrongSize.length - 1]! ^= 1;

    for (const bytes of [ONE.subarray(0, -1), ONE.subarray(0, 12), wrongChecksum, wrongSize]) {
      expect((await gunzip(bytes)).outcome.code).toBe('corrupt_gzip');
    }
    expect((await gunzip(Buffer.concat([ONE, Buffer.from('junk')]), true)).outcome.code).toBe('corrupt_gzip');
  });

  const text = fc.tuple(fc.string({ maxLength: 20 }), fc.nat(10_000)).map(([part, times]) => part.repeat(times));

  property.prop([fc.array(text, { minLength: 1, maxLength: 3 })], { numRuns: 30 })(
    'always gives back what gzip was given, member by member',
    async (texts) => {
      const bytes = Buffer.concat(texts.map((text) => gzipSync(text)));

      expect((await gunzip(bytes, true)).text).toBe(Buffer.from(texts.join('')).toString());
      expect((await gunzip(bytes)).text).toBe(Buffer.from(texts[0]!).toString());
    },
  );

  property.prop([fc.uint8Array({ maxLength: 300 })])('never throws', async (bytes) => {
    await gunzip(bytes, true);
    await gunzip(Buffer.concat([ONE.subarray(0, 10), bytes]), true);
  });
});
