/**
 * The longest value of one column, in bytes of UTF-8. Log Analytics cuts a field at 64 KB without a word, and a cut
 * RawEvent is no JSON any more; 64,000 leaves room for either reading of KB.
 * Source: https://learn.microsoft.com/azure/azure-monitor/service-limits (logs ingestion API, maximum field size).
 */
export const MAX_FIELD_BYTES = 64_000;

/** Rows nested deeper than this may be refused: it is where the JSON reader of .NET stops by default. */
export const MAX_READER_DEPTH = 64;
