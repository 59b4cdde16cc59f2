import { constants, crc32, deflateRawSync } from 'node:zlib';

/**
 * One gzip member of `mebibytes` MiB of zeros in about a thousandth of that: made of repeated deflate blocks, so that
 * building it costs next to no memory.
 */
export function buildGzipBomb(mebibytes: number): Uint8Array {
  const zeros = Buffer.alloc(MEBIBYTE);
  // A full flush ends on a byte and forgets what came before: the same bytes mean one more MiB.
  const block = deflateRawSync(zeros, { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  let checksum = 0;
  for (let count = 0; count < mebibytes; count++) checksum = crc32(zeros, checksum);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE((mebibytes * MEBIBYTE) % 2 ** 32, 4);
  const blocks = Array.from({ length: mebibytes }, () => block);
  return Buffer.concat([GZIP_HEADER, ...blocks, EMPTY_LAST_BLOCK, trailer]);
}

const MEBIBYTE = 1_048_576;
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3]);
const EMPTY_LAST_BLOCK = Buffer.from([3, 0]);
