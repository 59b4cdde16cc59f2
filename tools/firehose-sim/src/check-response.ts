import type { HeldRecord } from './held-record';
import {
  DUPLICATED_RECORD_ID,
  INVALID_OUTPUT,
  JSON_PROCESSING,
  MISSING_RECORD_ID,
  OK_WITHOUT_DATA,
  PROCESSING_FAILED_STATUS,
  type TransformFailure,
} from './transform-failure';

/** What became of a record in the transformation. */
export type TransformOutcome =
  { result: 'Ok'; data: Buffer } | { result: 'Dropped' } | { result: 'Failed'; failure: TransformFailure };

interface ReturnedRecord {
  result: unknown;
  data: unknown;
}

/**
 * Judges a successful response as Firehose does; one outcome for each record, in their order. It is never retried.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html
 *
 * An id that is missing, and Ok without data, fail that record alone; a response that cannot be read, an id returned
 * twice, an unknown result and bad base64 fail the batch; an id that was never sent is ignored. Members that are no
 * part of the contract (`metadata`) are ignored.
 */
export function checkResponse(records: readonly HeldRecord[], body: Buffer): TransformOutcome[] {
  const returned = readReturnedRecords(body);
  if ('failure' in returned) return records.map(() => ({ result: 'Failed', failure: returned.failure }));

  const outcomes: TransformOutcome[] = [];
  for (const { recordId } of records) {
    const outcome = judge(returned.byId.get(recordId));
    if (outcome.result === 'Failed' && outcome.failure === INVALID_OUTPUT)
      return records.map(() => ({ result: 'Failed', failure: INVALID_OUTPUT }));
    outcomes.push(outcome);
  }
  return outcomes;
}

function readReturnedRecords(body: Buffer): { byId: Map<string, ReturnedRecord> } | { failure: TransformFailure } {
  let response: unknown;
  try {
    response = JSON.parse(body.toString('utf8'));
  } catch {
    return { failure: JSON_PROCESSING };
  }
  const byId = new Map<string, ReturnedRecord>();
  if (response === null) return { byId };
  if (!isObject(response)) return { failure: JSON_PROCESSING };
  // A response without records names no id: all of them are missing.
  if (response['records'] === undefined || response['records'] === null) return { byId };
  if (!Array.isArray(response['records'])) return { failure: JSON_PROCESSING };

  for (const entry of response['records'] as unknown[]) {
    if (!isObject(entry) || typeof entry['recordId'] !== 'string') return { failure: JSON_PROCESSING };
    if (byId.has(entry['recordId'])) return { failure: DUPLICATED_RECORD_ID };
    byId.set(entry['recordId'], { result: entry['result'], data: entry['data'] });
  }
  return { byId };
}

function judge(returned: ReturnedRecord | undefined): TransformOutcome {
  if (returned === undefined) return failed(MISSING_RECORD_ID);
  const { result, data } = returned;
  if (result === 'Dropped') return { result };
  if (result === 'ProcessingFailed') return failed(PROCESSING_FAILED_STATUS);
  if (result !== 'Ok') return failed(INVALID_OUTPUT);
  if (data === undefined || data === null) return failed(OK_WITHOUT_DATA);
  if (typeof data !== 'string' || !isBase64(data)) return failed(INVALID_OUTPUT);
  // Users report that Ok with an empty string is routed to the error output; here it delivers nothing.
  return { result: 'Ok', data: Buffer.from(data, 'base64') };
}

function failed(failure: TransformFailure): TransformOutcome {
  return { result: 'Failed', failure };
}

/** Base64 as Java's basic decoder takes it: no line breaks, no URL alphabet, padding optional. */
export function isBase64(text: string): boolean {
  const end = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length;
  const padding = text.length - end;
  if (padding > 0 ? text.length % 4 !== 0 : end % 4 === 1) return false;
  return !/[^A-Za-z0-9+/]/.test(text.slice(0, end));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
