import type { MessageFailureCode, SubscriptionMessage } from '@eks-sentinel/cloudwatch-logs';
import type { RecordFailureCode } from '@eks-sentinel/firehose';
import type { FastMapper, RowMapper } from '@eks-sentinel/mapping';

import type { MappedRows } from './mapped-rows';
import type { DropReason } from './outcome';

/** What a record needs to become rows, besides its data. */
export interface RecordSettings {
  readonly mapRow: RowMapper;
  /** The fast path; without it the reference does all. */
  readonly fastMapper?: FastMapper | undefined;
  readonly maxDecodedBytes: number;
  /** More bytes of rows than these are counted and not kept: no response has room for them. */
  readonly maxRowBytes: number;
  /** The region of the Lambda event, for log events that do not say theirs. */
  readonly region: string;
  /** When Firehose received the record, in milliseconds since 1970. */
  readonly arrival: number;
  /** Whether there is no time left to read on, or not enough for so many bytes at their slowest. */
  readonly isLate: (bytesAhead?: number) => boolean;
}

/** A record that was read, and its rows. */
export interface MappedRecord extends MappedRows {
  readonly kind: 'mapped';
  readonly gzip: Buffer;
  readonly message: SubscriptionMessage;
}

/** What became of one record. */
export type RecordOutcome =
  | MappedRecord
  | { readonly kind: 'dropped'; readonly reason: DropReason; readonly logEvents: number }
  | {
      readonly kind: 'failed';
      readonly code: RecordFailureCode | MessageFailureCode | 'log_events_too_many' | 'deadline_exceeded';
    };
