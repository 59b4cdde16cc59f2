import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { logEventText, readSubscriptionMessage, visitLogEvents } from '@eks-sentinel/cloudwatch-logs';
import { MAX_DECODED_BYTES, decodeRecord } from '@eks-sentinel/firehose';

import { NOTIFICATIONS } from '../../pipeline/src/local-aws';

/** One line of an error object. */
export interface FailedRecord {
  /** Firehose's code, such as `Lambda.ProcessingFailedStatus`. */
  readonly errorCode: string;
  /** The original bytes. */
  readonly data: Buffer;
  /** The messages of its log events; empty when the record cannot be read. */
  readonly messages: readonly string[];
}

/** Copies all error objects of the bucket into a folder and shows each of their records. Resolves to their number. */
export async function saveErrorObjects(
  s3: S3Client,
  bucket: string,
  folder: string,
  visit: (record: FailedRecord) => void,
): Promise<number> {
  let objects = 0;
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: NOTIFICATIONS.errors.prefix, ContinuationToken: token }),
    );
    for (const { Key: key } of page.Contents ?? []) {
      if (key === undefined) continue;
      const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const text = (await body?.transformToString()) ?? '';
      const path = join(folder, key);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      objects += 1;
      for (const line of text.split('\n')) if (line !== '') visit(readLine(line));
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return objects;
}

function readLine(line: string): FailedRecord {
  const { rawData, errorCode } = JSON.parse(line) as { rawData: string; errorCode: string };
  return { errorCode, data: Buffer.from(rawData, 'base64'), messages: messagesOf(rawData) };
}

function messagesOf(rawData: string): string[] {
  const record = decodeRecord(rawData, MAX_DECODED_BYTES);
  const reading = record.ok ? readSubscriptionMessage(record.payload) : undefined;
  if (reading?.ok !== true || reading.kind === 'control') return [];
  const messages: string[] = [];
  visitLogEvents(reading.message, (logEvent) => {
    messages.push(logEventText(reading.message, logEvent).bytes.toString());
    return true;
  });
  return messages;
}
