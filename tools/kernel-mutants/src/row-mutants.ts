import type { Mutant } from './mutant';

const directed = (file: string, defect: string, search: string, replace: string): Mutant => ({
  defect,
  file,
  search,
  replace,
  killedBy: 'directed',
});

/** Defects in finding names and in the steps that both builds write differently. */
export const STEP_MUTANTS: readonly Mutant[] = [
  directed('keys.ts', 'looks up short names only', 'length > <usize>MAX_NAME_BYTES', 'length > 28'),
  directed('keys.ts', 'takes any name of the same length', 'isEqual(name, entry + ENTRY_NAME_AT, length)', 'true'),
  directed('runs.ts', 'compares all but the last bytes', 'if (rest == 0) return true;', 'return true;'),
  directed('runs.ts', 'compares too few of the last bytes', '(8 - <u64>rest) << 3', '(9 - <u64>rest) << 3'),
  {
    ...directed(
      'runs.ts',
      'takes control characters (SIMD)',
      'v128.or(v128.or(isBackslash, isQuote), isControl)',
      'v128.or(isBackslash, isQuote)',
    ),
    killedBy: 'log-events',
  },
  {
    ...directed(
      'runs.ts',
      'takes the unit separator for a space',
      'LAST_CONTROL: u32 = 0x1f',
      'LAST_CONTROL: u32 = 0x1e',
    ),
    killedBy: 'log-events',
  },
  {
    ...directed(
      'runs.ts',
      'takes control characters (portable)',
      '(isControl | isQuote | isBackslash)',
      '(isQuote | isBackslash)',
    ),
    killedBy: 'log-events',
    build: 'portable',
  },
  {
    ...directed(
      'runs.ts',
      'takes bytes of other scripts for control characters',
      '(bytes - SPACES) & ~bytes;',
      '(bytes - SPACES);',
    ),
    build: 'portable',
  },
  {
    ...directed(
      'runs.ts',
      'copies one step only (portable)',
      'store<u64>(target + copied, load<u64>(source + copied));\n      copied += 8;',
      'store<u64>(target + copied, load<u64>(source + copied));\n      copied += 64;',
    ),
    build: 'portable',
  },
  directed(
    'runs.ts',
    'copies one step only (SIMD)',
    'v128.store(target + copied, v128.load(source + copied));\n      copied += 16;',
    'v128.store(target + copied, v128.load(source + copied));\n      copied += 64;',
  ),
  {
    ...directed('runs.ts', 'copies a run of any length', 'if (target + length > limit) return length;', ''),
    killedBy: 'fast-mapper',
  },
];

const ofTime = (defect: string, search: string, replace: string): Mutant => ({
  ...directed('utc-time.ts', defect, search, replace),
  killedBy: 'times',
});

/** Defects in times. */
export const TIME_MUTANTS: readonly Mutant[] = [
  ofTime('takes a time of any length', 'if (end - start != TIME_BYTES) return false;', ''),
  ofTime('takes any separators', 'if (!hasSeparators(start)) return false;', ''),
  ofTime('takes month 0', 'month - 1 > 11', 'month > 12'),
  ofTime('takes month 13', 'month - 1 > 11', 'month - 1 > 12'),
  ofTime('takes day 0', ' || day == 0 || ', ' || '),
  ofTime('takes any day up to 31', 'day > daysOf(month, century * 100 + yearOfCentury)', 'day > 31'),
  ofTime('takes hour 24', '> 23', '> 24'),
  ofTime('takes minute 60', 'twoDigits(start + 14) > 59', 'twoDigits(start + 14) > 60'),
  ofTime('takes second 60', 'twoDigits(start + 17) > 59', 'twoDigits(start + 17) > 60'),
  ofTime('takes letters in the year', 'if (century > 99 || yearOfCentury > 99) return false;', ''),
  ofTime('takes letters in the last digits', ' && twoDigits(start + 24) <= 99', ''),
  ofTime('knows no leap year', 'year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)', 'false'),
  ofTime('takes 1900 for a leap year', '(year % 100 != 0 || year % 400 == 0)', 'true'),
  ofTime('takes 2000 for a common year', '(year % 100 != 0 || year % 400 == 0)', 'year % 100 != 0'),
  ofTime('gives July 30 days', '0b1_0101_1010_1010', '0b1_0101_0010_1010'),
  ofTime('writes the day before', 'days + 1, TIME_LETTER', 'days, TIME_LETTER'),
  ofTime('writes no leap day', 'days >= DAYS_PER_YEAR + <u32>isLeapYear(year)', 'days >= DAYS_PER_YEAR'),
];

const ofRow = (defect: string, search: string, replace: string): Mutant =>
  directed('write-row.ts', defect, search, replace);
const ofValue = (defect: string, search: string, replace: string): Mutant =>
  directed('copy-value.ts', defect, search, replace);

/** Defects in writing a row. */
export const ROW_MUTANTS: readonly Mutant[] = [
  {
    ...ofRow(
      'takes a time that does not count',
      'isUtcTime(spanStart(slot), spanEnd(slot)) ? copyValue(row, slot) : DECLINED',
      'copyValue(row, slot)',
    ),
    killedBy: 'times',
  },
  {
    ...ofRow('writes times beyond the year 9999', 'timestamp > LAST_MILLISECOND ? DECLINED : ', ''),
    killedBy: 'times',
  },
  ofRow(
    'copies escapes as they are',
    'if (((escaped >> slot) & 1) == 0) return copyValue(d, slot);',
    'return copyValue(d, slot);',
  ),
  ofRow('takes an empty name for one', ' && spanStart(slot) != spanEnd(slot)', ''),
  ofRow('writes no namespace', 'if (hasText(namespace, filled)) d = copyPart(d, namespace, escaped);', ''),
  ofRow('writes no name', 'if (d != DECLINED && hasText(name, filled)) d', 'if (false) d'),
  ofRow('writes no name without a resource', 'if (hasText(name, filled)) return copyText(d, name, escaped);', ''),
  ofRow(
    'takes a request path beside a namespace',
    'if (hasText(namespace, filled) || hasText(subresource, filled)) return d;',
    '',
  ),
  ofRow('writes an empty name behind an escape', 'd == DECLINED ? DECLINED : withSlash(d)', 'withSlash(d)'),
  ofRow('writes nothing for an absent code', 'store<u32>(d, NULL);\n          d += 4;', ''),
  ofRow('writes nothing for absent addresses', 'store<u16>(d, <u16>EMPTY_ARRAY);\n          d += 2;', ''),
  ofValue('takes escapes beyond ASCII for ASCII', 'if (load<u32>(s) != UNICODE_ESCAPE_OF_BYTE) return DECLINED;', ''),
  ofValue('writes control characters', 'byte < FIRST_PRINTABLE || ', ''),
  ofValue('writes half of a character', ' || byte > LAST_PRINTABLE', ''),
  ofValue('keeps the escape of a slash', ' && byte != SLASH', ''),
  ofValue('writes quotes without an escape', 'if (byte == QUOTE || byte == BACKSLASH) {', 'if (false) {'),
  ofValue('writes the query', 'if (byte == stop) break;', ''),
  ofValue('reads hexadecimal digits in lower case only', '(digit | CASE_BIT) - LOWER_A', 'digit - LOWER_A'),
];
