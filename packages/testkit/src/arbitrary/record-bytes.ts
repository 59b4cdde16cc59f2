import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

/** The bytes of a record, and whether they can be read. */
export interface RecordBytes {
  readonly bytes: Uint8Array;
  /** What gunzip gives; `undefined` where the bytes are no whole gzip. */
  readonly content: Uint8Array | undefined;
  readonly kind: string;
}

/**
 * Bytes that may come as a record: gzip in all its forms (levels, optional header fields, several members), gzip that
 * is cut or whose checksum or length is wrong, and bytes that are no gzip at all.
 */
export function recordBytes(
  content: fc.Arbitrary<Uint8Array> = fc.uint8Array({ maxLength: 300 }),
): fc.Arbitrary<RecordBytes> {
  return fc.oneof(readableRecord(content), cutRecord(content), brokenTrailer(content), notGzip());
}

/** Whole gzip: plain, with optional header fields, or of two members, which count as one content. */
export function readableRecord(content: fc.Arbitrary<Uint8Array>): fc.Arbitrary<RecordBytes> {
  const level = fc.constantFrom(0, 1, 6, 9);
  const plain = fc
    .tuple(content, level)
    .map(([bytes, chosen]) => ({ kind: 'gzip', content: bytes, bytes: gzipSync(bytes, { level: chosen }) }));
  const withFields = fc
    .tuple(content, fc.uint8Array({ maxLength: 40 }), fc.boolean(), fc.boolean())
    .map(([bytes, extra, hasName, hasComment]) => ({
      kind: 'gzip_with_fields',
      content: bytes,
      bytes: withHeaderFields(gzipSync(bytes), extra, hasName, hasComment),
    }));
  const twoMembers = fc.tuple(content, content).map(([first, second]) => ({
    kind: 'gzip_of_two_members',
    content: Buffer.concat([first, second]),
    bytes: Buffer.concat([gzipSync(first), gzipSync(second)]),
  }));
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    { weight: 1, arbitrary: withFields },
    { weight: 1, arbitrary: twoMembers },
  );
}

function cutRecord(content: fc.Arbitrary<Uint8Array>): fc.Arbitrary<RecordBytes> {
  return fc.tuple(content, fc.double({ min: 0, max: 1, noNaN: true })).map(([bytes, share]) => {
    const whole = gzipSync(bytes);
    return { kind: 'cut', content: undefined, bytes: whole.subarray(0, Math.floor(share * (whole.length - 1))) };
  });
}

/** The last eight bytes of gzip are the checksum and the length of the content. */
function brokenTrailer(content: fc.Arbitrary<Uint8Array>): fc.Arbitrary<RecordBytes> {
  return fc
    .tuple(content, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 255 }))
    .map(([bytes, fromEnd, mask]) => {
      const broken = gzipSync(bytes);
      broken[broken.length - fromEnd]! ^= mask;
      return { kind: fromEnd > 4 ? 'wrong_crc' : 'wrong_length', content: undefined, bytes: broken };
    });
}

function notGzip(): fc.Arbitrary<RecordBytes> {
  const anyBytes = fc.uint8Array({ maxLength: 200 }).filter((bytes) => bytes[0] !== 0x1f || bytes[1] !== 0x8b);
  const text = fc.constantFrom('', '{}', 'plain text\n', '\u001f', 'H4sIAAAA').map((plain) => Buffer.from(plain));
  return fc.oneof(anyBytes, text).map((bytes) => ({ kind: 'no_gzip', content: undefined, bytes }));
}

/** RFC 1952: flags FEXTRA 4, FNAME 8, FCOMMENT 16; the fields stand behind the ten bytes of the header. */
function withHeaderFields(gzip: Buffer, extra: Uint8Array, hasName: boolean, hasComment: boolean): Buffer {
  const header = Buffer.from(gzip.subarray(0, 10));
  header[3] = 4 | (hasName ? 8 : 0) | (hasComment ? 16 : 0);
  const length = Buffer.from([extra.length & 0xff, extra.length >> 8]);
  const name = hasName ? [Buffer.from('audit.json\0')] : [];
  const comment = hasComment ? [Buffer.from('a comment\0')] : [];
  return Buffer.concat([header, length, extra, ...name, ...comment, gzip.subarray(10)]);
}
