/** What a row holds that the audit event does not say. */
export interface RowContext {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  /** The log event's time in milliseconds since 1970; undefined or out of range counts as absent. */
  readonly timestamp: number | undefined;
  /** When Firehose received the record, in milliseconds since 1970; must be a time with a four-digit year. */
  readonly arrival: number;
}
