/** Why a record goes to the error output: the `errorCode` and `errorMessage` of its line. */
export interface TransformFailure {
  errorCode: string;
  errorMessage: string;
}

// Codes and messages: the table "Lambda invocation errors" of
// https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html
// and, where error objects of the service are public, their text.

export const FUNCTION_ERROR: TransformFailure = {
  errorCode: 'Lambda.FunctionError',
  errorMessage: 'The Lambda function was successfully invoked but it returned an error result.',
};

export const FUNCTION_TIMED_OUT: TransformFailure = {
  errorCode: 'Lambda.FunctionTimedOut',
  errorMessage: 'The Lambda function invocation timed out. Increase the Timeout setting in the Lambda function.',
};

export const INVOKE_LIMIT_EXCEEDED: TransformFailure = {
  errorCode: 'Lambda.InvokeLimitExceeded',
  errorMessage: 'The Lambda concurrent execution limit is exceeded. Increase the concurrent execution limit.',
};

export const JSON_PROCESSING: TransformFailure = {
  errorCode: 'Lambda.JsonProcessingException',
  errorMessage:
    'There was an error parsing returned records from the Lambda function. ' +
    'Ensure that the returned records follow the status model required by Firehose.',
};

/** An unknown `result` and bad base64 come as a function error with this text. */
export const INVALID_OUTPUT: TransformFailure = {
  errorCode: 'Lambda.FunctionError',
  errorMessage:
    'Check your function and make sure the output is in required format. In addition to that, ' +
    'make sure the processed records contain valid result status of Dropped, Ok, or ProcessingFailed',
};

export const MISSING_RECORD_ID: TransformFailure = {
  errorCode: 'Lambda.MissingRecordId',
  errorMessage:
    'One or more record Ids were not returned. Ensure that the Lambda function returns all received record Ids.',
};

export const DUPLICATED_RECORD_ID: TransformFailure = {
  errorCode: 'Lambda.DuplicatedRecordId',
  errorMessage:
    'Multiple records were returned with the same record Id. ' +
    'Ensure that the Lambda function returns a unique record Id for each record.',
};

export const OK_WITHOUT_DATA: TransformFailure = {
  errorCode: 'Lambda.InvalidReturnFormat',
  errorMessage:
    'The data field cannot be null when the SourceType is DirectPut or KinesisStreamAsSource and processing ' +
    'result is Ok. The value field cannot be null when the SourceType is MSKAsSource and processing result is Ok.',
};

export const PROCESSING_FAILED_STATUS: TransformFailure = {
  errorCode: 'Lambda.ProcessingFailedStatus',
  errorMessage: 'ProcessingFailed status set for record',
};
