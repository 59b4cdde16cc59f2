import { isUtf8 } from 'node:buffer';

import type { LogEventList, SubscriptionMessage } from '@eks-sentinel/cloudwatch-logs';
import { clusterOf, isAuditStream, readSubscriptionMessage, visitLogEvents } from '@eks-sentinel/cloudwatch-logs';
import { MAX_DECODED_BYTES, decodeRecord, parseStreamArn } from '@eks-sentinel/firehose';
import { ABSENT, compileKeyTree, pickMembers } from '@eks-sentinel/json-scan';
import type { DropReason } from '@eks-sentinel/transform';

import type { DocumentForm } from './classify-document';
import type { Origin, RowTarget } from './map-log-events';
import { mapLogEvents } from './map-log-events';
import type { InputFailureCode, Tally } from './tally';
import { countDrop, countRow } from './tally';

/** Where and how one document is mapped. */
export interface DocumentTarget extends RowTarget {
  /** Counts a failure and says it. */
  readonly fail: (code: InputFailureCode) => void;
}

/** `2026-05-12T08:15:42.123Z ` before the message, as an export task writes it. */
const EXPORT_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z /;
const EXPORT_TIME_BYTES = 31;
const EVENTS_KEY = compileKeyTree([['events']]);

/** Maps one document by its form. It yields when the rows must be written out before it goes on. */
export function* mapDocument(
  bytes: Buffer,
  form: DocumentForm,
  origin: Origin,
  target: DocumentTarget,
): Generator<undefined, void, undefined> {
  switch (form) {
    case 'audit_event':
      mapAuditEvent(bytes, undefined, origin, target);
      return;
    case 'other':
      target.fail('unknown_object');
      return;
    case 'subscription_message':
      yield* mapPayload(bytes, origin, target);
      return;
    case 'lambda_event':
      yield* mapLambdaEvent(bytes, origin, target);
      return;
    case 'log_event_list':
      yield* mapLogEvents(listOf(bytes, ...spanOfEvents(bytes)), origin, target);
      return;
    case 'log_event':
      // The brackets make a list of it; they lie outside of the log event's span.
      yield* mapLogEvents(
        listOf(Buffer.concat([Buffer.from('['), bytes, Buffer.from(']')]), 0, bytes.length + 2),
        origin,
        target,
      );
      return;
  }
}

/** Parts the time of an export task from the message behind it. */
export function partExportTime(line: Buffer): { readonly message: Buffer; readonly timestamp: number | undefined } {
  const match = EXPORT_TIME.exec(line.toString('latin1', 0, EXPORT_TIME_BYTES));
  if (match === null) return { message: line, timestamp: undefined };
  const timestamp = Date.parse(match[0].trimEnd());
  return { message: line.subarray(match[0].length), timestamp: Number.isNaN(timestamp) ? undefined : timestamp };
}

/** Maps a line that is an audit event, or should be one. */
export function mapAuditEvent(
  bytes: Buffer,
  timestamp: number | undefined,
  { account, region, cluster, arrival }: Origin,
  { mapRow, rows, tally }: RowTarget,
): void {
  const message = isUtf8(bytes) ? { bytes } : ({ bytes: Buffer.from(bytes.toString()), flaw: 'not_utf8' } as const);
  countRow(tally, mapRow(message, { account, region, cluster, timestamp, arrival }, rows), true);
}

/** The same decisions as the Lambda takes about a record. */
function* mapPayload(payload: Buffer, origin: Origin, target: DocumentTarget): Generator<undefined, void, undefined> {
  const { tally, fail } = target;
  const reading = readSubscriptionMessage(payload);
  if (!reading.ok) {
    fail(reading.code);
    return;
  }
  if (reading.kind === 'control') {
    drop(reading.message, 'control_message', tally);
    return;
  }
  const { message } = reading;
  const cluster = clusterOf(message.logGroup);
  if (cluster === undefined) drop(message, 'foreign_log_group', tally);
  else if (!isAuditStream(message.logStream)) drop(message, 'not_audit_stream', tally);
  else if (countLogEvents(message, 1) === 0) drop(message, 'no_log_events', tally);
  else yield* mapLogEvents(message, { ...origin, cluster, account: message.owner, isOfOptions: false }, target);
}

function drop(message: LogEventList, reason: DropReason, tally: Tally): void {
  countDrop(tally, reason, countLogEvents(message, Infinity));
}

function countLogEvents(message: LogEventList, atMost: number): number {
  let count = 0;
  visitLogEvents(message, () => (count += 1) < atMost);
  return count;
}

function* mapLambdaEvent(bytes: Buffer, origin: Origin, target: DocumentTarget): Generator<undefined, void, undefined> {
  const { records, region, deliveryStreamArn } = JSON.parse(bytes.toString()) as Record<string, unknown>;
  const stream = parseStreamArn(typeof deliveryStreamArn === 'string' ? deliveryStreamArn : '');
  const regionOfEvent = typeof region === 'string' && region !== '' ? region : stream.region;
  for (const record of records as unknown[]) {
    const { data, approximateArrivalTimestamp: arrival } = (record ?? {}) as Record<string, unknown>;
    const reading = decodeRecord(data, MAX_DECODED_BYTES);
    if (!reading.ok) {
      target.fail(reading.code);
      continue;
    }
    const originOfRecord = {
      ...origin,
      region: regionOfEvent ?? origin.region,
      arrival: isPlausibleTime(arrival) ? arrival : origin.arrival,
    };
    yield* mapPayload(reading.payload, originOfRecord, target);
    yield;
  }
}

/** 9999-12-31T23:59:59.999Z: later times have no four-digit year. */
const LAST_MILLISECOND = 253_402_300_799_999;

function isPlausibleTime(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LAST_MILLISECOND;
}

function spanOfEvents(bytes: Buffer): [start: number, end: number] {
  const spans = new Int32Array(2).fill(ABSENT);
  pickMembers(bytes, 0, bytes.length, EVENTS_KEY, spans);
  return [spans[0]!, spans[1]!];
}

/** A list of log events in the shape in which log events are visited. */
function listOf(bytes: Buffer, logEventsStart: number, logEventsEnd: number): SubscriptionMessage {
  return { bytes, owner: '', logGroup: '', logStream: '', logEventsStart, logEventsEnd };
}
