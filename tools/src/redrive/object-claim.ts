import { UsageError } from '../cli/usage-error';
import { type ObjectProgress, isDone } from './object-progress';

/** What claims need from outside. */
export interface ClaimTools {
  readonly loadProgress: (key: string, eTag: string) => Promise<ObjectProgress | undefined>;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Shows and counts only. */
  readonly isDryRun: boolean;
}

/** Calls `beat` several times in a lease, until the function is called that it gives. */
export type StartBeats = (beat: () => void) => () => void;

/** What a run hears that comes second. */
export const OTHER_RUN = 'another redrive works on the same object: run one at a time; the other one goes on';

/**
 * The progress of an object that no other run works on. The claim of a run that works is new before its lease is over;
 * one that stays as it is was left by a run that died, and the object may be taken over. Clocks are not compared. Whoever
 * is wrong about this sends nothing: each batch is behind a write that only succeeds in the place of what was read here.
 */
export async function loadUnclaimed(key: string, eTag: string, tools: ClaimTools): Promise<ObjectProgress | undefined> {
  const progress = await tools.loadProgress(key, eTag);
  if (progress?.claim === undefined || isDone(progress) || tools.isDryRun) return progress;
  await tools.sleep(progress.claim.leaseSeconds * 1_000);
  const later = await tools.loadProgress(key, eTag);
  if (later?.claim === undefined || later.claim.id === progress.claim.id) return later;
  throw new UsageError(OTHER_RUN);
}

/** Does work while `beat` gives signs of life, one after the other; none is under way any more when this resolves. */
export async function whileBeating<Result>(
  work: () => Promise<Result>,
  beat: () => Promise<void>,
  startBeats: StartBeats,
): Promise<Result> {
  let beating = Promise.resolve();
  const stop = startBeats(() => {
    // A beat that fails is not told here: the next write of the run fails, too.
    beating = beating.then(beat).catch(() => undefined);
  });
  try {
    return await work();
  } finally {
    stop();
    await beating;
  }
}
