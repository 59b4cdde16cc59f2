import type { SubscriptionMessage } from './subscription-message';
import { readSubscriptionMessage } from './subscription-message';

const LOG_EVENTS = Buffer.from('"logEvents":[');
const REST_OF_HEAD = Buffer.from(']}');
const CLOSE_BRACE = 0x7d;

/** The members before the log events take less: names of groups, streams and filters have at most 512 bytes each. */
const MAX_HEAD_BYTES = 8_192;

/**
 * Reads what stands before the log events of a data message, and leaves them to the caller, who reads them from
 * `logEventsStart + 1` on and then asks `closeMessage`; `logEventsEnd` is not known yet. Undefined when the message is
 * not written as usual, or is something else: then `readSubscriptionMessage` says what it is.
 */
export function openMessage(bytes: Buffer): SubscriptionMessage | undefined {
  const at = bytes.subarray(0, MAX_HEAD_BYTES).indexOf(LOG_EVENTS);
  if (at < 0) return undefined;
  const logEventsStart = at + LOG_EVENTS.length - 1;
  const message = withoutLogEvents(bytes.subarray(0, logEventsStart + 1), REST_OF_HEAD);
  return message?.logEventsStart === logEventsStart ? { ...message, bytes, logEventsEnd: ABSENT_END } : undefined;
}

/**
 * The message of `openMessage` once the end of its log events is known: the caller has read them, and they are a JSON
 * array up to `logEventsEnd`. Undefined when what stands behind them makes the whole something else.
 */
export function closeMessage(opened: SubscriptionMessage, logEventsEnd: number): SubscriptionMessage | undefined {
  const { bytes, logEventsStart, owner, logGroup, logStream } = opened;
  const message = { ...opened, logEventsEnd };
  if (logEventsEnd === bytes.length - 1 && bytes[logEventsEnd] === CLOSE_BRACE) return message;
  const whole = withoutLogEvents(bytes.subarray(0, logEventsStart + 1), bytes.subarray(logEventsEnd - 1));
  const isSame =
    whole?.logEventsStart === logEventsStart &&
    whole.owner === owner &&
    whole.logGroup === logGroup &&
    whole.logStream === logStream;
  return isSame ? message : undefined;
}

const ABSENT_END = -1;

/** The data message in `head` and `tail`, which have the brackets of its log events and nothing between them. */
function withoutLogEvents(head: Buffer, tail: Buffer): SubscriptionMessage | undefined {
  const reading = readSubscriptionMessage(Buffer.concat([head, tail]));
  return reading.ok && reading.kind === 'data' ? reading.message : undefined;
}
