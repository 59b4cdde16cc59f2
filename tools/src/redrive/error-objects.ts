import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

import { type GunzipOutcome, gunzipObject } from '../../pipeline/src/gunzip-object';
import { readLines } from '../../pipeline/src/read-lines';
import { callAws, isNotFound } from '../aws/call-aws';
import { UsageError } from '../cli/usage-error';
import type { LineFlaw } from './error-line';
import { isGzip } from './is-gzip';
import { OTHER_RUN } from './object-claim';
import { type ObjectProgress, progressKey, readProgress, writeProgress } from './object-progress';
import type { ErrorLines, ErrorObject } from './redrive-object';

/**
 * The longest line: a record of 1,000 KiB in base64 and the other members of its line.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/limits.html
 */
const MAX_LINE_BYTES = 2 * 1_048_576;
/**
 * The most lines that are read of an object. Firehose buffers at most 128 MiB before it writes, and a record with an
 * audit event takes over 256 bytes, so that no object of sound records has more.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html
 */
export const MAX_LINES = (128 * 1_048_576) / 256;
/** What S3 answers to a write whose condition does not hold: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const PRECONDITION_FAILED = 412;
const CONFLICT = 409;

/** Error objects and their progress in one bucket. */
export interface ErrorObjects {
  readonly list: (prefix: string) => AsyncGenerator<ErrorObject>;
  readonly readLines: (key: string) => Promise<ErrorLines | undefined>;
  readonly loadProgress: (key: string, eTag: string) => Promise<ObjectProgress | undefined>;
  readonly saveProgress: (key: string, progress: ObjectProgress) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
}

export function openErrorObjects(s3: S3Client, bucket: string, maxLines = MAX_LINES): ErrorObjects {
  const on = `bucket ${bucket}`;
  // Of progress objects, as they were last read or written: undefined for one that is not there.
  const versions = new Map<string, string | undefined>();
  // Of all claims that this run wrote or tried to write.
  const ownClaims = new Set<string | undefined>();
  return {
    list: (prefix) => list(s3, bucket, prefix),
    readLines: async (key) => {
      const object = await get(s3, bucket, key);
      return object && { eTag: object.eTag, lines: linesOf(object.bytes, maxLines) };
    },
    loadProgress: async (key, eTag) => {
      const object = await get(s3, bucket, progressKey(key));
      versions.set(key, object?.eTag);
      return object && readProgress(object.bytes.toString(), eTag);
    },
    saveProgress: async (key, progress) => {
      const text = writeProgress(progress);
      if (progress.claim !== undefined) ownClaims.add(progress.claim.id);
      if (await tryWrite(key, text)) return;
      // The write in the way may be this run's own: taken by S3, and its answer lost.
      const stored = await get(s3, bucket, progressKey(key));
      const found = stored?.bytes.toString() ?? '';
      const isWritten = found === text;
      if (!isWritten && !ownClaims.has(readProgress(found, progress.eTag)?.claim?.id)) throw new UsageError(OTHER_RUN);
      versions.set(key, stored?.eTag);
      if (!isWritten && !(await tryWrite(key, text))) throw new UsageError(OTHER_RUN);
    },
    remove: async (key) => {
      await callAws({ action: 's3:DeleteObject', on }, () =>
        s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })),
      );
    },
  };

  /** False when the object is no longer what this run knows of it. */
  async function tryWrite(key: string, text: string): Promise<boolean> {
    const version = versions.get(key);
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: progressKey(key),
      Body: text,
      ContentType: 'application/json',
      // Two runs at once would send every record twice; so the slower one ends before its first batch.
      ...(version === undefined ? { IfNoneMatch: '*' } : { IfMatch: `"${version}"` }),
    });
    return callAws({ action: 's3:PutObject', on: `${on}, prefix redrive/` }, async () => {
      try {
        const { ETag: eTag = '' } = await s3.send(command);
        versions.set(key, unquoted(eTag));
        return true;
      } catch (error) {
        if (isConditionBroken(error)) return false;
        throw error;
      }
    });
  }
}

function isConditionBroken(error: unknown): boolean {
  const { httpStatusCode: status } = (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
  return status === PRECONDITION_FAILED || status === CONFLICT;
}

async function* list(s3: S3Client, bucket: string, prefix: string): AsyncGenerator<ErrorObject> {
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token });
    const page = await callAws({ action: 's3:ListBucket', on: `bucket ${bucket}` }, () => s3.send(command));
    for (const { Key: key = '', ETag: eTag } of page.Contents ?? []) yield { key, eTag: eTag && unquoted(eTag) };
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

async function get(s3: S3Client, bucket: string, key: string): Promise<{ eTag: string; bytes: Buffer } | undefined> {
  return callAws({ action: 's3:GetObject', on: `bucket ${bucket}` }, async () => {
    try {
      const { Body: body, ETag: eTag = '' } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { eTag: unquoted(eTag), bytes: Buffer.from((await body?.transformToByteArray()) ?? []) };
    } catch (error) {
      if (isNotFound(error) && (error as Error).name !== 'NoSuchBucket') return undefined;
      throw error;
    }
  });
}

/**
 * Firehose writes error objects as plain text; a stream that compresses them writes gzip. Where gzip is damaged, and where
 * there are too many lines, one flaw stands for the rest: it must not keep the other objects waiting.
 */
async function* linesOf(bytes: Buffer, maxLines: number): AsyncGenerator<Buffer | LineFlaw> {
  const outcome: GunzipOutcome = { unreadBytes: 0 };
  let lines = 0;
  for await (const line of readLines(
    isGzip(bytes) ? gunzipObject(bytes, true, outcome) : whole(bytes),
    MAX_LINE_BYTES,
  )) {
    if (lines === maxLines) {
      yield 'lines_too_many';
      return;
    }
    lines += 1;
    yield line ?? 'error_line_unreadable';
  }
  if (outcome.code !== undefined) yield 'error_line_unreadable';
}

// eslint-disable-next-line @typescript-eslint/require-await -- lines are read from an async iterable
async function* whole(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

function unquoted(eTag: string): string {
  return eTag.replaceAll('"', '');
}
