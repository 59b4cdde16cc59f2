import { crc32, createInflateRaw } from 'node:zlib';

/** How an object was read; filled in while the chunks are taken. */
export interface GunzipOutcome {
  code?: 'no_gzip' | 'corrupt_gzip';
  /** Bytes after the first member that were left unread. */
  unreadBytes: number;
}

const CHUNK_BYTES = 65_536;
const TRAILER_BYTES = 8;

/**
 * Inflates an object, chunk by chunk, at the pace of the reader. Only the first gzip member is read unless
 * `readsAllMembers`: whether Sentinel's poller reads the others is not documented, and readers of its platform are
 * known that stop. The checksum is verified. Bad input ends the chunks with a code in `outcome`.
 */
export async function* gunzipObject(
  bytes: Buffer,
  readsAllMembers: boolean,
  outcome: GunzipOutcome,
): AsyncGenerator<Buffer> {
  let start = 0;
  // Each round reads a member, which is never empty.
  do {
    const bodyStart = findBody(bytes, start);
    if (bodyStart === undefined) {
      outcome.code = start === 0 ? 'no_gzip' : 'corrupt_gzip';
      return;
    }
    const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
    let checksum = 0;
    let size = 0;
    try {
      inflate.end(bytes.subarray(bodyStart));
      for await (const chunk of inflate as AsyncIterable<Buffer>) {
        checksum = crc32(chunk, checksum);
        size += chunk.length;
        yield chunk;
      }
    } catch {
      // Only zlib throws here: the reader's own errors do not come back into a generator.
      outcome.code = 'corrupt_gzip';
      return;
    } finally {
      inflate.destroy();
    }

    const trailer = bodyStart + inflate.bytesWritten;
    start = trailer + TRAILER_BYTES;
    const isSound =
      start <= bytes.length &&
      bytes.readUInt32LE(trailer) === checksum &&
      bytes.readUInt32LE(trailer + 4) === size % 2 ** 32;
    if (!isSound) {
      outcome.code = 'corrupt_gzip';
      return;
    }
  } while (readsAllMembers && start < bytes.length);
  outcome.unreadBytes = bytes.length - start;
}

/** Flags of the gzip header: RFC 1952, section 2.3.1. */
const FLAG_HEADER_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;
const HEADER_BYTES = 10;

/** Where the deflate data of the member at `start` begin; undefined when there is no gzip header. */
function findBody(bytes: Buffer, start: number): number | undefined {
  if (bytes.length < start + HEADER_BYTES || bytes.readUIntBE(start, 3) !== 0x1f8b08) return undefined;
  const flags = bytes[start + 3]!;
  let position = start + HEADER_BYTES;
  if ((flags & FLAG_EXTRA) !== 0) {
    if (bytes.length < position + 2) return undefined;
    position += 2 + bytes.readUInt16LE(position);
  }
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, position);
    if (end === -1) return undefined;
    position = end + 1;
  }
  if ((flags & FLAG_HEADER_CRC) !== 0) position += 2;
  return position <= bytes.length ? position : undefined;
}
