import { MAX_BATCH_RECORDS, MAX_RECORD_BYTES } from './limits';

/** An answer of the Firehose API that is no success: AWS JSON 1.1, `__type` and `message` in the body. */
export interface ApiError {
  status: number;
  type: string;
  message: string;
}

// Types and status codes: https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html#API_PutRecordBatch_Errors
// and https://docs.aws.amazon.com/firehose/latest/APIReference/CommonErrors.html. The texts are those of the service.

/** Back off and retry; also the `ErrorCode` and `ErrorMessage` of a single entry of PutRecordBatch. */
export const SLOW_DOWN: ApiError = { status: 503, type: 'ServiceUnavailableException', message: 'Slow down.' };

export const BATCH_TOO_LARGE: ApiError = {
  status: 400,
  type: 'InvalidArgumentException',
  message: 'Records size exceeds 4 MB limit',
};

export const BODY_TOO_LARGE: ApiError = {
  status: 413,
  type: 'RequestEntityTooLargeException',
  message: 'Request Entity Too Large',
};

export const NOT_READABLE: ApiError = {
  status: 400,
  type: 'SerializationException',
  message: 'Start of structure expected',
};

export const NO_BASE64: ApiError = { status: 400, type: 'SerializationException', message: 'Invalid base64 in a blob' };

export function unknownOperation(): ApiError {
  return { status: 400, type: 'UnknownOperationException', message: 'The operation is not known' };
}

/** Operations of the real service that the simulation does not offer. */
export function notSimulated(operation: string): ApiError {
  return {
    status: 400,
    type: 'InvalidArgumentException',
    message: `${operation} is not simulated: the stream is configured when the simulation starts`,
  };
}

export function streamNotFound(streamName: string, accountId: string): ApiError {
  return {
    status: 400,
    type: 'ResourceNotFoundException',
    message: `Firehose ${streamName} under account ${accountId} not found.`,
  };
}

export function invalidStreamName(): ApiError {
  return constraint('deliveryStreamName', 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+');
}

export function missingMember(member: string): ApiError {
  return constraint(member, 'Member must not be null');
}

export function tooFewRecords(): ApiError {
  return constraint('records', 'Member must have length greater than or equal to 1');
}

export function tooManyRecords(): ApiError {
  return constraint('records', `Member must have length less than or equal to ${MAX_BATCH_RECORDS}`);
}

export function recordTooLarge(member: string): ApiError {
  return constraint(member, `Member must have length less than or equal to ${MAX_RECORD_BYTES}`);
}

/** Limits that the model of the service states are checked before its own code runs. */
function constraint(member: string, message: string): ApiError {
  return {
    status: 400,
    type: 'ValidationException',
    message: `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${message}`,
  };
}
