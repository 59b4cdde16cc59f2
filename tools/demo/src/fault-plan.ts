import type { Faults } from '../../firehose-sim/src/index';

/** Everything that goes wrong with `--faults`, beside the poison. */
export const FAULTS: Partial<Faults> = { throttleRate: 0.2, partialFailureRate: 0.3, s3FailNext: 1 };

/**
 * The smallest response that the Lambda may be limited to: records whose rows have no room in it are put back to the
 * stream.
 */
export const SMALL_RESPONSE_BYTES = 1_048_576;

/** One poison record beside so many real ones. */
export const RECORDS_PER_POISON = 100;

/** Every third object is told twice. */
export const isToldTwice = (count: number): boolean => count % 3 === 1;

/** The faults in words, as the demo says them. */
export const FAULT_SENTENCES: readonly string[] = [
  '20 % of all calls to the stream are throttled, and 30 % of the records of the others are refused',
  'the Lambda is killed once in mid-batch, after its work and before its answer',
  'its response may hold 1 MiB, so that what has no room is put back to the stream',
  '1 % poison: records that are no gzip, or gzip that is cut',
  'the first write to S3 fails',
  'every third object is told to the queue twice',
];
