import { MAX_BATCH_RECORDS, MAX_RECORD_BYTES } from '@eks-sentinel/firehose';
import type { PutVerdict } from '@eks-sentinel/transform';

import { readErrorLine, withoutHops } from './error-line';
import { type ObjectProgress, type RecordState, isDone, newProgress } from './object-progress';
import type { RedriveCounts } from './redrive-counts';
import { countRecord } from './redrive-counts';
import type { RecordTrial } from './try-record';

/** An error object, as its list or its notification names it. */
export interface ErrorObject {
  readonly key: string;
  /** Without quotes; undefined when the notification does not say. */
  readonly eTag: string | undefined;
}

/** What the redrive of an object does to the world. */
export interface ObjectTools {
  /** The lines of the object and its ETag; undefined when it is gone. */
  readonly readLines: (key: string) => Promise<ErrorLines | undefined>;
  readonly loadProgress: (key: string, eTag: string) => Promise<ObjectProgress | undefined>;
  readonly saveProgress: (key: string, progress: ObjectProgress) => Promise<void>;
  /** Puts a batch at the pace of the run; must not throw, because what was accepted before an error must be noted. */
  readonly putBatch: (records: readonly Buffer[]) => Promise<BatchAnswer>;
  readonly tryRecord: RecordTrial;
  readonly maxBatchBytes: number;
  /** Shows and counts only. */
  readonly isDryRun: boolean;
  readonly onProgress: () => void;
}

export interface ErrorLines {
  readonly eTag: string;
  /** Undefined stands for a line that is too long to be one of Firehose, or for the damaged rest of the object. */
  readonly lines: AsyncIterable<Buffer | undefined>;
}

/** One verdict a record; `error` is what a person must mend before more can be sent. */
export interface BatchAnswer {
  readonly verdicts: readonly PutVerdict[];
  readonly error?: Error;
}

/** `done`: every record was sent; `left`: what was not sent is recorded as left; `unfinished`: the stream refused. */
export type ObjectOutcome = 'done' | 'left' | 'unfinished' | 'gone';

/** The batch that is filled, and whether the stream refused a record. */
interface Run {
  batch: Pending[];
  bytes: number;
  isRefused: boolean;
}

interface Pending {
  readonly number: number;
  readonly data: Buffer;
  readonly errorCode: string;
}

/** Puts the records of one error object back that were not put back before, batch by batch, each noted at once. */
export async function redriveObject(
  object: ErrorObject,
  tools: ObjectTools,
  counts: RedriveCounts,
): Promise<ObjectOutcome> {
  const known = object.eTag === undefined ? undefined : await tools.loadProgress(object.key, object.eTag);
  if (known !== undefined && isDone(known)) {
    counts.sentBefore += known.states.length;
    return 'done';
  }
  const found = await tools.readLines(object.key);
  if (found === undefined) return 'gone';
  const { eTag, lines } = found;
  const progress = (object.eTag === eTag ? known : await tools.loadProgress(object.key, eTag)) ?? newProgress(eTag);
  const before = fingerprint(progress);

  const run: Run = { batch: [], bytes: 0, isRefused: false };
  let number = 0;
  for await (const line of lines) {
    await takeLine(line, number);
    number += 1;
    if (run.isRefused) return 'unfinished';
  }
  await flush();
  if (run.isRefused) return 'unfinished';
  progress.isRead = true;
  if (!tools.isDryRun && fingerprint(progress) !== before) await tools.saveProgress(object.key, progress);
  return progress.states.includes('left') ? 'left' : 'done';

  async function takeLine(line: Buffer | undefined, at: number): Promise<void> {
    if (progress.states[at] === 'sent') {
      counts.sentBefore += 1;
      return;
    }
    setState(at, 'open');
    const record = line === undefined ? ({ ok: false } as const) : readErrorLine(line);
    if (!record.ok) {
      leave(at, 'error_line_unreadable', 'unreadable');
      return;
    }
    const data = withoutHops(record.data);
    countRecord(counts, record);
    const code = data.length > MAX_RECORD_BYTES ? 'part_too_large' : await tools.tryRecord(data, record.arrival);
    tools.onProgress();
    if (code !== undefined) {
      leave(at, code, record.errorCode);
      return;
    }
    const isFull = run.batch.length >= MAX_BATCH_RECORDS || run.bytes + data.length > tools.maxBatchBytes;
    if (isFull && run.batch.length > 0) await flush();
    run.batch.push({ number: at, data, errorCode: record.errorCode });
    run.bytes += data.length;
  }

  function leave(at: number, code: string, errorCode: string): void {
    setState(at, 'left');
    progress.left.set(at, code);
    counts.left.push({ key: object.key, record: at, code });
    const group = counts.codes.get(errorCode);
    if (group !== undefined) group.left += 1;
  }

  async function flush(): Promise<void> {
    if (run.batch.length === 0 || run.isRefused) return;
    const sending = run.batch;
    run.batch = [];
    run.bytes = 0;
    const { verdicts, error }: BatchAnswer = tools.isDryRun
      ? { verdicts: sending.map(() => 'accepted') }
      : await tools.putBatch(sending.map(({ data }) => data));
    sending.forEach(({ number: at, errorCode, data }, index) => {
      if (verdicts[index] !== 'accepted') {
        run.isRefused = true;
        counts.refused += 1;
        return;
      }
      setState(at, 'sent');
      counts.sent += 1;
      counts.sentBytes += data.length;
      const group = counts.codes.get(errorCode);
      if (group !== undefined) group.sent += 1;
    });
    counts.batches += 1;
    if (!tools.isDryRun) await tools.saveProgress(object.key, progress);
    tools.onProgress();
    if (error !== undefined) throw error;
  }

  function setState(at: number, state: RecordState): void {
    progress.states[at] = state;
    if (state !== 'left') progress.left.delete(at);
  }
}

function fingerprint({ states, left, isRead }: ObjectProgress): string {
  return JSON.stringify([states, [...left], isRead]);
}
