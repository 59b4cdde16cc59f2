import type { HeldRecord } from './held-record';
import type { TransformFailure } from './transform-failure';

/**
 * The line of a record in an error object, with the original bytes. Member order, numbers in milliseconds and the
 * spelling `lambdaARN` are those of objects that the service wrote; its guide lists them as strings and `lambdaArn`.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
export function errorLine(
  record: HeldRecord,
  failure: TransformFailure,
  attempts: { made: number; endedMs: number },
  lambdaArn: string,
): Buffer {
  const line = {
    rawData: record.data.toString('base64'),
    errorCode: failure.errorCode,
    errorMessage: failure.errorMessage,
    attemptsMade: attempts.made,
    arrivalTimestamp: record.arrivalMs,
    attemptEndingTimestamp: attempts.endedMs,
    lambdaARN: lambdaArn,
  };
  return Buffer.from(`${JSON.stringify(line)}\n`);
}
