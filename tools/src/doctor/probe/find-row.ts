import { createGunzip, gunzipSync } from 'node:zlib';
import type { Readable } from 'node:stream';

import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { ERRORS_PREFIX, ROWS_PREFIX } from '@eks-sentinel/connector';

import type { AwsClients } from '../../aws/aws-clients';

/** Where the test event came out. */
export interface FoundRow {
  readonly key: string;
  /** Milliseconds since 1970 when S3 had the object. */
  readonly at: number;
  /** Whether it lies among the failures instead of the rows. */
  readonly failed: boolean;
}

const HOUR = 3_600_000;

/** One subscription message inflates to so much at most: what is larger is not that of the probe. */
const MOST_MESSAGE_BYTES = 1_048_576;

/** Looks through the objects that are new since `since`; those in `seen` were looked through before. */
export async function findRow(
  aws: AwsClients,
  Bucket: string,
  id: string,
  { since, now, seen }: { readonly since: number; readonly now: number; readonly seen: Set<string> },
): Promise<FoundRow | undefined> {
  // An object lies in the folder of the hour in which its oldest record arrived.
  const folders = [...new Set([since, now].map((time) => new Date(time - (time % HOUR)).toISOString().slice(0, 13)))];
  const rows = folders.map((hour) => `${ROWS_PREFIX}${hour.replace(/[-T]/g, '/')}/`);
  for (const Prefix of [...rows, ERRORS_PREFIX]) {
    for await (const { Contents = [] } of paginateListObjectsV2({ client: aws.s3 }, { Bucket, Prefix })) {
      for (const { Key = '', LastModified } of Contents) {
        const at = LastModified?.getTime() ?? 0;
        // S3 gives whole seconds.
        if (seen.has(Key) || at < since - 1_000) continue;
        seen.add(Key);
        const failed = Prefix === ERRORS_PREFIX;
        if (await holds(aws, Bucket, Key, id, failed)) return { key: Key, at, failed };
      }
    }
  }
  return undefined;
}

async function holds({ s3 }: AwsClients, Bucket: string, Key: string, id: string, failed: boolean): Promise<boolean> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const bytes = Body as Readable;
  return failed ? holdsFailure(bytes, id) : holdsText(bytes.pipe(createGunzip()), id);
}

/** Whether the text comes by, also across two chunks. */
async function holdsText(chunks: AsyncIterable<Buffer>, text: string): Promise<boolean> {
  let tail = '';
  for await (const chunk of chunks) {
    const piece = tail + chunk.toString('latin1');
    if (piece.includes(text)) return true;
    tail = piece.slice(-text.length);
  }
  return false;
}

/** Failures are lines of JSON that carry the original record in base64. */
async function holdsFailure(chunks: AsyncIterable<Buffer>, id: string): Promise<boolean> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  const text = Buffer.concat(all).toString('latin1');
  return [...text.matchAll(/"rawData"\s*:\s*"([A-Za-z0-9+/=]+)"/g)].some(([, data]) => {
    try {
      const message = gunzipSync(Buffer.from(data!, 'base64'), { maxOutputLength: MOST_MESSAGE_BYTES });
      return message.includes(id);
    } catch {
      return false;
    }
  });
}
