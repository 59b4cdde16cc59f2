const GZIP_MAGIC = 0x1f8b;

/** Whether the bytes begin as gzip does. */
export function isGzip(bytes: Buffer): boolean {
  return bytes.length > 2 && bytes.readUInt16BE(0) === GZIP_MAGIC;
}
