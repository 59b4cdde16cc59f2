import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

import { callAws } from '../aws/call-aws';
import type { TimeRange } from '../repair/time-range';

/** A delivered object, as a list of the bucket tells of it. */
export interface DeliveredObject {
  readonly key: string;
  readonly bytes: number;
  /** Without quotes. */
  readonly eTag: string;
  /** When it was written, in milliseconds since 1970. */
  readonly writtenAt: number;
}

/** Where Firehose writes rows; Sentinel's queue is told of what lies under it and ends in the suffix. */
export const ROWS_PREFIX = 'eks-audit-logs/';
const NOTIFIED_SUFFIX = '.gz';

/**
 * A key names the hour of its oldest record, and Firehose tries for a day to write an object: it is at most so much
 * younger than its key says. Source: https://docs.aws.amazon.com/firehose/latest/dev/basic-deliver.html
 */
const LONGEST_DELIVERY_MS = 25 * 3_600_000;

/** The delivered objects that were written in the range, in the order of their keys, which is that of time. */
export async function* listDeliveredObjects(
  s3: S3Client,
  bucket: string,
  prefix: string,
  { from, to }: TimeRange,
): AsyncGenerator<DeliveredObject> {
  const hasTimeInKey = prefix.startsWith(ROWS_PREFIX);
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      ContinuationToken: token,
      ...(hasTimeInKey &&
        token === undefined && { StartAfter: `${ROWS_PREFIX}${hourPath(from - LONGEST_DELIVERY_MS)}` }),
    });
    const page = await callAws({ action: 's3:ListBucket', on: `bucket ${bucket}` }, () => s3.send(command));
    for (const { Key: key = '', Size: bytes = 0, ETag: eTag = '', LastModified: time } of page.Contents ?? []) {
      if (hasTimeInKey && key > `${ROWS_PREFIX}${hourPath(to)}~`) return;
      const writtenAt = time?.getTime() ?? 0;
      if (writtenAt < from || writtenAt >= to || !key.endsWith(NOTIFIED_SUFFIX)) continue;
      yield { key, bytes, eTag: eTag.replaceAll('"', ''), writtenAt };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** `yyyy/MM/dd/HH` in UTC, as in the prefix of the stream. */
function hourPath(time: number): string {
  return new Date(time).toISOString().slice(0, 13).replaceAll('-', '/').replace('T', '/');
}
