/** What one subscription did so far. The members are changed while it runs: read them for progress. */
export interface SubscriptionCounts {
  /** Log events that entered the log group. */
  logEvents: number;
  /** Log events that the filter pattern left out: they never reach Firehose. */
  filteredOut: number;
  /** Log events over the size limit of a log event or, alone and compressed, of a record. */
  tooLarge: number;
  /** Control messages that Firehose took; each carries one log event of its own. */
  controlMessages: number;
  /** Data records that Firehose took, the log events in them, and their compressed bytes. */
  records: number;
  delivered: number;
  bytes: number;
  /** Entries that Firehose refused and that were sent again. */
  retriedRecords: number;
  /** Log events of records that Firehose refused until the attempts were used up. */
  notAccepted: number;
}

export function createSubscriptionCounts(): SubscriptionCounts {
  return {
    logEvents: 0,
    filteredOut: 0,
    tooLarge: 0,
    controlMessages: 0,
    records: 0,
    delivered: 0,
    bytes: 0,
    retriedRecords: 0,
    notAccepted: 0,
  };
}
