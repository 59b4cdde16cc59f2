import { MAX_BATCH_BYTES, MAX_BATCH_RECORDS, groupByBytes } from '@eks-sentinel/firehose';

/** What the stream answers to one PutRecordBatch. */
export type PutAnswer =
  /** One verdict a record, in the order of the request. */
  | { readonly ok: true; readonly accepted: readonly boolean[] }
  /** The call failed as a whole; `error` is what it threw, for callers that can tell a person. */
  | { readonly ok: false; readonly isRetryable: boolean; readonly error?: unknown };

/** Puts records to the stream in one call; must not throw. */
export type PutBatch = (records: readonly Uint8Array[], signal: AbortSignal) => Promise<PutAnswer>;

/** `refused`: the stream will not take it. `unfinished`: the time was over first. */
export type PutVerdict = 'accepted' | 'refused' | 'unfinished';

/** What the ladder needs from outside. Times are in milliseconds. */
export interface PutBackTools {
  readonly putBatch: PutBatch;
  /** How long until all work on the invocation must end; may be negative. */
  readonly remainingMs: () => number;
  /** Resolves after `milliseconds`, or at once when the signal is aborted; must not throw. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** At least 0, below 1. */
  readonly random: () => number;
  /** So many calls in a row that got no record accepted end it; without it MAX_FRUITLESS_ATTEMPTS. */
  readonly maxFruitlessAttempts?: number;
  /** A call is given up after this; without it CALL_TIMEOUT_MS. Infinity leaves that to the client. */
  readonly callTimeoutMs?: number;
}

/** The verdict on each record, and how many calls it took. */
export interface PutBackResult {
  readonly verdicts: readonly PutVerdict[];
  readonly attempts: number;
}

// Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
const BASE_DELAY_MS = 50;
const MAX_DELAY_MS = 2_000;

/** So many calls in a row that got no record accepted mean that the stream is down: more would only burn time. */
const MAX_FRUITLESS_ATTEMPTS = 8;

/** A call that hangs is given up after this; a healthy one of 3 MiB takes well under a second. */
const CALL_TIMEOUT_MS = 5_000;

/** With less time than this a call is not begun: it could not be heard out. */
const MIN_CALL_MS = 100;

/**
 * Puts records back to the stream: calls within the limits, refused entries again after a delay, until all are accepted,
 * the stream refuses for good, or the time is over. Never throws. A call that hangs may have been accepted: it is made
 * again, because a duplicate can be removed and a loss cannot be made good.
 */
export async function putBack(records: readonly Uint8Array[], tools: PutBackTools): Promise<PutBackResult> {
  const verdicts: PutVerdict[] = records.map(() => 'unfinished');
  let pending = [...records.keys()];
  let attempts = 0;
  let fruitless = 0;
  while (pending.length > 0 && tools.remainingMs() > MIN_CALL_MS) {
    const sizes = pending.map((index) => records[index]!.length);
    const batch = pending.slice(0, groupByBytes(sizes, MAX_BATCH_BYTES, MAX_BATCH_RECORDS)[0]!.end);
    const answer = await callInTime(
      batch.map((index) => records[index]!),
      tools,
    );
    attempts += 1;

    const isUnderstood = answer.ok && answer.accepted.length === batch.length;
    if (answer.ok ? !isUnderstood : !answer.isRetryable) {
      // An answer that cannot be matched to the request may mean accepted: asked again, the batch would be delivered twice.
      const refused = answer.ok ? batch : pending;
      for (const index of refused) verdicts[index] = 'refused';
      pending = answer.ok ? pending.slice(batch.length) : [];
      continue;
    }
    const accepted = answer.ok ? batch.filter((_, at) => answer.accepted[at] === true) : [];
    for (const index of accepted) verdicts[index] = 'accepted';
    pending = pending.filter((index) => verdicts[index] === 'unfinished');
    if (accepted.length === batch.length) continue;

    fruitless = accepted.length === 0 ? fruitless + 1 : 0;
    if (fruitless >= (tools.maxFruitlessAttempts ?? MAX_FRUITLESS_ATTEMPTS)) {
      for (const index of pending) verdicts[index] = 'refused';
      break;
    }
    await backOff(attempts, tools);
  }
  return { verdicts, attempts };
}

async function callInTime(records: readonly Uint8Array[], tools: PutBackTools): Promise<PutAnswer> {
  const call = new AbortController();
  const timer = new AbortController();
  const limitMs = Math.min(tools.callTimeoutMs ?? CALL_TIMEOUT_MS, tools.remainingMs());
  if (limitMs === Infinity) return tools.putBatch(records, call.signal);
  const timeout = tools.wait(limitMs, timer.signal).then((): PutAnswer => ({ ok: false, isRetryable: true }));
  try {
    return await Promise.race([tools.putBatch(records, call.signal), timeout]);
  } finally {
    timer.abort();
    call.abort();
  }
}

async function backOff(attempts: number, tools: PutBackTools): Promise<void> {
  const usableMs = Math.max(0, tools.remainingMs() - MIN_CALL_MS);
  const ceilingMs = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempts, usableMs);
  await tools.wait(tools.random() * ceilingMs, new AbortController().signal);
}
