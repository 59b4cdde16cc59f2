import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { encodeData } from '../src/index';

/** Node keeps a text of at least so many characters where it was encoded. */
const EXTERNAL_CHARACTERS = 1_031_913;
const EXTERNAL_BYTES = Math.ceil(EXTERNAL_CHARACTERS / 4) * 3;

/** Bytes that are not equal to those before them, so that a wrong cut is seen. */
const MEMORY = Buffer.from(Array.from({ length: 3 * EXTERNAL_BYTES }, (_, at) => (at * 7 + (at >> 8)) & 0xff));

describe('encodeData', () => {
  it.each([
    0,
    1,
    2,
    3,
    4,
    300_000,
    700_001,
    EXTERNAL_BYTES - 3,
    EXTERNAL_BYTES - 2,
    EXTERNAL_BYTES,
    EXTERNAL_BYTES + 1,
  ])('encodes %i bytes behind much memory, behind little and behind none', (length) => {
    for (const start of [2 * EXTERNAL_BYTES, 2 * EXTERNAL_BYTES - 1, EXTERNAL_BYTES, 5, 1, 0]) {
      const bytes = MEMORY.subarray(start, start + Math.min(length, MEMORY.length - start));
      for (const externalBytes of [0, 1e9]) {
        expect(encodeData(bytes, externalBytes) === bytes.toString('base64')).toBe(true);
      }
    }
  });

  it('gives the same text for every place and length', () => {
    fc.assert(
      fc.property(fc.nat(MEMORY.length), fc.nat(EXTERNAL_BYTES + 10), (start, length) => {
        const bytes = MEMORY.subarray(start, start + length);
        return encodeData(bytes, 0) === bytes.toString('base64');
      }),
    );
  });

  it('takes bytes that begin at the start of their memory, as the first record may', () => {
    const bytes = Buffer.from(new Uint8Array(700_000).fill(0x7b).buffer);
    expect(encodeData(bytes, 0) === bytes.toString('base64')).toBe(true);
  });
});
