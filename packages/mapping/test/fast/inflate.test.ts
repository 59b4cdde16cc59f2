import { constants, gzipSync } from 'node:zlib';

import { decodeRecord, withMarker } from '@eks-sentinel/firehose';
import { auditTraffic, createRandom, packLines } from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { MESSAGE_AT } from '../../src/fast/memory-map';
import { createFastMapper } from '../../src/index';
import { BUILDS, FORM, fastMapperOf } from './map-by-kernel';

const CAP = 4 * 1_048_576;
const NOON = Date.UTC(2026, 4, 12, 12);
const TEXT = [...packLines(auditTraffic({ seed: 4, events: 300, from: NOON, to: NOON + 1e6 }))].join('');

describe.each(BUILDS)('the inflate of the %s build', (build) => {
  const { readRecord } = fastMapperOf(build);

  /** Expects what zlib gives; returns its code, or whether it was inflated `in place`, in the kernel's memory. */
  function read(data: unknown): string {
    const expected = decodeRecord(data, CAP);
    const actual = readRecord(data, CAP);
    if (!expected.ok || !actual.ok) {
      expect(actual).toEqual(expected);
      return expected.ok ? 'by zlib' : expected.code;
    }
    expect(actual.payload.equals(expected.payload)).toBe(true);
    expect(actual.gzip.equals(expected.gzip)).toBe(true);
    return actual.payload.byteOffset === MESSAGE_AT ? 'in place' : 'by zlib';
  }
  const readGzip = (gzip: Uint8Array) => read(Buffer.from(gzip).toString('base64'));

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])('takes records of level %i', (level) => {
    expect(readGzip(gzipSync(TEXT, { level }))).toBe('in place');
    expect(readGzip(gzipSync(TEXT.slice(0, 40_000), { level, memLevel: 1, windowBits: 9 }))).toBe('in place');
  });

  it.each([
    ['fixed codes', constants.Z_FIXED],
    ['no matches', constants.Z_HUFFMAN_ONLY],
    ['matches of one byte', constants.Z_RLE],
    ['few matches', constants.Z_FILTERED],
  ])('takes records with %s', (_, strategy) => {
    for (const text of [TEXT, 'a'.repeat(70_000), 'ab'.repeat(5_000), TEXT.slice(0, 30)]) {
      expect(readGzip(gzipSync(text, { strategy }))).toBe('in place');
    }
  });

  it('takes matches of every distance and length', () => {
    for (let distance = 1; distance <= 40; distance += 1) {
      const period = TEXT.slice(0, distance);
      const text = Array.from({ length: 260 }, (_, length) => `${period.repeat(9).slice(0, length)}|`).join('');
      expect(readGzip(gzipSync(text, { level: 9 }))).toBe('in place');
    }
    // Far matches: the same text again after almost the whole window.
    const far = Buffer.alloc(32_768, createRandom(1).hex(32_768)).toString();
    expect(readGzip(gzipSync(far + far + far.slice(7), { level: 9 }))).toBe('in place');
  });

  it('takes any bytes, whatever their distribution', () => {
    const random = createRandom(11);
    const skews = [1, 2, 6, 20];
    for (let round = 0; round < 40; round += 1) {
      const bytes = Buffer.alloc(random.int(1, 20_000));
      const skew = skews[round % skews.length]!;
      for (let at = 0; at < bytes.length; at += 1) bytes[at] = Math.floor(random.next() ** skew * 256);
      expect(readGzip(gzipSync(bytes, { level: round % 10, memLevel: 1 + (round % 9) }))).toBe('in place');
    }
  });

  it.each([
    ['of seven and of eight bits', [0x00, 0x41, 0x7f, 0x80, 0xff]],
    ['that are zeros', [0x00, 0x01]],
    ['of one bit and of fifteen', [...Array(16).keys()].flatMap((value) => Array<number>(2 ** value).fill(16 - value))],
  ])('takes pairs of literals %s', (_, values) => {
    const random = createRandom(5);
    const bytes = Buffer.from(Array.from({ length: 5_000 }, () => values[random.int(0, values.length - 1)]!));
    expect(readGzip(gzipSync(bytes, { strategy: constants.Z_HUFFMAN_ONLY }))).toBe('in place');
  });

  it('takes a record that was put back with a marker', () => {
    expect(readGzip(withMarker(gzipSync(TEXT), { splits: 1, deferrals: 2, redrives: 3 }))).toBe('in place');
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'gzip_missing'],
    ['no gzip', Buffer.from('{"messageType":"DATA_MESSAGE"} and more'), 'gzip_missing'],
    ['an empty text', gzipSync(''), 'in place'],
    [
      'a file name',
      Buffer.concat([Buffer.from('1f8b0808000000000003', 'hex'), Buffer.from('a\0'), gzipSync(TEXT).subarray(10)]),
      'by zlib',
    ],
    ['another method', Buffer.concat([Buffer.from('1f8b07', 'hex'), gzipSync(TEXT).subarray(3)]), 'gzip_corrupt'],
    ['two members', Buffer.concat([gzipSync(TEXT), gzipSync(TEXT)]), 'by zlib'],
    ['zeros behind it', Buffer.concat([gzipSync(TEXT), Buffer.alloc(5)]), 'by zlib'],
    ['bytes behind it', Buffer.concat([gzipSync(TEXT), Buffer.from('x')]), 'gzip_truncated'],
    ['its end missing', gzipSync(TEXT).subarray(0, -9), 'gzip_truncated'],
    ['its trailer missing', gzipSync(TEXT).subarray(0, -8), 'gzip_truncated'],
    [
      'an extra field that is too long',
      Buffer.from(`1f8b0804000000000003ffff${'00'.repeat(20)}`, 'hex'),
      'gzip_truncated',
    ],
    [
      'a reserved kind of block',
      Buffer.concat([gzipSync('').subarray(0, 10), Buffer.from('0700', 'hex'), Buffer.alloc(8)]),
      'gzip_corrupt',
    ],
    ['more content than the cap', gzipSync(Buffer.alloc(CAP + 1)), 'gzip_too_large'],
    ['as much content as the cap', gzipSync(Buffer.alloc(CAP)), 'in place'],
  ])('judges %s as zlib does', (_, gzip, verdict) => {
    expect(readGzip(gzip)).toBe(verdict);
  });

  it.each([
    ['a length that is too small', -1],
    ['a length that is too large', 1],
    ['a length that is far too large', 3_000_000],
    ['a length of nothing', -TEXT.length],
  ])('judges %s as zlib does', (_, change) => {
    const gzip = gzipSync(TEXT);
    gzip.writeUInt32LE(
      Buffer.byteLength(TEXT) + change + (change < -1 ? TEXT.length - Buffer.byteLength(TEXT) : 0),
      gzip.length - 4,
    );

    expect(readGzip(gzip)).toBe('gzip_corrupt');
  });

  it.each([
    [undefined, 'record_malformed'],
    [7, 'record_malformed'],
    ['', 'gzip_missing'],
    ['H4s', 'base64_invalid'],
    ['H4s=====', 'base64_invalid'],
    [`${gzipSync(TEXT).toString('base64').slice(0, -8)}!!!!!!!!`, 'base64_invalid'],
    [gzipSync(TEXT).toString('base64').replace(/.$/, ''), 'base64_invalid'],
  ])('judges %p as decodeRecord does', (data, verdict) => {
    expect(read(data)).toBe(verdict);
  });

  it('never accepts what zlib refuses, and never gives other bytes', () => {
    const random = createRandom(3);
    const gzips = [1, 6, 9].map((level) => gzipSync(TEXT.slice(0, 20_000), { level }));
    gzips.push(gzipSync(TEXT.slice(0, 3_000), { strategy: constants.Z_FIXED }), gzipSync('x', { level: 0 }));
    for (let round = 0; round < 600; round += 1) {
      const gzip = Buffer.from(gzips[round % gzips.length]!);
      // Most damage is done near the beginning, where the codes of the first block stand.
      const reach = round % 2 === 0 ? Math.min(gzip.length, 80) : gzip.length;
      for (let count = random.int(1, 3); count > 0; count -= 1)
        gzip[random.int(0, reach - 1)]! ^= 1 << random.int(0, 7);
      readGzip(gzip);
    }
  });

  it('gives what zlib gives for any bytes behind a gzip header', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 400 }), (bytes) => {
        readGzip(Buffer.concat([gzipSync('').subarray(0, 10), bytes]));
      }),
      { numRuns: 300 },
    );
  });

  it('stays within its memory when the length lies', () => {
    const fresh = createFastMapper({ logEventForm: FORM, build })!;
    const gzip = gzipSync(Buffer.alloc(CAP));
    gzip.writeUInt32LE(1, gzip.length - 4);

    expect(fresh.readRecord(gzip.toString('base64'), CAP)).toEqual({ ok: false, code: 'gzip_corrupt' });
  });

  it('asks for no memory because of a length that cannot be true', () => {
    const gzip = gzipSync('x');
    gzip.writeUInt32LE(CAP, gzip.length - 4);

    expect(readGzip(gzip)).toBe('gzip_corrupt');
    expect(readGzip(gzipSync('y'))).toBe('in place');
    const outcome = fastMapperOf(build).readRecord(gzipSync('z').toString('base64'), CAP);
    expect(outcome.ok && outcome.payload.buffer.byteLength).toBeLessThan(24 * 1_048_576);
  });
});
