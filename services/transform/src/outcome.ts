import type { MessageFailureCode } from '@eks-sentinel/cloudwatch-logs';
import type { OverflowFailureCode, RecordFailureCode } from '@eks-sentinel/firehose';

/** Why a record is answered with ProcessingFailed, which makes Firehose keep the original under its error prefix. */
export type FailureCode =
  | RecordFailureCode
  | MessageFailureCode
  | 'log_events_too_many'
  | OverflowFailureCode
  | 'part_too_large'
  | 'reingest_refused'
  | 'reingest_unfinished'
  | 'deadline_exceeded'
  | 'internal';

/** Why a record is answered with Dropped although nothing of it was put back: it holds no audit events. */
export type DropReason = 'control_message' | 'not_audit_stream' | 'foreign_log_group' | 'no_log_events';

/** What each failure code means, and what helps. The list is closed: metrics and docs are derived from it. */
export const FAILURE_CODES: Readonly<Record<FailureCode, string>> = {
  record_malformed: 'the record has no `data` that is a string',
  base64_invalid: '`data` is not base64',
  gzip_missing: '`data` is not gzip: another producer writes to the stream, or it decompresses records itself',
  gzip_truncated: 'the gzip text ends too soon',
  gzip_corrupt: 'the gzip text, its checksum or its length is wrong, or something follows it',
  gzip_too_large: 'the record inflates to more than `MAX_DECODED_BYTES`',
  message_not_json: 'the inflated data is not JSON in UTF-8',
  message_not_object: 'the inflated data is JSON, but not an object',
  message_type_unknown: '`messageType` is neither `DATA_MESSAGE` nor `CONTROL_MESSAGE`',
  message_incomplete: '`owner`, `logGroup`, `logStream` or `logEvents` is missing or of another type',
  log_events_too_many: 'the message has more than 100,000 log events, which CloudWatch Logs does not write',
  row_too_large: 'one log event gives a row that no response has room for',
  splits_exhausted: 'the record was split as often as is allowed and is still too large',
  deferrals_exhausted: 'the record was put back as often as is allowed and still found no room: lower the buffer hint',
  part_too_large: 'a part of the record, or the record with its marker, is larger than a stream takes',
  reingest_refused: 'the stream refused the record that was put back: permission, name, throttling without end',
  reingest_unfinished: 'the deadline came before the record was put back',
  deadline_exceeded:
    'the record took more than its share of the time, or might not have ended in time: raise memory or timeout, lower the buffer hint',
  internal: 'a defect of the transform; the log line carries the name of the error',
};

/** What each drop reason means. */
export const DROP_REASONS: Readonly<Record<DropReason, string>> = {
  control_message: 'CloudWatch Logs checks whether the stream can be reached',
  not_audit_stream: 'the log stream belongs to another component of the control plane',
  foreign_log_group: 'the log group is not that of an EKS cluster',
  no_log_events: 'the message has no log events',
};
