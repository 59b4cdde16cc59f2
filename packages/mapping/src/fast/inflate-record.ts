import { crc32 } from 'node:zlib';

import type { KernelMemory } from './kernel-memory';
import { INFLATE_SLACK_BYTES, MESSAGE_AT, MESSAGE_PADDING_BYTES } from './memory-map';

/** A record that was inflated into the kernel's memory. */
export interface InflatedRecord {
  readonly gzip: Buffer;
  readonly payload: Buffer;
  /** Where room for rows begins. */
  readonly rowsAt: number;
}

const PADDING = '=';
/** The base64 of at least the last four bytes, whatever the padding. */
const LAST_CHARACTERS = 8;

// The parts of a gzip text (RFC 1952).
const FIXED_HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const LENGTH_BYTES = 4;
const MAGIC_AND_DEFLATE = 0x08_8b_1f;
const MAGIC_AND_DEFLATE_BYTES = 3;
const FLAGS_AT = 3;
const HAS_EXTRA = 0x04;
const EXTRA_LENGTH_BYTES = 2;

/** Deflate makes of one bit at most 258 bytes: a length that promises more is a lie. */
const MAX_RATIO = 1_032;

/**
 * Decodes base64 and inflates gzip into the kernel's memory, which `reserve` makes large enough. Undefined in any doubt,
 * and for what is unusual: no base64, no gzip or one with a name, a comment or a header checksum, several members, bytes
 * behind it, a length above `maxBytes`, a wrong length or checksum. Then `decodeRecord` says what it is.
 */
export function inflateRecord(
  data: string,
  maxBytes: number,
  reserve: (messageBytes: number) => KernelMemory,
): InflatedRecord | undefined {
  const gzipBytes = decodedBytes(data);
  const length = promisedBytes(data);
  if (gzipBytes === undefined || length === undefined || length > maxBytes || length > gzipBytes * MAX_RATIO) {
    return undefined;
  }
  const messageBytes = length + INFLATE_SLACK_BYTES + gzipBytes;
  const { bytes, kernel } = reserve(messageBytes);
  const gzipAt = MESSAGE_AT + length + INFLATE_SLACK_BYTES;
  const gzip = bytes.subarray(gzipAt, gzipAt + gzipBytes);
  if (gzip.write(data, 'base64') !== gzipBytes) return undefined;

  const deflateAt = deflateStart(gzip);
  const deflateEnd = gzipBytes - TRAILER_BYTES;
  if (deflateAt === undefined || deflateAt >= deflateEnd) return undefined;
  const messageEnd = kernel.inflate(gzipAt + deflateAt, gzipAt + deflateEnd, MESSAGE_AT, MESSAGE_AT + length);
  if (messageEnd !== MESSAGE_AT + length || kernel.inflatedSourceEnd() !== gzipAt + deflateEnd) return undefined;

  const payload = bytes.subarray(MESSAGE_AT, messageEnd);
  if (crc32(payload) !== gzip.readUInt32LE(deflateEnd)) return undefined;
  bytes.fill(0, messageEnd, messageEnd + MESSAGE_PADDING_BYTES);
  return { gzip, payload, rowsAt: MESSAGE_AT + messageBytes };
}

/** How many bytes the base64 promises. */
function decodedBytes(data: string): number | undefined {
  if (data.length % 4 !== 0) return undefined;
  const padding = data.endsWith(PADDING + PADDING) ? 2 : data.endsWith(PADDING) ? 1 : 0;
  const bytes = (data.length / 4) * 3 - padding;
  return bytes >= FIXED_HEADER_BYTES + TRAILER_BYTES ? bytes : undefined;
}

/** The length that the gzip text says its content has, before it is decoded. */
function promisedBytes(data: string): number | undefined {
  const last = Buffer.from(data.slice(-LAST_CHARACTERS), 'base64');
  return last.length >= LENGTH_BYTES ? last.readUInt32LE(last.length - LENGTH_BYTES) : undefined;
}

/** Where the deflate text begins; only an extra field is expected before it, which the transform itself writes. */
function deflateStart(gzip: Buffer): number | undefined {
  if (gzip.readUIntLE(0, MAGIC_AND_DEFLATE_BYTES) !== MAGIC_AND_DEFLATE) return undefined;
  const flags = gzip[FLAGS_AT];
  if (flags === 0) return FIXED_HEADER_BYTES;
  if (flags !== HAS_EXTRA) return undefined;
  return FIXED_HEADER_BYTES + EXTRA_LENGTH_BYTES + gzip.readUInt16LE(FIXED_HEADER_BYTES);
}
