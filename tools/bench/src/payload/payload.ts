import { gzipSync } from 'node:zlib';

import type { LogLine } from '@eks-sentinel/testkit';
import {
  buildLambdaEvent,
  buildLogEvent,
  buildSubscriptionMessage,
  packLines,
  systemFields,
} from '@eks-sentinel/testkit';
import type { FirehoseTransformationEvent } from 'aws-lambda';

/** One Lambda event to measure with. */
export interface Payload {
  readonly event: FirehoseTransformationEvent;
  /** The event as the runtime receives it. */
  readonly eventText: string;
  readonly logEvents: number;
  /** The subscription messages before gzip. */
  readonly rawBytes: number;
  readonly gzipBytes: number;
}

/** A record of a log: one subscription message. */
export interface PackedRecord {
  readonly gzip: Uint8Array;
  readonly rawBytes: number;
  readonly logEvents: number;
}

/** Messages of some hundred log events, half a megabyte each: what a busy cluster gives between two deliveries. */
const EVENTS_PER_MESSAGE = 200;
/** More than the members around the log events take. */
const ENVELOPE_BYTES = 2_048;

/** Packs lines into records as CloudWatch Logs does. */
export function* packRecords(lines: Iterable<LogLine>): Generator<PackedRecord, void, undefined> {
  for (const text of packLines(lines, { maxEvents: EVENTS_PER_MESSAGE, extractedFields: systemFields() })) {
    const { logEvents } = JSON.parse(text) as { logEvents: unknown[] };
    yield { gzip: gzipSync(text), rawBytes: Buffer.byteLength(text), logEvents: logEvents.length };
  }
}

/** The first records that hold `rawBytes` together, or all of them when they are fewer. */
export function takeRecords(records: Iterable<PackedRecord>, rawBytes: number): PackedRecord[] {
  const taken: PackedRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    if (bytes >= rawBytes) break;
    taken.push(record);
    bytes += record.rawBytes;
  }
  return taken;
}

/** One record of one log event. */
export function packAlone(auditEvent: string): PackedRecord {
  const logEvents = [buildLogEvent(auditEvent, { extractedFields: systemFields() })];
  const text = buildSubscriptionMessage({ logEvents });
  return { gzip: gzipSync(text), rawBytes: Buffer.byteLength(text), logEvents: 1 };
}

/** One record of equal log events that inflates to just under `decodedBytes`: gzip makes little of it. */
export function packWorstRecord(auditEvent: string, decodedBytes: number): PackedRecord {
  const logEvent = buildLogEvent(auditEvent);
  const logEvents = Math.floor((decodedBytes - ENVELOPE_BYTES) / (Buffer.byteLength(JSON.stringify(logEvent)) + 1));
  const text = buildSubscriptionMessage({ logEvents: Array.from({ length: logEvents }, () => logEvent) });
  return { gzip: gzipSync(text), rawBytes: Buffer.byteLength(text), logEvents };
}

/** A Lambda event of these records. */
export function createPayload(records: readonly PackedRecord[]): Payload {
  const event = buildLambdaEvent(records.map(({ gzip }) => gzip)) as unknown as FirehoseTransformationEvent;
  return {
    event,
    eventText: JSON.stringify(event),
    logEvents: sum(records.map(({ logEvents }) => logEvents)),
    rawBytes: sum(records.map(({ rawBytes }) => rawBytes)),
    gzipBytes: sum(records.map(({ gzip }) => gzip.length)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
