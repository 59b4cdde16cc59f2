import { gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { peekDecodedBytes, withMarker } from '../src/index';

const MAX = 1_048_576;

describe('peekDecodedBytes', () => {
  it('tells what a record will inflate to, with or without a marker', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (payload, isMarked) => {
        const gzip = gzipSync(payload);
        const record = isMarked ? withMarker(gzip, { splits: 1, deferrals: 2, redrives: 0 }) : gzip;

        expect(peekDecodedBytes(record.toString('base64'), MAX)).toBe(payload.length);
      }),
    );
  });

  it('never tells more than a record may inflate to', () => {
    const bomb = gzipSync(Buffer.alloc(2 * MAX)).toString('base64');

    expect(peekDecodedBytes(bomb, MAX)).toBe(MAX);
  });

  it.each([
    ['no gzip', 'eyJhIjoxfQ==', 12],
    ['less than a trailer', 'H4sI', 4],
    ['nothing', '', 0],
    ['no string', undefined, 0],
  ])('takes data that is %s as it is', (_, data, bytes) => {
    expect(peekDecodedBytes(data, MAX)).toBe(bytes);
  });
});
