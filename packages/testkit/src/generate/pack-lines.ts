import type { LogEvent } from '../build/log-event';
import { buildLogEvent } from '../build/log-event';
import type { SubscriptionMessage } from '../build/subscription-message';
import { buildSubscriptionMessage, logStreamName } from '../build/subscription-message';
import type { LogLine } from './audit-traffic';

/** How lines become subscription messages. */
export interface PackOptions {
  /** The longest message in bytes of JSON before gzip; a single longer log event still gets a message of its own. */
  readonly maxBytes?: number;
  /** The most log events in a message. */
  readonly maxEvents?: number;
  /** The system fields that every log event carries; none when absent. */
  readonly extractedFields?: Readonly<Record<string, string>>;
  /** The 32 hex digits at the end of the stream names. */
  readonly streamHex?: string;
  /** Members of every message. */
  readonly message?: Partial<Omit<SubscriptionMessage, 'logEvents' | 'logStream'>>;
}

/**
 * The most that CloudWatch Logs takes in one batch of log events, and so the most that it hands on at once.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export const MAX_BATCH_BYTES = 1_048_576;

/** Packs lines into subscription messages as CloudWatch Logs does: one stream a message, lines in order. */
export function* packLines(lines: Iterable<LogLine>, options: PackOptions = {}): Generator<string, void, undefined> {
  const { maxBytes = MAX_BATCH_BYTES, maxEvents = DEFAULT_MAX_EVENTS, extractedFields } = options;
  const open = new Map<string, OpenMessage>();
  let sequence = 0;
  for (const { timestamp, text, component = AUDIT } of lines) {
    const logEvent = buildLogEvent(text, { timestamp, sequence: sequence++, extractedFields });
    const bytes = Buffer.byteLength(JSON.stringify(logEvent)) + 1;
    const current = open.get(component);
    if (current !== undefined && current.bytes + bytes <= maxBytes && current.logEvents.length < maxEvents) {
      current.logEvents.push(logEvent);
      current.bytes += bytes;
      continue;
    }
    if (current !== undefined) yield write(component, current, options);
    open.set(component, { logEvents: [logEvent], bytes: ENVELOPE_BYTES + bytes });
  }
  for (const [component, message] of open) yield write(component, message, options);
}

interface OpenMessage {
  readonly logEvents: LogEvent[];
  bytes: number;
}

const AUDIT = 'kube-apiserver-audit';
const DEFAULT_MAX_EVENTS = 1_000;
/** More than the members around the log events take, names at their longest. */
const ENVELOPE_BYTES = 2_048;

function write(component: string, { logEvents }: OpenMessage, { streamHex, message }: PackOptions): string {
  return buildSubscriptionMessage({ ...message, logStream: logStreamName(component, streamHex), logEvents });
}
