// Where inflate keeps its tables: in the scratch of the events, which is not in use before the log events are read.
import { SCRATCH_AT } from '../../src/fast/memory-map';

/** Code of literals and lengths: a table of the next 11 bits, and tables behind it for longer codes. */
export const LITERAL_TABLE_AT: usize = SCRATCH_AT;
export const LITERAL_BITS: u32 = 11;
export const MAX_LITERAL_ENTRIES: u32 = 4096;

/** Code of distances: 9 bits, and tables behind them. */
export const DISTANCE_TABLE_AT: usize = LITERAL_TABLE_AT + 4 * <usize>MAX_LITERAL_ENTRIES;
export const DISTANCE_BITS: u32 = 9;
export const MAX_DISTANCE_ENTRIES: u32 = 2048;

/** Code of code lengths, of at most 7 bits. */
export const LENGTH_CODE_TABLE_AT: usize = DISTANCE_TABLE_AT + 4 * <usize>MAX_DISTANCE_ENTRIES;
export const LENGTH_CODE_BITS: u32 = 7;
export const MAX_LENGTH_CODE_ENTRIES: u32 = 128;

/** Code lengths of the block that is read, one byte a symbol; a run may write up to 137 more. */
export const CODE_LENGTHS_AT: usize = LENGTH_CODE_TABLE_AT + 4 * <usize>MAX_LENGTH_CODE_ENTRIES;
const CODE_LENGTHS_BYTES: usize = 512;

// What `buildTable` counts and sorts with, 16 bits each.
export const COUNTS_AT: usize = CODE_LENGTHS_AT + CODE_LENGTHS_BYTES;
export const OFFSETS_AT: usize = COUNTS_AT + 32;
export const SORTED_SYMBOLS_AT: usize = OFFSETS_AT + 64;

/**
 * An entry of a table, 32 bits:
 * 0-7: the bits to consume, of the code and of the extra bits behind it;
 * 8-12: the bits of the code alone, or of the index of a further table;
 * 13: IS_PAIR, the entry of two literals; 14: IS_END_OF_BLOCK, 15: IS_SPECIAL, which is an end of block or a further table;
 * 16-30: a literal or a pair, the base of a length or distance, or the first entry of a further table; 31: IS_LITERAL.
 * An entry of 0 belongs to no code.
 */
export const IS_LITERAL: u32 = 0x80000000;
export const IS_SPECIAL: u32 = 0x8000;
export const IS_END_OF_BLOCK: u32 = 0x4000;
export const IS_PAIR: u32 = 0x2000;
export const IS_PAIR_SHIFT: u32 = 13;
/** The second literal of a pair has no more than the seven bits below IS_LITERAL. */
export const SECOND_SHIFT: u32 = 24;
export const MAX_SECOND: u32 = 127;
export const CONSUMED_MASK: u32 = 0xff;
export const CODE_BITS_SHIFT: u32 = 8;
export const CODE_BITS_MASK: u32 = 15;
export const VALUE_SHIFT: u32 = 16;
export const VALUE_MASK: u32 = 0x7fff;
/** All of an entry but the bits to consume and those of the code. */
export const WITHOUT_BITS: u32 = 0xffffe000;
export const NO_CODE: u32 = 0;

export const END_OF_BLOCK_SYMBOL: u32 = 256;
