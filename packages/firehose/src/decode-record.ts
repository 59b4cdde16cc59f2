import { gunzipSync } from 'node:zlib';
import type { InputType, ZlibOptions } from 'node:zlib';

/**
 * Why a record cannot be read:
 * `record_malformed`: it has no data that is a string; `base64_invalid`: its data is no base64;
 * `gzip_missing`: it does not begin as gzip does; `gzip_truncated`: the gzip text ends too soon;
 * `gzip_corrupt`: its deflate text, checksum or length is wrong, or something stands behind it;
 * `gzip_too_large`: it inflates to more than the cap.
 */
export type RecordFailureCode =
  'record_malformed' | 'base64_invalid' | 'gzip_missing' | 'gzip_truncated' | 'gzip_corrupt' | 'gzip_too_large';

/** A record's data as it came, and what is in it. */
export type RecordReading =
  | { readonly ok: true; readonly gzip: Buffer; readonly payload: Buffer }
  | { readonly ok: false; readonly code: RecordFailureCode };

const GZIP_MAGIC = [0x1f, 0x8b] as const;
const GZIP_TRAILER_BYTES = 8;
const PADDING = '=';

/** The buffer that inflates into grows by chunks of what the trailer promises, between these bounds. */
const MIN_CHUNK_BYTES = 16_384;
const MAX_CHUNK_BYTES = 4 * 1_048_576;

/** Decodes base64 and inflates gzip; `maxDecodedBytes` bounds memory whatever the record promises. Never throws. */
export function decodeRecord(data: unknown, maxDecodedBytes: number): RecordReading {
  if (typeof data !== 'string') return { ok: false, code: 'record_malformed' };
  const gzip = decodeBase64(data);
  if (gzip === undefined) return { ok: false, code: 'base64_invalid' };
  if (gzip[0] !== GZIP_MAGIC[0] || gzip[1] !== GZIP_MAGIC[1]) return { ok: false, code: 'gzip_missing' };
  return inflate(gzip, maxDecodedBytes);
}

/** `Buffer.from` skips what is no base64 and never throws: a result of another length than the text promises tells. */
function decodeBase64(text: string): Buffer | undefined {
  const padding = text.endsWith(PADDING + PADDING) ? 2 : text.endsWith(PADDING) ? 1 : 0;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === (text.length / 4) * 3 - padding ? bytes : undefined;
}

function inflate(gzip: Buffer, maxDecodedBytes: number): RecordReading {
  try {
    const { buffer, engine } = gunzipWithEngine(gzip, {
      maxOutputLength: maxDecodedBytes,
      chunkSize: chunkSizeFor(gzip, maxDecodedBytes),
      info: true,
    });
    // zlib stops at the end of the last gzip member and does not say whether that was the end of the input.
    const isWhole = gzip.subarray(engine.bytesWritten).every((byte) => byte === 0);
    return isWhole ? { ok: true, gzip, payload: buffer } : { ok: false, code: 'gzip_corrupt' };
  } catch (error) {
    return { ok: false, code: inflateFailure(error) };
  }
}

/** The promised length, when it is plausible, lets zlib fill one buffer instead of copying many small ones. */
function chunkSizeFor(gzip: Buffer, maxDecodedBytes: number): number {
  const promised = gzip.length >= GZIP_TRAILER_BYTES ? gzip.readUInt32LE(gzip.length - 4) + 1 : 0;
  return Math.min(Math.max(promised, MIN_CHUNK_BYTES), MAX_CHUNK_BYTES, Math.max(maxDecodedBytes, MIN_CHUNK_BYTES));
}

function inflateFailure(error: unknown): RecordFailureCode {
  const code = (error as { code?: unknown }).code;
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'gzip_too_large';
  return code === 'Z_BUF_ERROR' ? 'gzip_truncated' : 'gzip_corrupt';
}

/** With `info`, zlib also tells how much of its input it used; the published types do not know that form. */
const gunzipWithEngine = gunzipSync as unknown as (
  input: InputType,
  options: ZlibOptions,
) => { buffer: Buffer; engine: { bytesWritten: number } };
