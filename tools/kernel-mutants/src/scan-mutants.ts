import type { Mutant } from './mutant';
import { defectsOf } from './mutant';

const ofScanEvent = defectsOf('scan-event.ts', 'directed');

/** Defects in reading an audit event. */
export const SCAN_MUTANTS: readonly Mutant[] = [
  ofScanEvent('takes any value for an event', '<u32>load<u8>(s) != OPEN_BRACE', 'false'),
  ofScanEvent('looks for names too deep', 'MAX_WANTED_DEPTH: u32 = 2', 'MAX_WANTED_DEPTH: u32 = 3'),
  ofScanEvent('looks for names at the root only', 'MAX_WANTED_DEPTH: u32 = 2', 'MAX_WANTED_DEPTH: u32 = 1'),
  ofScanEvent('takes an escaped name for an unwanted one', 'if (isWantedPlace) return DECLINED;', ''),
  ofScanEvent('takes the last of two equal names', 'if (filled & bit) return DECLINED;', ''),
  ofScanEvent(
    'does not look for the colon',
    'if ((load<u32>(s) & THREE_BYTES) != ESCAPED_QUOTE_COLON) return DECLINED;',
    '',
  ),
  ofScanEvent('takes a string for any column', 'if (kindOf(entry) != KIND_STRING) return DECLINED;', ''),
  ofScanEvent('forgets that a value has escapes', 'if (!isPlain) escaped |= <u32>1 << slotOf(entry);', ''),
  ofScanEvent('takes an array for a wanted object', 'kind == KIND_OBJECT && opensObject', 'kind == KIND_OBJECT'),
  ofScanEvent('takes an object for wanted strings', 'kind == KIND_STRINGS && !opensObject', 'kind == KIND_STRINGS'),
  ofScanEvent('keeps the section inside an unwanted object', 'section = SECTION_NONE;', ''),
  ofScanEvent('has no section again behind an object', 'if (depth == 1) section = SECTION_ROOT;', ''),
  ofScanEvent('goes one level too deep', 'depth == MAX_EVENT_DEPTH', 'depth == MAX_EVENT_DEPTH + 1'),
  ofScanEvent('gives up a level too early', 'depth == MAX_EVENT_DEPTH', 'depth == MAX_EVENT_DEPTH - 1'),
  ofScanEvent(
    'keeps 32 levels of containers',
    'outer = (outer << 1) | <u64>inObject;',
    'outer = ((outer << 1) | <u64>inObject) & 0xffffffff;',
  ),
  ofScanEvent(
    'takes any bracket as the closing one',
    'if (byte != (inObject ? CLOSE_BRACE : CLOSE_BRACKET)) return DECLINED;',
    'if (byte != CLOSE_BRACE && byte != CLOSE_BRACKET) return DECLINED;',
  ),
  ofScanEvent(
    'takes a comma without a name in an object',
    'if (inObject) return DECLINED;\n        expectsName',
    'expectsName',
  ),
  ofScanEvent(
    'takes an object whose first name has no quote',
    'if (<u32>load<u16>(s) != ESCAPED_QUOTE) return DECLINED;\n            store',
    'store',
  ),
  ofScanEvent(
    'closes an empty container with the wrong bracket',
    'first + OPEN_TO_CLOSE',
    '(first ^ CASE_BIT) + OPEN_TO_CLOSE',
  ),
  ofScanEvent('takes a fraction as a response code', ' || !isPlainInteger(s, length)', ''),
  ofScanEvent('takes a number for any column', 'kindOf(entry) != KIND_INTEGER || ', ''),
  ofScanEvent('takes what is no literal', 'if (length == 0 || d + length > limit)', 'if (d + length > limit)'),
  {
    ...ofScanEvent('copies a number of any length', 'length == 0 || d + length > limit', 'length == 0'),
    killedBy: 'fast-mapper',
  },
  { ...ofScanEvent('writes on behind the limit', 'if (d > limit) return DECLINED;', ''), killedBy: 'fast-mapper' },
];

const ofStrings = (defect: string, search: string, replace: string): Mutant => ({
  ...ofScanEvent(defect, search, replace),
  file: 'strings.ts',
});
const ofScalars = (defect: string, search: string, replace: string): Mutant => ({
  ...ofScanEvent(defect, search, replace),
  file: 'scalars.ts',
});

/** Defects in reading strings and numbers. */
export const TOKEN_MUTANTS: readonly Mutant[] = [
  ofStrings('takes any escape', 'if (!isSimpleEscape(kind)) return DECLINED;', ''),
  ofStrings('takes any escaped escape', 'if (escaped != QUOTE && escaped != BACKSLASH) return DECLINED;', ''),
  ofStrings('does not know \\f', '    case 0x66:\n', ''),
  ofStrings('takes a second digit that is not hexadecimal', '|| !isHexDigit(load<u8>(s, 4))) return', ') return'),
  ofStrings('takes a last digit that is not hexadecimal', '|| !isHexDigit(load<u8>(s, 6))) return', ') return'),
  ofStrings(
    'takes one kind of escape of the message for one of the event',
    'if (pair != ESCAPED_BACKSLASH || d > limit)',
    'if (<u32>load<u8>(s) != BACKSLASH || d > limit)',
  ),
  {
    ...ofStrings(
      'writes escapes on behind the limit',
      'pair != ESCAPED_BACKSLASH || d > limit',
      'pair != ESCAPED_BACKSLASH',
    ),
    killedBy: 'fast-mapper',
  },
  ofStrings('takes an array that a comma ends', 'if (next != COMMA) return DECLINED;', ''),
  ofStrings(
    'takes an array with escapes as it is',
    'if (<u32>load<u16>(s) != ESCAPED_QUOTE) return DECLINED;\n    const next',
    'const next',
  ),
  ofStrings('takes numbers for strings', 'd > limit || <u32>load<u16>(s) != ESCAPED_QUOTE', 'd > limit'),
  {
    ...ofStrings('writes strings on behind the limit', 'd > limit || <u32>load<u16>', '<u32>load<u16>'),
    killedBy: 'fast-mapper',
  },
  ofScalars('takes a leading zero', 'if (<u32>load<u8>(p) == DIGIT_0) {\n    p += 1;\n  } else {', '{'),
  ofScalars(
    'takes a minus alone',
    'if (!isDigit(load<u8>(p))) return 0;\n    p = skipDigits(p);\n  }\n  if (<u32>load<u8>(p) == DOT)',
    'p = skipDigits(p);\n  }\n  if (<u32>load<u8>(p) == DOT)',
  ),
  ofScalars(
    'takes a dot without digits',
    'if (!isDigit(load<u8>(p))) return 0;\n    p = skipDigits(p);\n  }\n  if ((<u32>',
    'p = skipDigits(p);\n  }\n  if ((<u32>',
  ),
  ofScalars(
    'takes an exponent without digits',
    'if (!isDigit(load<u8>(p))) return 0;\n    p = skipDigits(p);\n  }\n  return p - at;',
    'p = skipDigits(p);\n  }\n  return p - at;',
  ),
  ofScalars('knows no sign of an exponent', 'if (sign == PLUS || sign == MINUS) p += 1;', ''),
  ofScalars('takes a response code of any length', 'if (length > MAX_EXACT_DIGITS) return false;', ''),
  ofScalars('takes falsy for false', ' && <u32>load<u8>(at, 4) == LOWER_E ? 5 : 0', ' ? 5 : 0'),
  ofScalars('takes nothing but null and false', 'first == TRUE || ', ''),
];
