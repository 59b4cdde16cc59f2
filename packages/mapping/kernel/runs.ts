// The steps that take most of the time, in two builds: 16 bytes at once with SIMD, else 8 bytes in one 64-bit number.
import { BACKSLASH, QUOTE } from './bytes';

const SPACE: u32 = 0x20;
const LAST_CONTROL: u32 = 0x1f;

// A byte in each of the eight places of a 64-bit number.
const ONES: u64 = 0x0101010101010101;
const HIGH_BITS: u64 = 0x8080808080808080;
const BACKSLASHES: u64 = ONES * <u64>BACKSLASH;
const QUOTES: u64 = ONES * <u64>QUOTE;
const SPACES: u64 = ONES * <u64>SPACE;

/**
 * Copies from `source` to `target` up to the first backslash, quote or control character, and returns the number of
 * bytes before it. Stops early, at some other byte, once `target + result` is past `limit`.
 * Precondition: such a byte stands before the end of the readable memory, 16 bytes or more; the memory behind `limit` is
 * writable for 32 bytes. Bytes behind the run are overwritten.
 */
@inline
export function copyRun(source: usize, target: usize, limit: usize): usize {
  let length: usize = 0;
  while (true) {
    if (ASC_FEATURE_SIMD) {
      const bytes = v128.load(source + length);
      v128.store(target + length, bytes);
      const ends = endsOfRun16(bytes);
      if (ends != 0) return length + <usize>ctz(ends);
      length += 16;
    } else {
      const bytes = load<u64>(source + length);
      store<u64>(target + length, bytes);
      const ends = endsOfRun8(bytes);
      if (ends != 0) return length + (<usize>ctz(ends) >> 3);
      length += 8;
    }
    if (target + length > limit) return length;
  }
}

/** The length of the run at `source`, not copied; the precondition of `copyRun` on readable memory holds here too. */
export function runLength(source: usize): usize {
  let length: usize = 0;
  while (true) {
    const ends = endsOfRun8(load<u64>(source + length));
    if (ends != 0) return length + (<usize>ctz(ends) >> 3);
    length += 8;
  }
}

/** One bit a byte that ends a run. A byte is a control character when it is its own minimum with 0x1f. */
@inline
function endsOfRun16(bytes: v128): i32 {
  const isControl = i8x16.eq(i8x16.min_u(bytes, i8x16.splat(<i8>LAST_CONTROL)), bytes);
  const isQuote = i8x16.eq(bytes, i8x16.splat(<i8>QUOTE));
  const isBackslash = i8x16.eq(bytes, i8x16.splat(<i8>BACKSLASH));
  return i8x16.bitmask(v128.or(v128.or(isBackslash, isQuote), isControl));
}

/**
 * The high bit of the first byte that ends a run, and of none before it; bits behind it mean nothing, as a borrow of the
 * subtraction runs upwards. See "Determine if a word has a byte less than n" in Bit Twiddling Hacks
 * (https://graphics.stanford.edu/~seander/bithacks.html).
 */
@inline
function endsOfRun8(bytes: u64): u64 {
  const quotes = bytes ^ QUOTES;
  const backslashes = bytes ^ BACKSLASHES;
  const isControl = (bytes - SPACES) & ~bytes;
  const isQuote = (quotes - ONES) & ~quotes;
  const isBackslash = (backslashes - ONES) & ~backslashes;
  return (isControl | isQuote | isBackslash) & HIGH_BITS;
}

/**
 * Copies `length` bytes and returns the end of the copy. Precondition: 15 bytes behind both ends may be read or
 * overwritten, and the two do not overlap.
 */
@inline
export function copyShort(target: usize, source: usize, length: usize): usize {
  let copied: usize = 0;
  do {
    if (ASC_FEATURE_SIMD) {
      v128.store(target + copied, v128.load(source + copied));
      copied += 16;
    } else {
      store<u64>(target + copied, load<u64>(source + copied));
      copied += 8;
    }
  } while (copied < length);
  return target + length;
}

/** Whether `length` bytes are equal. Precondition: 7 bytes behind both ends may be read. */
@inline
export function isEqual(a: usize, b: usize, length: usize): bool {
  let compared: usize = 0;
  while (compared + 8 <= length) {
    if (load<u64>(a + compared) != load<u64>(b + compared)) return false;
    compared += 8;
  }
  const rest = length - compared;
  if (rest == 0) return true;
  const difference = load<u64>(a + compared) ^ load<u64>(b + compared);
  return difference << ((8 - <u64>rest) << 3) == 0;
}
