import type { FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';

/** What the rows of a variant must be, in comparison with those of the reference, before its time counts. */
export type Claim =
  /** The same bytes. */
  | 'identical'
  /** The same JSON values; numbers and escapes may be written in another way. */
  | 'equal'
  /** A design of its own, measured for scale: only the number of lines is the same. */
  | 'other';

/** One way to answer a Lambda event. */
export interface Variant {
  readonly name: string;
  /** What a reader of the report sees. */
  readonly label: string;
  readonly claim: Claim;
  /** Log events that the fast path left to the reference in the last invocation; absent where there is no fast path. */
  readonly declined?: () => number;
  /** Whether it keeps the rules for long and broken audit events, so that traffic with them can be measured. */
  readonly keepsAllRules: boolean;
  readonly invoke: Invoke;
}

/** A handler, as the runtime calls it. */
export type Invoke = (
  event: FirehoseTransformationEvent,
) => FirehoseTransformationResult | Promise<FirehoseTransformationResult>;

/** A handler that answers each record with Ok and the base64 text that `transform` makes of its data. */
export function eachRecord(transform: (data: string, recordId: string, region: string) => string): Invoke {
  return ({ records, region }) => ({
    records: records.map(({ recordId, data }) => ({
      recordId,
      result: 'Ok' as const,
      data: transform(data, recordId, region),
    })),
  });
}
