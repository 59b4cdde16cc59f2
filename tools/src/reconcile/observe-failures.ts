import { clusterOf, readSubscriptionMessage, visitLogEvents } from '@eks-sentinel/cloudwatch-logs';
import { MAX_DECODED_BYTES, decodeRecord } from '@eks-sentinel/firehose';

import type { TimeRange } from '../repair/time-range';
import { readErrorLine } from '../redrive/error-line';
import type { ErrorObjects } from '../redrive/error-objects';
import { ERRORS_PREFIX } from '../redrive/errors-prefix';

/** What failed and was not put back. */
export interface FailureObservation {
  readonly failed: number;
  readonly unreadableRecords: number;
}

/** Counts the log events of a range in records under errors/ that redrive has not put back. */
export async function observeFailures(
  objects: ErrorObjects,
  clusters: ReadonlySet<string>,
  range: TimeRange,
): Promise<FailureObservation> {
  let failed = 0;
  let unreadableRecords = 0;
  for await (const { key } of objects.list(ERRORS_PREFIX)) {
    const found = await objects.readLines(key);
    if (found === undefined) continue;
    const progress = await objects.loadProgress(key, found.eTag);
    let number = 0;
    for await (const line of found.lines) {
      if (progress?.states[number++] === 'sent') continue;
      const record = Buffer.isBuffer(line) ? readErrorLine(line) : undefined;
      const logEvents = record?.ok === true ? countLogEvents(record.data, clusters, range) : undefined;
      if (logEvents !== undefined) failed += logEvents;
      else if (record?.ok !== true || isIn(range, record.arrival)) unreadableRecords += 1;
    }
  }
  return { failed, unreadableRecords };
}

/** Undefined when the record cannot be read. */
function countLogEvents(data: Buffer, clusters: ReadonlySet<string>, range: TimeRange): number | undefined {
  const record = decodeRecord(data.toString('base64'), MAX_DECODED_BYTES);
  if (!record.ok) return undefined;
  const reading = readSubscriptionMessage(record.payload);
  if (!reading.ok) return undefined;
  if (reading.kind === 'control' || !clusters.has(clusterOf(reading.message.logGroup) ?? '')) return 0;
  let count = 0;
  visitLogEvents(reading.message, ({ timestamp }) => {
    if (isIn(range, timestamp)) count += 1;
    return true;
  });
  return count;
}

/** What has no time may be of the range. */
function isIn({ from, to }: TimeRange, time: number | undefined): boolean {
  return time === undefined || (time >= from && time < to);
}
