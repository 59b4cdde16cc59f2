import type { Payload } from './payload';
import { createPayload, packRecords, takeRecords } from './payload';
import type { LogSource } from './sources';
import { withoutLongEvents } from './sources';

/** What is measured. */
export interface PayloadSet {
  readonly name: SetName;
  readonly rawBytes: number;
  readonly meaning: string;
  /** With events over the 64,000 bytes of a RawEvent, which only variants with all rules of the row can take. */
  readonly hasLongEvents: boolean;
}

/** The name of a payload set. */
export type SetName = 'S' | 'M' | 'L' | 'mixed';

/** Bytes count before gzip. */
export const PAYLOAD_SETS: Readonly<Record<SetName, PayloadSet>> = {
  S: {
    name: 'S',
    rawBytes: 2e6,
    hasLongEvents: false,
    meaning: 'what one invocation gets at the deployed buffer hint',
  },
  M: { name: 'M', rawBytes: 7e6, hasLongEvents: false, meaning: 'more than the response of a Lambda has room for' },
  L: { name: 'L', rawBytes: 2.4e7, hasLongEvents: false, meaning: 'the largest request of a Lambda' },
  mixed: {
    name: 'mixed',
    rawBytes: 2e6,
    hasLongEvents: true,
    meaning: 'as S, with events that are too long for a RawEvent and must be shrunk',
  },
};

/** The Lambda event of a set; smaller than the set when the source has no more. */
export function createSet(set: PayloadSet, source: LogSource): Payload {
  const lines = set.hasLongEvents ? source.lines() : withoutLongEvents(source.lines());
  return createPayload(takeRecords(packRecords(lines), set.rawBytes));
}
