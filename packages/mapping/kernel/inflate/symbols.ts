// What the symbols of the three codes of deflate mean (RFC 1951, 3.2.5), as entries of a table without code bits.
import { END_OF_BLOCK_SYMBOL, IS_END_OF_BLOCK, IS_LITERAL, IS_SPECIAL, NO_CODE, VALUE_SHIFT } from './layout';

export const LITERAL_CODE: u32 = 0;
export const DISTANCE_CODE: u32 = 1;
export const LENGTH_CODE: u32 = 2;

const FIRST_LENGTH_SYMBOL: u32 = 257;
const LAST_LENGTH_SYMBOL: u32 = 285;
const LAST_DISTANCE_SYMBOL: u32 = 29;
const MIN_MATCH: u32 = 3;
const MAX_MATCH: u32 = 258;

/** The meaning of a symbol: base or literal in the value, extra bits in the lowest byte; NO_CODE for a reserved one. */
export function meaningOf(code: u32, symbol: u32): u32 {
  if (code == LENGTH_CODE) return IS_LITERAL | (symbol << VALUE_SHIFT);
  if (code == DISTANCE_CODE) return symbol > LAST_DISTANCE_SYMBOL ? NO_CODE : stepped(1, symbol, 1);
  if (symbol < END_OF_BLOCK_SYMBOL) return IS_LITERAL | (symbol << VALUE_SHIFT);
  if (symbol == END_OF_BLOCK_SYMBOL) return IS_SPECIAL | IS_END_OF_BLOCK;
  if (symbol > LAST_LENGTH_SYMBOL) return NO_CODE;
  if (symbol == LAST_LENGTH_SYMBOL) return MAX_MATCH << VALUE_SHIFT;
  return stepped(MIN_MATCH, symbol - FIRST_LENGTH_SYMBOL, 2);
}

/**
 * Lengths and distances grow alike: the first 2 * 2^k symbols step by one, then after each 2^k symbols the step doubles
 * and one more extra bit says where in the step.
 */
function stepped(first: u32, index: u32, k: u32): u32 {
  if (index < 2 << k) return (first + index) << VALUE_SHIFT;
  const extraBits = (index >> k) - 1;
  const base = first + (((1 << k) + (index & ((1 << k) - 1))) << extraBits);
  return (base << VALUE_SHIFT) | extraBits;
}
