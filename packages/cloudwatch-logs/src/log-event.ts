import { isUtf8 } from 'node:buffer';

import { ABSENT, compileKeyTree, decodeString, pickMembers, visitElements } from '@eks-sentinel/json-scan';

import type { LogEventList } from './subscription-message';

/** One log event of a subscription message. */
export interface LogEvent {
  /** The span of the log event in the message's bytes. */
  readonly start: number;
  readonly end: number;
  /** The span of `message`, quotes included; both -1 when the log event has no message that is a string. */
  readonly messageStart: number;
  readonly messageEnd: number;
  /** Milliseconds since 1970; undefined when absent or no integer. */
  readonly timestamp: number | undefined;
  /** `@aws.account` and `@aws.region` of a filter that emits system fields; undefined when absent or empty. */
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/** The text of a log event. */
export interface LogEventText {
  readonly bytes: Buffer;
  /** Set when `bytes` is not the message as it was written: see `logEventText`. */
  readonly flaw?: 'not_utf8' | 'message_missing';
}

const SYSTEM_FIELDS = { account: '@aws.account', region: '@aws.region' } as const;
const PATHS = [
  ['message'],
  ['timestamp'],
  ['extractedFields', SYSTEM_FIELDS.account],
  ['extractedFields', SYSTEM_FIELDS.region],
] as const;

/**
 * How CloudWatch Logs writes a log event: the texts that stand before its values, and its system fields by what they
 * say. A reader that knows this form need not look for members; any other form is JSON too, and `readLogEvent` reads it.
 */
export const LOG_EVENT_FORM = {
  beforeId: '{"id":"',
  beforeTimestamp: '","timestamp":',
  beforeMessage: ',"message":"',
  beforeFields: ',"extractedFields":{',
  fields: SYSTEM_FIELDS,
} as const;

const KEYS = compileKeyTree(PATHS);
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const QUOTE = 0x22;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

/** Calls `visit` for each log event of the message, in order, until it returns false. Returns whether all were visited. */
export function visitLogEvents(message: LogEventList, visit: (logEvent: LogEvent) => boolean): boolean {
  const { bytes, logEventsStart, logEventsEnd } = message;
  if (logEventsStart === ABSENT) return true;
  return visitElements(bytes, logEventsStart, logEventsEnd, (start, end) => visit(readLogEvent(bytes, start, end)));
}

/** Reads the log event in `bytes[start, end)`, which must be one element of the array of log events. */
export function readLogEvent(bytes: Buffer, start: number, end: number): LogEvent {
  const spans = new Int32Array(PATHS.length * 2);
  if (pickMembers(bytes, start, end, KEYS, spans).kind !== 'object') spans.fill(ABSENT);
  const hasMessage = spans[0] !== ABSENT && bytes[spans[0]!] === QUOTE;
  return {
    start,
    end,
    messageStart: hasMessage ? spans[0]! : ABSENT,
    messageEnd: hasMessage ? spans[1]! : ABSENT,
    timestamp: integerAt(bytes, spans[2]!, spans[3]!),
    account: nonEmptyStringAt(bytes, spans[4]!, spans[5]!),
    region: nonEmptyStringAt(bytes, spans[6]!, spans[7]!),
  };
}

/**
 * The text of a log event as UTF-8. Bytes that are not UTF-8 become U+FFFD and the flaw says so; a log event without a
 * message gives its own JSON text and the flaw `message_missing`. A lone surrogate, which JSON can escape and UTF-8
 * cannot hold, stays an escape.
 */
export function logEventText({ bytes }: LogEventList, logEvent: LogEvent): LogEventText {
  const { messageStart, messageEnd } = logEvent;
  if (messageStart === ABSENT) {
    return { bytes: wellFormed(bytes.subarray(logEvent.start, logEvent.end)), flaw: 'message_missing' };
  }
  const text = escapeLoneSurrogates(decodeString(bytes, messageStart, messageEnd));
  const message = Buffer.from(text);
  return isUtf8(bytes.subarray(messageStart, messageEnd)) ? { bytes: message } : { bytes: message, flaw: 'not_utf8' };
}

/** Inside a JSON string a lone surrogate and its escape mean the same, but only the escape can be written as UTF-8. */
function escapeLoneSurrogates(text: string): string {
  if (text.isWellFormed()) return text;
  return text.replace(LONE_SURROGATE, (surrogate: string, offset: number) =>
    // As the second character of an escape sequence it is an error, and must stay one.
    isEscaped(text, offset) ? surrogate : `\\u${surrogate.charCodeAt(0).toString(16)}`,
  );
}

/** Whether the character at `offset` stands behind an odd number of backslashes. */
function isEscaped(text: string, offset: number): boolean {
  let first = offset;
  while (text[first - 1] === '\\') first -= 1;
  return (offset - first) % 2 === 1;
}

function wellFormed(bytes: Buffer): Buffer {
  return isUtf8(bytes) ? bytes : Buffer.from(bytes.toString('utf8'));
}

function integerAt(bytes: Buffer, start: number, end: number): number | undefined {
  if (start === ABSENT || bytes[start]! < DIGIT_0 || bytes[start]! > DIGIT_9) return undefined;
  const value = Number(bytes.toString('latin1', start, end));
  return Number.isSafeInteger(value) ? value : undefined;
}

function nonEmptyStringAt(bytes: Buffer, start: number, end: number): string | undefined {
  if (start === ABSENT || bytes[start] !== QUOTE) return undefined;
  const text = decodeString(bytes, start, end);
  return text === '' ? undefined : text;
}
