import { bits, refill, takeBits } from './bit-input';
import { buildTable, pairLiterals } from './build-table';
import {
  CODE_LENGTHS_AT,
  CONSUMED_MASK,
  DISTANCE_BITS,
  DISTANCE_TABLE_AT,
  END_OF_BLOCK_SYMBOL,
  LENGTH_CODE_BITS,
  LENGTH_CODE_TABLE_AT,
  LITERAL_BITS,
  LITERAL_TABLE_AT,
  MAX_DISTANCE_ENTRIES,
  MAX_LENGTH_CODE_ENTRIES,
  MAX_LITERAL_ENTRIES,
  NO_CODE,
  VALUE_MASK,
  VALUE_SHIFT,
} from './layout';
import { DISTANCE_CODE, LENGTH_CODE, LITERAL_CODE } from './symbols';

/** The order in which the lengths of the code of code lengths are written (RFC 1951, 3.2.7). */
const LENGTH_CODE_ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);
const LENGTH_CODE_SYMBOLS: u32 = 19;
const MAX_LITERAL_SYMBOLS: u32 = 286;
const MAX_DISTANCE_SYMBOLS: u32 = 30;

/** Symbols above the lengths: repeat the last length, or zeros. */
const REPEAT_LAST: u32 = 16;
const REPEAT_ZERO: u32 = 17;

/** The tables of a block with fixed codes (RFC 1951, 3.2.6). */
export function buildFixedTables(): bool {
  memory.fill(CODE_LENGTHS_AT, 8, 144);
  memory.fill(CODE_LENGTHS_AT + 144, 9, 112);
  memory.fill(CODE_LENGTHS_AT + 256, 7, 24);
  memory.fill(CODE_LENGTHS_AT + 280, 8, 8);
  const isBuilt = buildLiterals(288);
  memory.fill(CODE_LENGTHS_AT, 5, 32);
  return isBuilt && buildDistances(CODE_LENGTHS_AT, 32);
}

/** Reads the codes of a block and builds its tables; false when they are none that zlib would take. */
export function readDynamicTables(): bool {
  refill();
  const literals = takeBits(5) + 257;
  const distances = takeBits(5) + 1;
  const lengthCodes = takeBits(4) + 4;
  if (literals > MAX_LITERAL_SYMBOLS || distances > MAX_DISTANCE_SYMBOLS) return false;
  if (!readLengthCode(lengthCodes) || !readCodeLengths(literals + distances)) return false;
  // A block that cannot end is no block.
  if (load<u8>(CODE_LENGTHS_AT + END_OF_BLOCK_SYMBOL) == 0) return false;
  return buildDistances(CODE_LENGTHS_AT + literals, distances) && buildLiterals(literals);
}

function buildLiterals(symbols: u32): bool {
  if (!buildTable(LITERAL_CODE, LITERAL_TABLE_AT, LITERAL_BITS, MAX_LITERAL_ENTRIES, CODE_LENGTHS_AT, symbols)) return false;
  pairLiterals(LITERAL_TABLE_AT, LITERAL_BITS);
  return true;
}

function buildDistances(lengths: usize, symbols: u32): bool {
  return buildTable(DISTANCE_CODE, DISTANCE_TABLE_AT, DISTANCE_BITS, MAX_DISTANCE_ENTRIES, lengths, symbols);
}

function readLengthCode(count: u32): bool {
  memory.fill(CODE_LENGTHS_AT, 0, LENGTH_CODE_SYMBOLS);
  for (let index: u32 = 0; index < count; index++) {
    refill();
    store<u8>(CODE_LENGTHS_AT + <usize>load<u8>(LENGTH_CODE_ORDER + index), <u8>takeBits(3));
  }
  return buildTable(
    LENGTH_CODE,
    LENGTH_CODE_TABLE_AT,
    LENGTH_CODE_BITS,
    MAX_LENGTH_CODE_ENTRIES,
    CODE_LENGTHS_AT,
    LENGTH_CODE_SYMBOLS,
  );
}

function readCodeLengths(count: u32): bool {
  let index: u32 = 0;
  while (index < count) {
    refill();
    const entry = load<u32>(LENGTH_CODE_TABLE_AT + ((<usize>bits & ((1 << LENGTH_CODE_BITS) - 1)) << 2));
    if (entry == NO_CODE) return false;
    takeBits(entry & CONSUMED_MASK);
    const symbol = (entry >> VALUE_SHIFT) & VALUE_MASK;
    if (symbol < REPEAT_LAST) {
      store<u8>(CODE_LENGTHS_AT + index, <u8>symbol);
      index += 1;
      continue;
    }
    if (symbol == REPEAT_LAST && index == 0) return false;
    const length: u8 = symbol == REPEAT_LAST ? load<u8>(CODE_LENGTHS_AT + index - 1) : 0;
    const times = symbol == REPEAT_LAST ? 3 + takeBits(2) : symbol == REPEAT_ZERO ? 3 + takeBits(3) : 11 + takeBits(7);
    if (index + times > count) return false;
    memory.fill(CODE_LENGTHS_AT + index, length, times);
    index += times;
  }
  return true;
}
