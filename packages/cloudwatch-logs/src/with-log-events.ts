import type { SubscriptionMessage } from './subscription-message';

/** The span of one log event in the message's bytes. */
export interface LogEventSpan {
  readonly start: number;
  readonly end: number;
}

const OPEN_BRACKET = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSE_BRACKET = Buffer.from(']');

/** The message with only the given log events, each byte for byte as it was; everything around them is unchanged. */
export function withLogEvents(message: SubscriptionMessage, logEvents: readonly LogEventSpan[]): Buffer {
  const { bytes, logEventsStart, logEventsEnd } = message;
  const parts: Buffer[] = [bytes.subarray(0, logEventsStart), OPEN_BRACKET];
  logEvents.forEach(({ start, end }, index) => {
    if (index > 0) parts.push(COMMA);
    parts.push(bytes.subarray(start, end));
  });
  parts.push(CLOSE_BRACKET, bytes.subarray(logEventsEnd));
  return Buffer.concat(parts);
}
