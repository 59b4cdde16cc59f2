import { gzipSync } from 'fflate';

/**
 * gzip with the same bytes on every machine: compressed by JavaScript, because zlib's output differs from one release
 * of zlib to the next (and with it from one Node to another), and with a header without a time.
 */
export function gzipReproducibly(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: 9, mtime: 0 });
}
