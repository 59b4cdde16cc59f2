import { gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { decodeRecord } from '../src/index';

const CAP = 1_048_576;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const codeOf = (data: unknown, cap = CAP) => {
  const reading = decodeRecord(data, cap);
  return reading.ok ? 'ok' : reading.code;
};

describe('decodeRecord', () => {
  const gzip = gzipSync('hello');

  it('gives the gzip text and what is in it', () => {
    expect(decodeRecord(base64(gzip), CAP)).toEqual({ ok: true, gzip, payload: Buffer.from('hello') });
  });

  it('reads every member of a gzip text, and zeros behind the last', () => {
    const reading = decodeRecord(base64(Buffer.concat([gzip, gzipSync(' world'), Buffer.alloc(5)])), CAP);

    expect(reading.ok && reading.payload.toString()).toBe('hello world');
  });

  it.each([
    ['no text', undefined, 'record_malformed'],
    ['a number', 5, 'record_malformed'],
    ['a character that is no base64', `${base64(gzip).slice(0, -4)}****`, 'base64_invalid'],
    ['a length that no base64 has', base64(gzip).slice(0, -1), 'base64_invalid'],
    ['padding in the middle', `${base64(gzip).slice(0, 8)}====${base64(gzip).slice(12)}`, 'base64_invalid'],
    ['nothing', '', 'gzip_missing'],
    ['plain text', base64(Buffer.from('plain text')), 'gzip_missing'],
    ['half the magic', base64(Buffer.from([0x1f, 0x8a, 8, 0])), 'gzip_missing'],
    ['zlib without gzip', base64(Buffer.from([0x78, 0x9c, 1, 2])), 'gzip_missing'],
    ['a gzip text without its end', base64(gzip.subarray(0, gzip.length - 9)), 'gzip_truncated'],
    ['a gzip text without its trailer', base64(gzip.subarray(0, gzip.length - 1)), 'gzip_truncated'],
    ['the magic alone', base64(gzip.subarray(0, 2)), 'gzip_truncated'],
    ['a wrong checksum', base64(changed(gzip, gzip.length - 8)), 'gzip_corrupt'],
    ['a wrong length', base64(changed(gzip, gzip.length - 2)), 'gzip_corrupt'],
    ['text behind', base64(Buffer.concat([gzip, Buffer.from('more')])), 'gzip_corrupt'],
    [
      'text behind a zero, which zlib passes over',
      base64(Buffer.concat([gzip, Buffer.from('\0more')])),
      'gzip_corrupt',
    ],
    ['an unknown method', base64(changed(gzip, 2)), 'gzip_corrupt'],
  ])('refuses %s', (_, data, code) => {
    expect(codeOf(data)).toBe(code);
  });

  it('stops at the cap, whatever the trailer promises', () => {
    const bomb = gzipSync(Buffer.alloc(CAP + 1));
    expect(codeOf(base64(bomb))).toBe('gzip_too_large');
    expect(codeOf(base64(gzipSync(Buffer.alloc(CAP))))).toBe('ok');

    const modest = gzipSync(Buffer.alloc(2 * CAP));
    modest.writeUInt32LE(5, modest.length - 4);
    expect(codeOf(base64(modest))).toBe('gzip_too_large');
    const boastful = Buffer.from(gzip);
    boastful.writeUInt32LE(0xffffffff, boastful.length - 4);
    expect(codeOf(base64(boastful))).toBe('gzip_corrupt');
  });

  it('never throws, and gives back what was compressed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.boolean(), (bytes, isGzip) => {
        const reading = decodeRecord(base64(isGzip ? gzipSync(bytes) : bytes), CAP);

        if (isGzip) expect(reading.ok && reading.payload.equals(bytes)).toBe(true);
        else expect(reading).toMatchObject({ ok: false });
      }),
    );
  });

  it('never takes a damaged gzip text for a sound one with other content', () => {
    const original = gzipSync('{"messageType":"DATA_MESSAGE","logEvents":[]}'.repeat(5));
    const content = '{"messageType":"DATA_MESSAGE","logEvents":[]}'.repeat(5);
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(3), (at, flip, cut) => {
        const damaged = Buffer.from(original.subarray(0, original.length - cut));
        if (at < damaged.length) damaged[at]! ^= flip;
        const reading = decodeRecord(base64(damaged), CAP);

        if (reading.ok) expect(reading.payload.toString()).toBe(content);
      }),
      { numRuns: 2_000 },
    );
  });
});

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 0x40;
  return copy;
}
