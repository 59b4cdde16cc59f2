// Sources: https://docs.aws.amazon.com/firehose/latest/dev/limits.html,
// https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html,
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html

/** The largest response of a synchronous invocation that Lambda is sure to pass on: 6 MB. */
export const LAMBDA_RESPONSE_BYTES = 6_291_456;

/** What the response may take by default: the limit less 64 KiB for what a runtime may add around it. */
export const MAX_RESPONSE_BYTES = LAMBDA_RESPONSE_BYTES - 65_536;

/**
 * What one record may inflate to. A record is at most 1,000 KiB, and audit logs compress up to about 30:1; gzip of
 * nothing but zeros would reach 1,030:1.
 */
export const MAX_DECODED_BYTES = 64 * 1_048_576;

/** The largest record that a stream takes, before base64: 1,000 KiB. */
export const MAX_RECORD_BYTES = 1_024_000;

/** The most records of one PutRecordBatch. */
export const MAX_BATCH_RECORDS = 500;

/**
 * The most bytes of one PutRecordBatch. The documented limit is 4 MiB; reports disagree on whether it counts the records
 * before or after base64, and 3 MiB before is 4 MiB after.
 */
export const MAX_BATCH_BYTES = 3 * 1_048_576;

/** How often a record may be parted and put back. One split makes as many parts as needed; more happen only when the limits of the stream are lowered meanwhile. */
export const MAX_SPLITS = 4;

/** How often a record may be put back whole because the response had no room for it. */
export const MAX_DEFERRALS = 16;

/**
 * How often a person may put a failed record back. Firehose tries it four times in each round, so a passing cause, such
 * as throttling or a deployment, is over long before the last; what still fails then fails because of what it is, and
 * would take its neighbours along every time.
 */
export const MAX_REDRIVES = 4;
