import { gunzipSync } from 'node:zlib';

const MIN_CHUNK_BYTES = 1_024;
const MAX_CHUNK_BYTES = 64 * 1_048_576;
/** Room behind the promised length: with none, zlib asks for one more chunk to learn that it is at the end. */
const SPARE_BYTES = 64;

/** The largest Lambda request is 6 MB of base64. */
let compressed = Buffer.allocUnsafe(6 * 1_048_576);

/** Decodes base64 into memory that is used again. */
export function decodeBase64(data: string): Buffer {
  if (data.length > compressed.length) compressed = Buffer.allocUnsafe(data.length);
  return compressed.subarray(0, compressed.write(data, 0, 'base64'));
}

/** Inflates into one chunk of the length that the trailer promises: the fastest that zlib can be asked to. */
export function inflate(gzip: Buffer): Buffer {
  const promised = gzip.readUInt32LE(gzip.length - 4) + SPARE_BYTES;
  return gunzipSync(gzip, { chunkSize: Math.min(Math.max(promised, MIN_CHUNK_BYTES), MAX_CHUNK_BYTES) });
}

/** From the data of a record to the bytes of its subscription message. */
export function gunzip(data: string): Buffer {
  return inflate(decodeBase64(data));
}
