import { MAX_BATCH_RECORDS, MAX_RECORD_BYTES, readMarker } from '@eks-sentinel/firehose';
import type { PutVerdict } from '@eks-sentinel/transform';

import { type FailedRecord, type LineFlaw, asRedriven, readErrorLine } from './error-line';
import { type ClaimTools, type StartBeats, loadUnclaimed, whileBeating } from './object-claim';
import { type Claim, type ObjectProgress, type RecordState, isDone, newProgress } from './object-progress';
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
export interface ObjectTools extends ClaimTools {
  /** The lines of the object and its ETag; undefined when it is gone. */
  readonly readLines: (key: string) => Promise<ErrorLines | undefined>;
  /** Throws when another run saved since this one loaded. */
  readonly saveProgress: (key: string, progress: ObjectProgress) => Promise<void>;
  /** A claim as there was none. */
  readonly newClaim: () => Claim;
  readonly startBeats: StartBeats;
  /** Puts a batch at the pace of the run; must not throw, because what was accepted before an error must be noted. */
  readonly putBatch: (records: readonly Buffer[]) => Promise<BatchAnswer>;
  readonly tryRecord: RecordTrial;
  /** Records that were redriven so often are left; at most 255. */
  readonly maxRedrives: number;
  readonly maxBatchBytes: number;
  readonly onProgress: () => void;
}

export interface ErrorLines {
  readonly eTag: string;
  /** A flaw stands for a line that is too long to be one of Firehose, or for the rest of the object. */
  readonly lines: AsyncIterable<Buffer | LineFlaw>;
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
  const known = object.eTag === undefined ? undefined : await loadUnclaimed(object.key, object.eTag, tools);
  if (known !== undefined && isDone(known)) {
    counts.sentBefore += known.states.length;
    return 'done';
  }
  const found = await tools.readLines(object.key);
  if (found === undefined) return 'gone';
  const { eTag, lines } = found;
  const progress = (object.eTag === eTag ? known : await loadUnclaimed(object.key, eTag, tools)) ?? newProgress(eTag);
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
  const isChanged = progress.claim !== undefined || fingerprint(progress) !== before;
  if (!tools.isDryRun && isChanged) await save(undefined);
  return progress.states.includes('left') ? 'left' : 'done';

  async function takeLine(line: Buffer | LineFlaw, at: number): Promise<void> {
    if (progress.states[at] === 'sent') {
      counts.sentBefore += 1;
      return;
    }
    setState(at, 'open');
    const record = Buffer.isBuffer(line) ? readErrorLine(line) : ({ ok: false } as const);
    if (!record.ok) {
      leave(at, Buffer.isBuffer(line) ? 'error_line_unreadable' : line, 'unreadable');
      return;
    }
    countRecord(counts, record);
    const data = asRedriven(record.data);
    const code = await whyLeft(record, data, tools);
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
      : await putClaimed(sending.map(({ data }) => data));
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
    const isEnd = error !== undefined || verdicts.some((verdict) => verdict !== 'accepted');
    if (!tools.isDryRun) await save(isEnd ? undefined : tools.newClaim());
    tools.onProgress();
    if (error !== undefined) throw error;
  }

  /** No batch leaves before the claim on the object is written, in the place of what this run knows. */
  async function putClaimed(records: readonly Buffer[]): Promise<BatchAnswer> {
    const claim = (): Promise<void> => save(tools.newClaim());
    await claim();
    return whileBeating(() => tools.putBatch(records), claim, tools.startBeats);
  }

  async function save(claim: Claim | undefined): Promise<void> {
    progress.claim = claim;
    await tools.saveProgress(object.key, progress);
  }

  function setState(at: number, state: RecordState): void {
    progress.states[at] = state;
    if (state !== 'left') progress.left.delete(at);
  }
}

/** The code of a record that is not to be sent; undefined for one that is. */
async function whyLeft(record: FailedRecord, data: Buffer, tools: ObjectTools): Promise<string | undefined> {
  if (readMarker(record.data).redrives >= tools.maxRedrives) return 'redrives_exhausted';
  return data.length > MAX_RECORD_BYTES ? 'part_too_large' : tools.tryRecord(data, record.arrival);
}

function fingerprint({ states, left, isRead }: ObjectProgress): string {
  return JSON.stringify([states, [...left], isRead]);
}
