// Times as text: whether a text is one, and the text of a moment.
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

/** 9999-12-31T23:59:59.999Z: later times have no four-digit year, and the reference does not write them. */
export const LAST_MILLISECOND: u64 = 253_402_300_799_999;

/** `YYYY-MM-DDTHH:MM:SS.mmmZ` */
const MILLISECOND_TIME_BYTES: usize = 24;
const MS_PER_SECOND: u64 = 1_000;
const SECONDS_PER_DAY: u64 = 86_400;
const DAYS_PER_YEAR: u32 = 365;
const FIRST_YEAR: u32 = 1970;

/** Writes the moment, at most LAST_MILLISECOND since 1970, as JavaScript's toISOString does; returns the end. */
export function writeMoment(target: usize, milliseconds: u64): usize {
  const seconds = milliseconds / MS_PER_SECOND;
  const second = <u32>(seconds % SECONDS_PER_DAY);
  let days = <u32>(seconds / SECONDS_PER_DAY);
  // At most as many turns as there are years from 1970 to 9999; events without a time of their own are rare.
  let year = FIRST_YEAR;
  while (days >= DAYS_PER_YEAR + <u32>isLeapYear(year)) {
    days -= DAYS_PER_YEAR + <u32>isLeapYear(year);
    year += 1;
  }
  let month: u32 = 1;
  while (days >= daysOf(month, year)) {
    days -= daysOf(month, year);
    month += 1;
  }
  writeDigits(target, 4, year, DATE_SEPARATOR);
  writeDigits(target + 5, 2, month, DATE_SEPARATOR);
  writeDigits(target + 8, 2, days + 1, TIME_LETTER);
  writeDigits(target + 11, 2, second / 3_600, CLOCK_SEPARATOR);
  writeDigits(target + 14, 2, (second / 60) % 60, CLOCK_SEPARATOR);
  writeDigits(target + 17, 2, second % 60, DOT);
  writeDigits(target + 20, 3, <u32>(milliseconds % MS_PER_SECOND), ZONE_LETTER);
  return target + MILLISECOND_TIME_BYTES;
}

/** Writes `value` with leading zeros and a byte behind it. */
function writeDigits(target: usize, digits: u32, value: u32, behind: u32): void {
  let rest = value;
  for (let index = digits; index > 0; index--) {
    store<u8>(target + index - 1, <u8>(DIGIT_0 + (rest % 10)));
    rest /= 10;
  }
  store<u8>(target + digits, <u8>behind);
}
