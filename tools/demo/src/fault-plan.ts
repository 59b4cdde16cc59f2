import type { Faults } from '../../firehose-sim/src/index';

/** What goes wrong in a run. */
export interface FaultPlan {
  /** Switches of the simulated stream, its Lambda and its S3 writes. */
  readonly stream: Partial<Faults>;
  /** The most bytes of one response of the Lambda; its own setting without it. */
  readonly maxResponseBytes?: number;
  /** One poison record beside so many real ones; none without it. */
  readonly recordsPerPoison?: number;
  /** Whether the object with this number is told to the queue twice. */
  readonly isToldTwice: (object: number) => boolean;
  /** The same in words. */
  readonly sentences: readonly string[];
}

export const NO_FAULTS: FaultPlan = { stream: {}, isToldTwice: () => false, sentences: [] };

/** Everything at once: what `--faults` does. */
export const ALL_FAULTS: FaultPlan = {
  stream: {
    throttleRate: 0.2,
    partialFailureRate: 0.3,
    lambdaCrashNext: 1,
    lambdaCrashAt: 'response',
    s3FailNext: 1,
  },
  // The smallest that the Lambda accepts: a batch of 0.2 MB gives rows for several such responses.
  maxResponseBytes: 1_048_576,
  recordsPerPoison: 100,
  isToldTwice: (object) => object % 3 === 1,
  sentences: [
    '20 % of the calls to the stream are throttled, and 30 % of the records of the others are refused',
    'the Lambda is killed once in mid-batch: behind its work, before its answer',
    'its response may hold 1 MiB only: what has no room in it is put back to the stream',
    '1 % poison: records that are no gzip, or gzip that is cut',
    'a write to S3 fails',
    'every third object is told to the queue twice',
  ],
};
