import {
  CODE_BITS_SHIFT,
  CONSUMED_MASK,
  COUNTS_AT,
  IS_LITERAL,
  IS_PAIR,
  IS_SPECIAL,
  MAX_SECOND,
  NO_CODE,
  OFFSETS_AT,
  SECOND_SHIFT,
  SORTED_SYMBOLS_AT,
  VALUE_MASK,
  VALUE_SHIFT,
  WITHOUT_BITS,
} from './layout';
import { DISTANCE_CODE, meaningOf } from './symbols';

const MAX_CODE_BITS: u32 = 15;
const NO_PREFIX: u32 = 0xffffffff;

/**
 * Builds the table of a code from the lengths of its `symbols` code words, one byte each at `lengths`. The table has an
 * entry for each value of the next `mainBits` bits; words that are longer have a further table behind it. False when the
 * lengths make no code that zlib would take, or the tables need more than `maxEntries`.
 */
export function buildTable(
  code: u32,
  table: usize,
  mainBits: u32,
  maxEntries: u32,
  lengths: usize,
  symbols: u32,
): bool {
  memory.fill(table, 0, 4 << mainBits);
  const used = countLengths(lengths, symbols);
  const unusedSpace = spaceLeft();
  if (unusedSpace < 0) return false;
  // An incomplete code is only allowed for distances: one word, or none in a block of nothing but literals.
  if (unusedSpace > 0 && (code != DISTANCE_CODE || used > 1)) return false;
  sortSymbols(lengths, symbols);

  let word: u32 = 0;
  let sorted: usize = SORTED_SYMBOLS_AT;
  let nextTable: u32 = 1 << mainBits;
  let prefix: u32 = NO_PREFIX;
  let furtherTable: u32 = 0;
  let furtherBits: u32 = 0;
  for (let length: u32 = 1; length <= MAX_CODE_BITS; length++) {
    for (let left = countOf(length); left != 0; left--) {
      const meaning = meaningOf(code, load<u16>(sorted));
      const bits = reversed(word, length);
      sorted += 2;
      word += 1;
      if (length <= mainBits) {
        fillEntries(table, bits, length, mainBits, entryOf(meaning, length));
        continue;
      }
      if ((bits & ((1 << mainBits) - 1)) != prefix) {
        prefix = bits & ((1 << mainBits) - 1);
        furtherBits = bitsOfFurtherTable(length, left, mainBits);
        furtherTable = nextTable;
        nextTable += 1 << furtherBits;
        if (nextTable > maxEntries) return false;
        memory.fill(table + (<usize>furtherTable << 2), 0, 4 << furtherBits);
        const link = IS_SPECIAL | (furtherTable << VALUE_SHIFT) | (furtherBits << CODE_BITS_SHIFT) | mainBits;
        store<u32>(table + (<usize>prefix << 2), link);
      }
      const rest = length - mainBits;
      fillEntries(table + (<usize>furtherTable << 2), bits >> mainBits, rest, furtherBits, entryOf(meaning, rest));
    }
    word <<= 1;
  }
  return true;
}

/**
 * Where the `mainBits` bits of a literal's entry hold a second literal too, makes it the entry of both: that saves
 * look-ups, each of which must wait for the one before. From the last entry to the first, because the bits
 * behind a literal are a smaller index, whose entry is then still that of one literal.
 */
export function pairLiterals(table: usize, mainBits: u32): void {
  for (let index: u32 = 1 << mainBits; index != 0; ) {
    index -= 1;
    const at = table + (<usize>index << 2);
    const first = load<u32>(at);
    if ((first & IS_LITERAL) == 0) continue;
    const second = load<u32>(table + (<usize>(index >> (first & CONSUMED_MASK)) << 2));
    const bits = (first & CONSUMED_MASK) + (second & CONSUMED_MASK);
    const literal = (second >> VALUE_SHIFT) & VALUE_MASK;
    if ((second & IS_LITERAL) == 0 || bits > mainBits || literal > MAX_SECOND) continue;
    store<u32>(at, (first & ~CONSUMED_MASK) | IS_PAIR | (literal << SECOND_SHIFT) | bits);
  }
}

@inline
function countOf(length: u32): u32 {
  return load<u16>(COUNTS_AT + (<usize>length << 1));
}

/** Counts the code words of each length; returns how many there are. */
function countLengths(lengths: usize, symbols: u32): u32 {
  memory.fill(COUNTS_AT, 0, 32);
  let used: u32 = 0;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = <usize>load<u8>(lengths + symbol);
    if (length == 0) continue;
    store<u16>(COUNTS_AT + (length << 1), <u16>(countOf(<u32>length) + 1));
    used += 1;
  }
  return used;
}

/** How many words of the longest length are unused: 0 for a complete code, negative when there are too many words. */
function spaceLeft(): i32 {
  let left: i32 = 1;
  for (let length: u32 = 1; length <= MAX_CODE_BITS; length++) {
    left = (left << 1) - <i32>countOf(length);
    if (left < 0) return left;
  }
  return left;
}

/** Symbols in the order of their words: by length, then by symbol. */
function sortSymbols(lengths: usize, symbols: u32): void {
  let offset: u32 = 0;
  for (let length: u32 = 1; length <= MAX_CODE_BITS; length++) {
    store<u16>(OFFSETS_AT + (<usize>length << 1), <u16>offset);
    offset += countOf(length);
  }
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = <usize>load<u8>(lengths + symbol);
    if (length == 0) continue;
    const at = <usize>load<u16>(OFFSETS_AT + (length << 1));
    store<u16>(SORTED_SYMBOLS_AT + (at << 1), <u16>symbol);
    store<u16>(OFFSETS_AT + (length << 1), <u16>(at + 1));
  }
}

/** Words of the same prefix stand together; their table must be as wide as the longest of them. */
function bitsOfFurtherTable(length: u32, left: u32, mainBits: u32): u32 {
  let bits = length - mainBits;
  let longest = length;
  let room: i32 = (1 << bits) - <i32>left;
  while (room > 0 && longest < MAX_CODE_BITS) {
    longest += 1;
    bits += 1;
    room = (room << 1) - <i32>countOf(longest);
  }
  return bits;
}

/** Every index whose low bits are the word gets its entry; a word without a meaning keeps NO_CODE. */
function fillEntries(table: usize, bits: u32, length: u32, tableBits: u32, entry: u32): void {
  for (let index = bits; index < <u32>1 << tableBits; index += <u32>1 << length) {
    store<u32>(table + (<usize>index << 2), entry);
  }
}

function entryOf(meaning: u32, codeBits: u32): u32 {
  if (meaning == NO_CODE) return NO_CODE;
  if (meaning & IS_SPECIAL) return meaning | codeBits;
  return (meaning & WITHOUT_BITS) | (codeBits << CODE_BITS_SHIFT) | ((meaning & CONSUMED_MASK) + codeBits);
}

/** Deflate packs words with their first bit lowest. */
function reversed(word: u32, length: u32): u32 {
  let rest = word;
  let result: u32 = 0;
  for (let index: u32 = 0; index < length; index++) {
    result = (result << 1) | (rest & 1);
    rest >>= 1;
  }
  return result;
}
