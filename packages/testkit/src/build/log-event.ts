/** One log event of a subscription message. */
export interface LogEvent {
  /** 56 digits. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
  readonly extractedFields?: Readonly<Record<string, string>>;
}

/** What `buildLogEvent` may be told instead of its defaults. */
export interface LogEventOptions {
  /** Milliseconds since 1970. */
  readonly timestamp?: number;
  /** Parts two log events of one millisecond; 0 to 65,535. */
  readonly sequence?: number;
  readonly extractedFields?: Readonly<Record<string, string>> | undefined;
}

/** The system fields of a subscription filter with `emitSystemFields`. */
export function systemFields(account = '111122223333', region = 'eu-west-1'): Record<string, string> {
  return { '@aws.account': account, '@aws.region': region };
}

/** A log event with an id as CloudWatch Logs gives it. */
export function buildLogEvent(message: string, options: LogEventOptions = {}): LogEvent {
  const timestamp = options.timestamp ?? Date.UTC(2026, 4, 12, 8, 15, 42, 123);
  return {
    id: logEventId(timestamp, options.sequence ?? 0),
    timestamp,
    message,
    ...(options.extractedFields === undefined ? {} : { extractedFields: options.extractedFields }),
  };
}

/**
 * The id of a log event. Ids of real captures are the timestamp (ms) shifted by 144 bits, the time of ingestion shifted
 * by 80 bits, bits of the host and a sequence of 16 bits: 56 digits for any time since 2001 until 2115.
 */
export function logEventId(timestamp: number, sequence: number): string {
  const ingestedAt = BigInt(timestamp + INGESTION_DELAY_MS);
  return ((BigInt(timestamp) << 144n) | (ingestedAt << 80n) | HOST_BITS | BigInt(sequence & 0xffff)).toString();
}

// The delay of a real capture; the service ingests within seconds.
const INGESTION_DELAY_MS = 2_245;
const HOST_BITS = 0x14000_1b4b4aba4de_0000n;
