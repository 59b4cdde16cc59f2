// Inflate (RFC 1951) into the kernel's memory. It is made to be right or to fail: whatever fails here goes to zlib, and
// what does not fail is checked by its length and CRC-32 before anything is read from it.
import { openBits, refill, resumeBits, takeBits, unreadByte } from './bit-input';
import { buildFixedTables, readDynamicTables } from './code-lengths';
import { FAILED, inflateBlock } from './inflate-block';

const STORED_BLOCK: u32 = 0;
const FIXED_BLOCK: u32 = 1;
const DYNAMIC_BLOCK: u32 = 2;
/** A stored block has its length and the complement of it before its bytes. */
const STORED_HEADER_BYTES: usize = 4;
const BYTES_READ_AHEAD: usize = 8;

let sourceEndOfDeflate: usize = 0;

/** The byte behind the deflate text after `inflate` did not fail. */
export function inflatedSourceEnd(): usize {
  return sourceEndOfDeflate;
}

/**
 * Inflates the deflate text in `[source, sourceEnd)` to `[target, targetEnd)` and returns where the output ends, or 0.
 * Preconditions: INFLATE_SLACK_BYTES behind `targetEnd` may be written, 4096 bytes behind `sourceEnd` may be read.
 */
export function inflate(source: usize, sourceEnd: usize, target: usize, targetEnd: usize): usize {
  let d = target;
  openBits(source);
  while (true) {
    refill();
    const isLast = takeBits(1) == 1;
    const type = takeBits(2);
    if (type == STORED_BLOCK) {
      d = copyStored(d, targetEnd, sourceEnd);
    } else {
      const isBuilt = type == DYNAMIC_BLOCK ? readDynamicTables() : type == FIXED_BLOCK && buildFixedTables();
      d = isBuilt ? inflateBlock(d, target, targetEnd, sourceEnd + BYTES_READ_AHEAD) : FAILED;
    }
    if (d == FAILED || d > targetEnd || unreadByte() > sourceEnd) return FAILED;
    if (isLast) {
      sourceEndOfDeflate = unreadByte();
      return d;
    }
  }
}

function copyStored(target: usize, targetEnd: usize, sourceEnd: usize): usize {
  const header = unreadByte();
  if (header + STORED_HEADER_BYTES > sourceEnd) return FAILED;
  const length = <usize>load<u16>(header);
  if ((<usize>load<u16>(header, 2) ^ 0xffff) != length) return FAILED;
  const bytes = header + STORED_HEADER_BYTES;
  if (bytes + length > sourceEnd || target + length > targetEnd) return FAILED;
  memory.copy(target, bytes, length);
  resumeBits(bytes + length, 0, 0);
  return target + length;
}
