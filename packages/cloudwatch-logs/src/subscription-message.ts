import { isUtf8 } from 'node:buffer';

import type { KeyTree } from '@eks-sentinel/json-scan';
import { ABSENT, compileKeyTree, decodeString, pickMembers } from '@eks-sentinel/json-scan';

/**
 * Why a payload is no subscription message:
 * `message_not_json`: it is no JSON text in UTF-8, but an object is read although some of its strings are not UTF-8: one
 * bad byte in a log event must not cost the others; `message_not_object`: it is JSON, but no object;
 * `message_type_unknown`: its messageType is neither DATA_MESSAGE nor CONTROL_MESSAGE;
 * `message_incomplete`: owner, logGroup, logStream or logEvents is missing or of another type.
 */
export type MessageFailureCode =
  'message_not_json' | 'message_not_object' | 'message_type_unknown' | 'message_incomplete';

/** The log events of a message. */
export interface LogEventList {
  /** The JSON text that the spans point into. */
  readonly bytes: Buffer;
  /** The span of the array of log events; both ABSENT in a control message that has none. */
  readonly logEventsStart: number;
  readonly logEventsEnd: number;
}

/** A data message: which log events came from where. */
export interface SubscriptionMessage extends LogEventList {
  /** The AWS account that owns the log group. */
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
}

/** What a payload turned out to be. */
export type MessageReading =
  | { readonly ok: true; readonly kind: 'data'; readonly message: SubscriptionMessage }
  /** CloudWatch Logs checks whether the destination can be reached: the one log event of such a message says so. */
  | { readonly ok: true; readonly kind: 'control'; readonly message: LogEventList }
  | { readonly ok: false; readonly code: MessageFailureCode };

const MEMBERS = ['messageType', 'owner', 'logGroup', 'logStream', 'logEvents'] as const;
const KEYS: KeyTree = compileKeyTree(MEMBERS.map((member) => [member]));
const QUOTE = 0x22;
const OPEN_BRACKET = 0x5b;

/**
 * Reads the JSON text that CloudWatch Logs sends to the destination of a subscription filter. The whole text is checked;
 * what stands inside the log events is left to `visitLogEvents`.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export function readSubscriptionMessage(bytes: Buffer): MessageReading {
  const spans = new Int32Array(MEMBERS.length * 2);
  const { kind } = pickMembers(bytes, 0, bytes.length, KEYS, spans);
  if (kind === 'invalid') return { ok: false, code: 'message_not_json' };
  if (kind === 'other') return { ok: false, code: isUtf8(bytes) ? 'message_not_object' : 'message_not_json' };

  const messageType = stringAt(bytes, spans, 0);
  const hasLogEvents = spans[8] !== ABSENT && bytes[spans[8]!] === OPEN_BRACKET;
  const [logEventsStart, logEventsEnd] = hasLogEvents ? [spans[8]!, spans[9]!] : [ABSENT, ABSENT];
  if (messageType === 'CONTROL_MESSAGE') {
    return { ok: true, kind: 'control', message: { bytes, logEventsStart, logEventsEnd } };
  }
  if (messageType !== 'DATA_MESSAGE') return { ok: false, code: 'message_type_unknown' };

  const owner = stringAt(bytes, spans, 1);
  const logGroup = stringAt(bytes, spans, 2);
  const logStream = stringAt(bytes, spans, 3);
  if (owner === undefined || logGroup === undefined || logStream === undefined || !hasLogEvents) {
    return { ok: false, code: 'message_incomplete' };
  }
  return { ok: true, kind: 'data', message: { bytes, owner, logGroup, logStream, logEventsStart, logEventsEnd } };
}

function stringAt(bytes: Buffer, spans: Int32Array, slot: number): string | undefined {
  const start = spans[2 * slot]!;
  return start !== ABSENT && bytes[start] === QUOTE ? decodeString(bytes, start, spans[2 * slot + 1]!) : undefined;
}
