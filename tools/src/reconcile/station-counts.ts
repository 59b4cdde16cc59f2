/** What the stations of the chain hold of the audit events of a range. Undefined stands for what could not be observed. */
export interface StationCounts {
  /** Audit events in the log groups. */
  readonly logEvents: number | undefined;
  /** Log events that the subscription filters forwarded. */
  readonly forwarded: number | undefined;
  /** Log events that the subscription gave up on. */
  readonly deliveryErrors: number | undefined;
  /** Log groups that have no subscription filter to the stream. */
  readonly unsubscribed: readonly string[];
  /** Different rows in delivered objects, and rows that repeat one of them. */
  readonly rows: number;
  readonly repeatedRows: number;
  /** Log events of failed records that were not put back. */
  readonly failed: number;
  /** Failed records that cannot be read, so that nobody knows how many log events they hold. */
  readonly unreadableRecords: number;
  /** Delivered objects since the begin of the range, and messages that the queue got since then. */
  readonly objects: number;
  readonly messages: number | undefined;
  /** Messages that wait for Sentinel, and the age of the oldest in seconds. */
  readonly waiting: number | undefined;
  readonly oldestSeconds: number | undefined;
  /** Messages that Sentinel gave up on. */
  readonly deadLetters: number | undefined;
  /** Different rows in the table of Sentinel, as a person counted them. */
  readonly tableRows: number | undefined;
}
