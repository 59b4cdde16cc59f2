import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { logEventText, readSubscriptionMessage, visitLogEvents } from '@eks-sentinel/cloudwatch-logs';
import { MAX_DECODED_BYTES, decodeRecord } from '@eks-sentinel/firehose';

import { NOTIFICATIONS } from '../../pipeline/src/local-aws';
import { readErrorLine } from '../../src/redrive/error-line';

/** One line of an error object. */
export interface FailedRecord {
  /** Firehose's code, such as `Lambda.ProcessingFailedStatus`. */
  readonly errorCode: string;
  /** The original bytes. */
  readonly data: Buffer;
  readonly content: RecordContent;
}

/** What a record holds: the messages of log events, a control message with so many log events, or nothing readable. */
export type RecordContent =
  | { readonly kind: 'data'; readonly messages: readonly string[] }
  | { readonly kind: 'control'; readonly logEvents: number }
  | { readonly kind: 'unreadable' };

/** Copies all error objects of the bucket into a folder, under their keys, and shows each of their records. */
export async function saveErrorObjects(
  s3: S3Client,
  bucket: string,
  folder: string,
  visit: (record: FailedRecord) => void,
): Promise<void> {
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: NOTIFICATIONS.errors.prefix, ContinuationToken: token }),
    );
    for (const { Key: key = '' } of page.Contents ?? []) {
      const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const text = (await body?.transformToString()) ?? '';
      const path = join(folder, key);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      for (const line of text.split('\n')) if (line !== '') visit(readLine(line));
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

function readLine(line: string): FailedRecord {
  const record = readErrorLine(Buffer.from(line));
  if (!record.ok) throw new Error('an error object has a line of a form that Firehose does not write');
  const { errorCode, data } = record;
  return { errorCode, data, content: contentOf(data.toString('base64')) };
}

function contentOf(rawData: string): RecordContent {
  const record = decodeRecord(rawData, MAX_DECODED_BYTES);
  if (!record.ok) return { kind: 'unreadable' };
  const reading = readSubscriptionMessage(record.payload);
  if (!reading.ok) return { kind: 'unreadable' };
  const messages: string[] = [];
  visitLogEvents(reading.message, (logEvent) => {
    messages.push(logEventText(reading.message, logEvent).bytes.toString());
    return true;
  });
  if (reading.kind === 'control') return { kind: 'control', logEvents: messages.length };
  return { kind: 'data', messages };
}
