import { GetObjectCommand, S3ServiceException, type S3Client } from '@aws-sdk/client-s3';

import type { CollectorCounts, UnreadableCode } from './collector-counts';
import { gunzipObject, type GunzipOutcome } from './gunzip-object';
import { readLines } from './read-lines';
import type { NotifiedObject } from './read-notification';
import type { RowSink } from './row-sink';
import type { LineTyper, TypedLine } from './table-row';

export interface ObjectReader {
  readonly s3: S3Client;
  readonly typeLine: LineTyper;
  readonly sink: RowSink;
  readonly readsAllMembers: boolean;
  /** Milliseconds since 1970: the time of receipt. */
  readonly now: () => number;
}

/**
 * The longest object that is fetched, compressed: Firehose buffers at most 128 MiB before compression.
 * Source: https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html
 */
const MAX_OBJECT_BYTES = 128 * 1_048_576;
/** Bounds the memory for one line. A row is shorter: at most 64,000 bytes in each of its columns. */
const MAX_LINE_BYTES = 16 * 1_048_576;
/** Nesting at which .NET's JSON readers stop unless told otherwise. */
const DOTNET_MAX_DEPTH = 64;

/** Reads one object into the sink. False when it could not be read to its end; rows before the end stay. */
export async function readObject(
  object: NotifiedObject,
  reader: ObjectReader,
  counts: CollectorCounts,
): Promise<boolean> {
  const fetched = await fetchObject(object, reader.s3);
  if (!fetched.ok) return fail(counts, fetched.code);
  counts.compressedBytes += fetched.bytes.length;

  const receivedAt = reader.now();
  const outcome: GunzipOutcome = { unreadBytes: 0 };
  const chunks = gunzipObject(fetched.bytes, reader.readsAllMembers, outcome);
  for await (const line of readLines(chunks, MAX_LINE_BYTES)) {
    const typed: TypedLine =
      line === undefined ? { ok: false, code: 'malformed_line' } : reader.typeLine(line, receivedAt);
    if (!typed.ok) {
      counts.malformedLines += 1;
      continue;
    }
    countRow(typed, counts);
    const written = reader.sink.write(typed.row);
    if (written !== undefined) await written;
  }
  if (outcome.code !== undefined) return fail(counts, outcome.code);
  if (outcome.unreadBytes > 0) counts.objectsReadInPart += 1;
  counts.objects += 1;
  return true;
}

type Fetched = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly code: UnreadableCode };

async function fetchObject({ bucket, key }: NotifiedObject, s3: S3Client): Promise<Fetched> {
  try {
    const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body === undefined) return { ok: false, code: 'get_failed' };
    if (ContentLength === undefined || ContentLength > MAX_OBJECT_BYTES) {
      (Body as Partial<{ destroy: () => void }>).destroy?.();
      return { ok: false, code: 'too_large' };
    }
    return { ok: true, bytes: Buffer.from(await Body.transformToByteArray()) };
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return { ok: false, code: error.name === 'NoSuchKey' ? 'no_such_key' : 'get_failed' };
  }
}

function fail(counts: CollectorCounts, code: UnreadableCode): false {
  counts.unreadableObjects[code] = (counts.unreadableObjects[code] ?? 0) + 1;
  return false;
}

function countRow(typed: Extract<TypedLine, { ok: true }>, counts: CollectorCounts): void {
  counts.rows += 1;
  counts.unknownMembers += typed.unknownMembers;
  if (typed.isTimeReplaced) counts.replacedTimes += 1;
  if (typed.depth > DOTNET_MAX_DEPTH) counts.deepRows += 1;
  for (const { name, type } of typed.cutColumns) {
    counts.cutFields[name] = (counts.cutFields[name] ?? 0) + 1;
    if (type === 'dynamic') counts.cutDynamics += 1;
  }
}
