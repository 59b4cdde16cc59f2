/** How base64 of a gzip text begins: its magic number, and the only method that there is. */
const GZIP_BASE64 = 'H4sI';

/** As much of the end of base64 as holds the last four bytes, whatever its padding. */
const ENDING_CHARACTERS = 8;
const TRAILER_BYTES = 4;

/**
 * What the data of a record, in base64, will take when it is inflated, at most `maxBytes`: what the gzip trailer says,
 * which is right unless somebody made it by hand. Data of another form stays as long as it is.
 */
export function peekDecodedBytes(data: unknown, maxBytes: number): number {
  if (typeof data !== 'string') return 0;
  const ending = Buffer.from(data.slice(-ENDING_CHARACTERS), 'base64');
  const isGzip = data.startsWith(GZIP_BASE64) && ending.length >= TRAILER_BYTES;
  return Math.min(isGzip ? ending.readUInt32LE(ending.length - TRAILER_BYTES) : data.length, maxBytes);
}
