import type { RecordContent } from '../build/lambda-event';

/** A Lambda event to try the transform with. */
export interface TransformSample {
  readonly name: string;
  /** What is in it, in one sentence. */
  readonly shows: string;
  /** What the transform makes of it. */
  readonly expected: string;
  readonly contents: readonly RecordContent[];
}

/** The seed of all samples. */
export const SEED = 20_260_512;
/** 12 May 2026, 13:00 UTC. */
export const AFTERNOON = Date.UTC(2026, 4, 12, 13);

/** How many log events there are in these subscription messages. */
export function countLogEvents(messages: readonly string[]): number {
  return messages.reduce(
    (count, message) => count + (JSON.parse(message) as { logEvents: readonly unknown[] }).logEvents.length,
    0,
  );
}
