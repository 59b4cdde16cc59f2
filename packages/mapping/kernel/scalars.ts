import { DIGIT_0, DIGIT_1, DOT, FALS, LOWER_E, MINUS, NULL, PLUS, TRUE, CASE_BIT, isDigit } from './bytes';

/** An integer with more digits may not be exact as a number of JavaScript: the reference decides. */
const MAX_EXACT_DIGITS: usize = 15;

/** The bytes of the number at `at` by the grammar of RFC 8259, or 0 when there is none. */
export function numberLength(at: usize): usize {
  let p = at;
  if (<u32>load<u8>(p) == MINUS) p += 1;
  if (<u32>load<u8>(p) == DIGIT_0) {
    p += 1;
  } else {
    if (!isDigit(load<u8>(p))) return 0;
    p = skipDigits(p);
  }
  if (<u32>load<u8>(p) == DOT) {
    p += 1;
    if (!isDigit(load<u8>(p))) return 0;
    p = skipDigits(p);
  }
  if ((<u32>load<u8>(p) | CASE_BIT) == LOWER_E) {
    p += 1;
    const sign = <u32>load<u8>(p);
    if (sign == PLUS || sign == MINUS) p += 1;
    if (!isDigit(load<u8>(p))) return 0;
    p = skipDigits(p);
  }
  return p - at;
}

function skipDigits(at: usize): usize {
  let p = at;
  while (isDigit(load<u8>(p))) p += 1;
  return p;
}

/** Whether the number or literal of `length` bytes at `at` is an integer, written just as JavaScript writes it. */
export function isPlainInteger(at: usize, length: usize): bool {
  if (length > MAX_EXACT_DIGITS) return false;
  return skipDigits(at) >= at + length && (length == 1 || <u32>load<u8>(at) >= DIGIT_1);
}

/** The bytes of `true`, `false` or `null` at `at`, or 0. */
@inline
export function literalLength(at: usize): usize {
  const first = load<u32>(at);
  if (first == TRUE || first == NULL) return 4;
  return first == FALS && <u32>load<u8>(at, 4) == LOWER_E ? 5 : 0;
}
