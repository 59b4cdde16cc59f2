import { MIN_BITS, bitCount, bits, refill, resumeBits, source } from './bit-input';
import { copyMatch } from './copy-match';
import {
  CODE_BITS_MASK,
  CODE_BITS_SHIFT,
  CONSUMED_MASK,
  DISTANCE_BITS,
  DISTANCE_TABLE_AT,
  IS_END_OF_BLOCK,
  IS_PAIR_SHIFT,
  IS_SPECIAL,
  LITERAL_BITS,
  LITERAL_TABLE_AT,
  NO_CODE,
  VALUE_MASK,
  VALUE_SHIFT,
} from './layout';

const LITERAL_MASK: usize = (1 << LITERAL_BITS) - 1;
const DISTANCE_MASK: usize = (1 << DISTANCE_BITS) - 1;

/** The text is no deflate, or not one that is inflated here. */
export const FAILED: usize = 0;

/**
 * Inflates one compressed block behind its header to `target` and returns where it ends, or FAILED. `start` is where the
 * output begins. Preconditions: the tables are built; behind `limit` INFLATE_SLACK_BYTES may be written, behind
 * `sourceLimit` 16 bytes may be read.
 *
 * After each refill there are at least 56 bits: three entries of literals take 33 of them, as longer words are in a
 * further table; a length and a distance with their extra bits take 48.
 */
export function inflateBlock(target: usize, start: usize, limit: usize, sourceLimit: usize): usize {
  refill();
  let s = source;
  let loaded = bits;
  let count = bitCount;
  let d = target;
  let entry = literalEntry(loaded);
  while (true) {
    if (d > limit || s > sourceLimit) return FAILED;

    if (isLiteral(entry)) {
      loaded >>= entry & CONSUMED_MASK;
      count -= entry & CONSUMED_MASK;
      d = storeLiterals(d, entry);
      entry = literalEntry(loaded);
      if (isLiteral(entry)) {
        loaded >>= entry & CONSUMED_MASK;
        count -= entry & CONSUMED_MASK;
        d = storeLiterals(d, entry);
        entry = literalEntry(loaded);
        if (isLiteral(entry)) {
          loaded >>= entry & CONSUMED_MASK;
          count -= entry & CONSUMED_MASK;
          d = storeLiterals(d, entry);
          loaded |= load<u64>(s) << count;
          s += (63 - count) >> 3;
          count |= MIN_BITS;
          entry = literalEntry(loaded);
          continue;
        }
      }
      // The entry is that of bits which a refill does not change.
      loaded |= load<u64>(s) << count;
      s += (63 - count) >> 3;
      count |= MIN_BITS;
    }

    if (entry & IS_SPECIAL) {
      if ((entry & IS_END_OF_BLOCK) == 0) {
        loaded >>= LITERAL_BITS;
        count -= LITERAL_BITS;
        entry = furtherEntry(LITERAL_TABLE_AT, entry, loaded);
        if (isLiteral(entry)) {
          loaded >>= entry & CONSUMED_MASK;
          count -= entry & CONSUMED_MASK;
          store<u8>(d, <u8>(entry >> VALUE_SHIFT));
          d += 1;
          loaded |= load<u64>(s) << count;
          s += (63 - count) >> 3;
          count |= MIN_BITS;
          entry = literalEntry(loaded);
          continue;
        }
      }
      if (entry & IS_END_OF_BLOCK) {
        resumeBits(s, loaded >> (entry & CONSUMED_MASK), count - (entry & CONSUMED_MASK));
        return d;
      }
    }
    if (entry == NO_CODE) return FAILED;

    const length = <usize>valueWithExtra(entry, loaded);
    loaded >>= entry & CONSUMED_MASK;
    count -= entry & CONSUMED_MASK;
    let place = load<u32>(DISTANCE_TABLE_AT + ((<usize>loaded & DISTANCE_MASK) << 2));
    if (place & IS_SPECIAL) {
      loaded >>= DISTANCE_BITS;
      count -= DISTANCE_BITS;
      place = furtherEntry(DISTANCE_TABLE_AT, place, loaded);
    }
    if (place == NO_CODE) return FAILED;
    const distance = <usize>valueWithExtra(place, loaded);
    loaded >>= place & CONSUMED_MASK;
    count -= place & CONSUMED_MASK;
    loaded |= load<u64>(s) << count;
    s += (63 - count) >> 3;
    count |= MIN_BITS;
    // The next entry is looked up before the copy, so that the one need not wait for the other.
    entry = literalEntry(loaded);

    if (distance > d - start) return FAILED;
    copyMatch(d, distance, length);
    d += length;
  }
}

@inline
function literalEntry(loaded: u64): u32 {
  return load<u32>(LITERAL_TABLE_AT + ((<usize>loaded & LITERAL_MASK) << 2));
}

/** Writes the one or two literals of an entry, and a byte too many for one; returns where output goes on. */
@inline
function storeLiterals(target: usize, entry: u32): usize {
  store<u16>(target, <u16>((entry >> VALUE_SHIFT) & VALUE_MASK));
  return target + 1 + ((entry >> IS_PAIR_SHIFT) & 1);
}

/** The entry of a further table that `link` leads to. */
@inline
function furtherEntry(table: usize, link: u32, loaded: u64): u32 {
  const mask = (<usize>1 << ((link >> CODE_BITS_SHIFT) & CODE_BITS_MASK)) - 1;
  return load<u32>(table + ((((link >> VALUE_SHIFT) & VALUE_MASK) + (<usize>loaded & mask)) << 2));
}

/** IS_LITERAL is the sign. */
@inline
function isLiteral(entry: u32): bool {
  return <i32>entry < 0;
}

/** The base of a length or distance and the extra bits, which stand behind the code bits. */
@inline
function valueWithExtra(entry: u32, loaded: u64): u32 {
  const consumed = <u32>(loaded & ((<u64>1 << (entry & CONSUMED_MASK)) - 1));
  return (entry >> VALUE_SHIFT) + (consumed >> ((entry >> CODE_BITS_SHIFT) & CODE_BITS_MASK));
}
