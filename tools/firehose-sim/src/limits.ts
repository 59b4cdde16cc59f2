/** Largest record, before base64. https://docs.aws.amazon.com/firehose/latest/APIReference/API_Record.html */
export const MAX_RECORD_BYTES = 1_024_000;

/** Records of one call. https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
export const MAX_BATCH_RECORDS = 500;

/**
 * All records of one call, before base64: "4 MB for the entire request" is 4,194,304 raw bytes when measured.
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html
 */
export const MAX_BATCH_BYTES = 4_194_304;

/** Body of one HTTP call: 4 MiB in base64 with room for JSON; above it the service answers 413. */
export const MAX_HTTP_BODY_BYTES = 8 * 1024 * 1024;

/** Payload of a synchronous invocation. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_INVOCATION_REQUEST_BYTES = 6_291_456;

/** Answer of a synchronous invocation: 6 MiB and 100 B; the Lambda service names this number in its error. */
export const MAX_INVOCATION_RESPONSE_BYTES = 6_291_556;

/** Firehose waits at most 5 minutes. https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
export const MAX_FUNCTION_TIMEOUT_SECONDS = 300;

/** The init phase. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
export const INIT_TIMEOUT_MS = 10_000;

/** Sizes of the buffering hints are MiB. https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html */
export const BYTES_PER_MB = 1_048_576;

/** DirectPut keeps records for 24 hours. https://docs.aws.amazon.com/firehose/latest/dev/troubleshooting.html */
export const RETENTION_MS = 24 * 60 * 60 * 1000;

/** Longest log event of CloudWatch Logs; a longer line of the function is cut. */
export const MAX_LOG_LINE_BYTES = 1_048_576;

/** The simulation's own limit: what it holds in memory before it answers ServiceUnavailableException. */
export const DEFAULT_MAX_HELD_BYTES = 256 * BYTES_PER_MB;

/** The simulation's own rule: pause before an S3 write is tried again, doubled up to the maximum. */
export const FIRST_S3_RETRY_MS = 1_000;
export const MAX_S3_RETRY_MS = 60_000;
