import { DIGIT_0, isDigit } from './bytes';

/** `YYYY-MM-DDTHH:MM:SS.ffffffZ`, as the API server writes a time. */
const TIME_BYTES: usize = 27;

/** The separators, as offset and byte. */
const DATE_SEPARATOR: u32 = 0x2d;
const TIME_LETTER: u32 = 0x54;
const CLOCK_SEPARATOR: u32 = 0x3a;
const DOT: u32 = 0x2e;
const ZONE_LETTER: u32 = 0x5a;

const FEBRUARY: u32 = 2;
/** Bit m is set when month m has 31 days. */
const LONG_MONTHS: u32 = 0b1_0101_1010_1010;

/**
 * Whether `[start, end)` is a moment that the calendar has, written with microseconds. Other forms of a time are for the
 * reference.
 */
export function isUtcTime(start: usize, end: usize): bool {
  if (end - start != TIME_BYTES) return false;
  if (!hasSeparators(start)) return false;
  const century = twoDigits(start);
  const yearOfCentury = twoDigits(start + 2);
  const month = twoDigits(start + 5);
  const day = twoDigits(start + 8);
  if (century > 99 || yearOfCentury > 99) return false;
  if (month - 1 > 11 || day == 0 || day > daysOf(month, century * 100 + yearOfCentury)) return false;
  if (twoDigits(start + 11) > 23 || twoDigits(start + 14) > 59 || twoDigits(start + 17) > 59) return false;
  return twoDigits(start + 20) <= 99 && twoDigits(start + 22) <= 99 && twoDigits(start + 24) <= 99;
}

function hasSeparators(start: usize): bool {
  return (
    <u32>load<u8>(start, 4) == DATE_SEPARATOR &&
    <u32>load<u8>(start, 7) == DATE_SEPARATOR &&
    <u32>load<u8>(start, 10) == TIME_LETTER &&
    <u32>load<u8>(start, 13) == CLOCK_SEPARATOR &&
    <u32>load<u8>(start, 16) == CLOCK_SEPARATOR &&
    <u32>load<u8>(start, 19) == DOT &&
    <u32>load<u8>(start, 26) == ZONE_LETTER
  );
}

/** The number of two digits, or one above 99. */
function twoDigits(at: usize): u32 {
  const tens = <u32>load<u8>(at);
  const ones = <u32>load<u8>(at, 1);
  return isDigit(tens) && isDigit(ones) ? (tens - DIGIT_0) * 10 + (ones - DIGIT_0) : 100;
}

function daysOf(month: u32, year: u32): u32 {
  if (month == FEBRUARY) return isLeapYear(year) ? 29 : 28;
  return (LONG_MONTHS >> month) & 1 ? 31 : 30;
}

function isLeapYear(year: u32): bool {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
