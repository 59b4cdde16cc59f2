import { salvageObject } from '@eks-sentinel/json-scan';
import { SENTINEL_MEMBER } from '@eks-sentinel/schema';

import { appendMember } from './append-member';
import { fitJsonString } from './fit-json-string';
import { onOneLine } from './on-one-line';
import { shrinkEvent } from './shrink/shrink-event';

/** Why an audit log event is no whole JSON object. */
export type DegradedCode = 'truncated' | 'not_json' | 'not_object' | 'not_utf8' | 'message_missing';

/** What each code means. */
export const DEGRADED_CODES: Readonly<Record<DegradedCode, string>> = {
  truncated: 'it ends in `[Truncated...]`: the line was cut on its way to CloudWatch Logs',
  not_json: 'it is no JSON for another reason',
  not_object: 'it is JSON, but a string, a number, an array, ...',
  not_utf8: 'it holds bytes that are not UTF-8; they stand as U+FFFD in the row',
  message_missing: 'the log event has no message that is a string; its own text stands in the row',
};

/** A degraded event before its remaining text is added. */
export interface DegradedEvent {
  /** The members that stand whole in the message, on one line. */
  readonly object: Buffer;
  /** What the object does not hold, or not all of. */
  readonly rest: string;
}

const TRUNCATION_MARK = '[Truncated...]';
/** The mark, and a line break or some spaces behind it. */
const ENDING_BYTES = TRUNCATION_MARK.length + 16;

/** Room that the remaining text always has, so that a person can see what the event was cut from. */
const MIN_TEXT_BYTES = 2_048;

const NOT_SHRUNK = { removed: [], isEssentialsOnly: false } as const;

/** Names the damage of a message that is no whole JSON object. */
export function degradedCodeOf(message: Buffer, kind: 'other' | 'invalid'): DegradedCode {
  if (kind === 'other') return 'not_object';
  const ending = message.toString('utf8', Math.max(0, message.length - ENDING_BYTES)).trimEnd();
  return ending.endsWith(TRUNCATION_MARK) ? 'truncated' : 'not_json';
}

/** Parts a damaged message into what stands whole and the rest of its text. */
export function salvageEvent(message: Buffer, code: DegradedCode): DegradedEvent {
  if (code === 'message_missing' || code === 'not_object') {
    return { object: Buffer.from('{}'), rest: message.toString('utf8') };
  }
  const { object, restStart } = salvageObject(message, 0, message.length);
  return { object: onOneLine(object, 0, object.length), rest: message.toString('utf8', restStart) };
}

/** The RawEvent of a degraded row: the whole members, the code, and as much of the rest as there is room for. */
export function degradedRawEvent(
  { object, rest }: DegradedEvent,
  code: DegradedCode,
  maxBytes: number,
  isLate: () => boolean,
): { rawEvent: Buffer; isShrunk: boolean; isEssentialsOnly: boolean } | undefined {
  const overhead = sentinelMember(code, [], '""').length;
  const textBytes = rest.length < MIN_TEXT_BYTES ? Buffer.byteLength(JSON.stringify(rest)) : MIN_TEXT_BYTES;
  const reserved = overhead + Math.min(textBytes, MIN_TEXT_BYTES);
  const isShrunk = object.length + reserved > maxBytes;
  const shrunk = isShrunk ? shrinkEvent(object, maxBytes - reserved, isLate) : { ...NOT_SHRUNK, event: object };
  if (shrunk === undefined) return undefined;
  const { event, removed, isEssentialsOnly } = shrunk;

  const room = maxBytes - event.length - sentinelMember(code, removed, '').length;
  const rawEvent = appendMember(event, SENTINEL_MEMBER, sentinelValue(code, removed, fitJsonString(rest, room)));
  return { rawEvent, isShrunk, isEssentialsOnly };
}

function sentinelValue(code: DegradedCode, removed: readonly string[], textJson: string): string {
  const removedJson = removed.length === 0 ? '' : `"removed":${JSON.stringify(removed)},`;
  return `{"degraded":${JSON.stringify(code)},${removedJson}"text":${textJson}}`;
}

function sentinelMember(code: DegradedCode, removed: readonly string[], textJson: string): Buffer {
  return Buffer.from(`,${JSON.stringify(SENTINEL_MEMBER)}:${sentinelValue(code, removed, textJson)}`);
}
