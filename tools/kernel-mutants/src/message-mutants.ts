import type { Mutant } from './mutant';
import { defectsOf } from './mutant';

const ofLogEvents = defectsOf('map-log-events.ts', 'log-events');

/** Defects in reading log events. */
export const LOG_EVENT_MUTANTS: readonly Mutant[] = [
  ofLogEvents('takes a timestamp of any length', ' && s - digits < MAX_TIMESTAMP_DIGITS', ''),
  ofLogEvents('takes a log event without a timestamp', 's == digits || ', ''),
  ofLogEvents('takes a timestamp with leading zeros', ' || <u32>load<u8>(digits) == DIGIT_0', ''),
  ofLogEvents('takes a message that goes on behind its event', 'if (<u32>load<u8>(at) != QUOTE) return DECLINED;', ''),
  ofLogEvents(
    'takes a member behind the message for fields',
    'return readFields(skipTemplate(at + 1, TEMPLATE_FIELDS));',
    'return readFields(at + 21);',
  ),
  ofLogEvents('takes a field that is no string', 'if (<u32>load<u8>(nameEnd, 2) != QUOTE) return DECLINED;', ''),
  ofLogEvents('takes a field without a colon', ' || <u32>load<u8>(nameEnd, 1) != COLON', ''),
  ofLogEvents('takes a field of any length', ' || length > <usize>MAX_FIELD_BYTES_IN_LOG_EVENT', ''),
  ofLogEvents('takes a field with escapes', '<u32>load<u8>(value + length) != QUOTE || ', ''),
  ofLogEvents('takes a field twice', 'filledByFields & bit || ', ''),
  ofLogEvents('takes an empty field', ' || length == 0', ''),
  ofLogEvents(
    'takes a member behind the fields',
    'return <u32>load<u8>(s) == CLOSE_BRACE ? s + 1 : DECLINED;',
    'return s + 1;',
  ),
  ofLogEvents('remembers the fields of the log event before', 'filledByFields = 0;\n  fieldBytes', 'fieldBytes'),
  ofLogEvents(
    'takes any byte between log events',
    'next == CLOSE_BRACKET ? STATUS_DONE : STATUS_MESSAGE_DECLINED',
    'STATUS_DONE',
  ),
  ofLogEvents(
    'takes any text for a constant one',
    'isEqual(at, text + 4, length) ? at + length : DECLINED',
    'at + length',
  ),
  {
    ...ofLogEvents('takes an event that is a little too long', ' || eventEnd - SCRATCH_AT > maxEventBytes', ''),
    killedBy: 'fast-mapper',
  },
  {
    ...ofLogEvents(
      'forgets a value when it asks for room',
      '2 * (eventEnd - SCRATCH_AT) + fieldBytes + programBytes',
      '(eventEnd - SCRATCH_AT)',
    ),
    killedBy: 'fast-mapper',
  },
  {
    ...ofLogEvents('goes on past its table of rows', 'count < <u32>MAX_ROWS_PER_CALL', 'true'),
    killedBy: 'fast-mapper',
  },
  {
    ...ofLogEvents('notes no timestamp', 'store<f64>(record, <f64>timestamp, ROW_TIMESTAMP_AT);', ''),
    killedBy: 'fast-mapper',
  },
];

const ofInflate = (file: string, defect: string, search: string, replace: string): Mutant => ({
  defect,
  file: `inflate/${file}`,
  search,
  replace,
  killedBy: 'inflate',
});

/** Defects in inflate: the checksum finds most, so these are those that cost speed, memory or a crash. */
export const INFLATE_MUTANTS: readonly Mutant[] = [
  ofInflate('inflate.ts', 'knows no stored blocks', 'if (type == STORED_BLOCK) {', 'if (type == 4) {'),
  ofInflate('inflate.ts', 'knows no fixed codes', 'type == FIXED_BLOCK && buildFixedTables()', 'false'),
  ofInflate(
    'inflate.ts',
    'takes a stored block whose length is not complemented',
    'if ((<usize>load<u16>(header, 2) ^ 0xffff) != length) return FAILED;',
    '',
  ),
  ofInflate('inflate-block.ts', 'writes on behind the output', 'if (d > limit || s > sourceLimit) return FAILED;', ''),
  ofInflate('inflate-block.ts', 'knows no long words of distances', 'if (place & IS_SPECIAL) {', 'if (false) {'),
  ofInflate(
    'inflate-block.ts',
    'knows no literals of long words',
    'entry = furtherEntry(LITERAL_TABLE_AT, entry, loaded);\n        if (isLiteral(entry)) {',
    'entry = furtherEntry(LITERAL_TABLE_AT, entry, loaded);\n        if (false) {',
  ),
  ofInflate(
    'build-table.ts',
    'makes further tables too small',
    'while (room > 0 && longest',
    'while (false && longest',
  ),
  ofInflate(
    'build-table.ts',
    'pairs a literal with more bits than it may have',
    ' || literal > MAX_SECOND) continue;',
    ') continue;',
  ),
  ofInflate('build-table.ts', 'pairs literals of more bits than the index', ' || bits > mainBits', ''),
  ofInflate('build-table.ts', 'pairs literals with what is none', '(second & IS_LITERAL) == 0 || ', ''),
  ofInflate(
    'build-table.ts',
    'consumes the first of a pair only',
    ' | (literal << SECOND_SHIFT) | bits);',
    ' | (literal << SECOND_SHIFT) | (first & CONSUMED_MASK));',
  ),
  ofInflate(
    'inflate-block.ts',
    'writes the first of a pair only',
    'target + 1 + ((entry >> IS_PAIR_SHIFT) & 1)',
    'target + 1',
  ),
  ofInflate(
    'symbols.ts',
    'knows no longest match',
    'if (symbol == LAST_LENGTH_SYMBOL) return MAX_MATCH << VALUE_SHIFT;',
    '',
  ),
  ofInflate('copy-match.ts', 'copies near matches in too large steps', 'distance >= 8', 'distance >= 7'),
  ofInflate('copy-match.ts', 'copies matches 15 bytes apart in steps of 16', 'distance >= 16', 'distance >= 15'),
];

const ofLongEvent = defectsOf('long-event.ts', 'long-event');

/** Defects in the way of an event that is longer than RawEvent may be. */
export const LONG_EVENT_MUTANTS: readonly Mutant[] = [
  ofLongEvent('does not look how long columns are', ' || columnBytes() > maxColumnBytes', ''),
  ofLongEvent('counts the first slot only', 'slot < <u32>MAX_SLOTS', 'slot < 1'),
  ofLongEvent('counts slots that are not filled', 'if ((filledSlots >> slot) & 1) bytes', 'bytes'),
  ofLongEvent('does not see that the log event is broken', 'logEventEnd == DECLINED || ', ''),
  ofLongEvent(
    'says not where the log event ends',
    'store<u32>(MAILBOX_AT + 4 * MAILBOX_SOURCE, <u32>logEventEnd);',
    '',
  ),
  ofLongEvent('forgets the system fields', 'filledSlots | filledByFields', 'filledSlots'),
  ofLongEvent('forgets which values hold escapes', 'escapedSlots, timestamp', '0, timestamp'),
  ofLongEvent('notes no row', 'if (rowEnd != DECLINED) noteRow(0, logEventStart, logEventEnd, rowEnd);', ''),
];
