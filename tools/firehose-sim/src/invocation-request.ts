import type { HeldRecord } from './held-record';
import { MAX_INVOCATION_REQUEST_BYTES } from './limits';

/** Bytes of `{"recordId":"","approximateArrivalTimestamp":1234567890123,"data":""},` */
const RECORD_FRAME_BYTES = 70;
/** Bytes of the members around the records, with room for long ARNs. */
const EVENT_FRAME_BYTES = 4_096;

/** Parts of a batch whose Lambda events stay within the payload limit of a synchronous invocation. */
export function splitForRequestLimit(records: readonly HeldRecord[]): HeldRecord[][] {
  const parts: HeldRecord[][] = [];
  let part: HeldRecord[] = [];
  let bytes = EVENT_FRAME_BYTES;
  for (const record of records) {
    const recordBytes = RECORD_FRAME_BYTES + record.recordId.length + Math.ceil(record.data.length / 3) * 4;
    if (part.length > 0 && bytes + recordBytes > MAX_INVOCATION_REQUEST_BYTES) {
      parts.push(part);
      part = [];
      bytes = EVENT_FRAME_BYTES;
    }
    part.push(record);
    bytes += recordBytes;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

/**
 * The Lambda event of a batch. Each attempt has an invocationId of its own; record ids and bytes stay.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html
 */
export function invocationRequest(
  records: readonly HeldRecord[],
  stream: { arn: string; region: string },
  invocationId: string,
): Buffer {
  return Buffer.from(
    JSON.stringify({
      invocationId,
      deliveryStreamArn: stream.arn,
      region: stream.region,
      records: records.map(({ recordId, arrivalMs, data }) => ({
        recordId,
        approximateArrivalTimestamp: arrivalMs,
        data: data.toString('base64'),
      })),
    }),
  );
}
