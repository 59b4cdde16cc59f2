import {
  type ApiError,
  BATCH_TOO_LARGE,
  invalidStreamName,
  missingMember,
  NO_BASE64,
  NOT_READABLE,
  recordTooLarge,
  tooFewRecords,
  tooManyRecords,
} from './api-error';
import { isBase64 } from './check-response';
import { MAX_BATCH_BYTES, MAX_BATCH_RECORDS, MAX_RECORD_BYTES } from './limits';

export type PutRequest =
  { ok: true; streamName: string; records: Buffer[]; bytes: number } | { ok: false; error: ApiError };

/** Reads `{DeliveryStreamName, Record}` or `{DeliveryStreamName, Records}` and holds it against the limits. */
export function readPutRequest(operation: 'PutRecord' | 'PutRecordBatch', input: unknown): PutRequest {
  const name = readStreamName(input);
  if (!name.ok) return name;
  const members = input as Record<string, unknown>;
  if (operation === 'PutRecord') {
    if (members['Record'] === undefined) return refuse(missingMember('record'));
    return readRecords(name.streamName, [members['Record']], () => 'record');
  }

  const entries = members['Records'];
  if (entries === undefined || entries === null) return refuse(missingMember('records'));
  if (!Array.isArray(entries)) return refuse(NOT_READABLE);
  if (entries.length === 0) return refuse(tooFewRecords());
  if (entries.length > MAX_BATCH_RECORDS) return refuse(tooManyRecords());
  return readRecords(name.streamName, entries, (index) => `records.${index + 1}.member`);
}

/** The name of a stream in the body of any operation: 1 to 64 characters. */
export function readStreamName(input: unknown): { ok: true; streamName: string } | { ok: false; error: ApiError } {
  if (typeof input !== 'object' || input === null) return refuse(NOT_READABLE);
  const streamName = (input as Record<string, unknown>)['DeliveryStreamName'];
  if (streamName === undefined || streamName === null) return refuse(missingMember('deliveryStreamName'));
  if (typeof streamName !== 'string') return refuse(NOT_READABLE);
  return /^[a-zA-Z0-9_.-]{1,64}$/.test(streamName) ? { ok: true, streamName } : refuse(invalidStreamName());
}

function readRecords(streamName: string, entries: unknown[], pathOf: (index: number) => string): PutRequest {
  const records: Buffer[] = [];
  let bytes = 0;
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index];
    if (typeof entry !== 'object' || entry === null) return refuse(NOT_READABLE);
    const text = (entry as Record<string, unknown>)['Data'];
    if (text === undefined || text === null) return refuse(missingMember(`${pathOf(index)}.data`));
    if (typeof text !== 'string') return refuse(NOT_READABLE);
    if (!isBase64(text)) return refuse(NO_BASE64);
    const data = Buffer.from(text, 'base64');
    if (data.length > MAX_RECORD_BYTES) return refuse(recordTooLarge(`${pathOf(index)}.data`));
    bytes += data.length;
    records.push(data);
  }
  return bytes > MAX_BATCH_BYTES ? refuse(BATCH_TOO_LARGE) : { ok: true, streamName, records, bytes };
}

function refuse(error: ApiError): { ok: false; error: ApiError } {
  return { ok: false, error };
}
