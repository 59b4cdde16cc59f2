import type { LogLine } from '@eks-sentinel/testkit';
import { MANY_VALUES_EVENTS } from '@eks-sentinel/testkit';

import type { PackedRecord, Payload } from './payload';
import { createPayload, packAlone, packRecords, takeRecords } from './payload';
import type { LogSource } from './sources';
import { withoutLongEvents } from './sources';

/** What is measured. */
export interface PayloadSet {
  readonly name: SetName;
  readonly rawBytes: number;
  readonly meaning: string;
  /** With events over the 64,000 bytes of a RawEvent, which only variants with all rules of the row can take. */
  readonly hasLongEvents: boolean;
  /** With events that the fast path leaves to the reference. */
  readonly hasDeclined: boolean;
  /** Of the rounds that are asked for; one is run at least. */
  readonly shareOfRounds: number;
}

/** The name of a payload set. */
export type SetName = 'S' | 'M' | 'L' | 'mixed' | 'hostile';

const USUAL = { hasLongEvents: false, hasDeclined: false, shareOfRounds: 1 } as const;

/** Bytes count before gzip; a set takes no more than there is. */
export const PAYLOAD_SETS: Readonly<Record<SetName, PayloadSet>> = {
  S: {
    name: 'S',
    rawBytes: 2e6,
    ...USUAL,
    meaning: 'what one invocation gets at the deployed buffer hint',
  },
  M: { name: 'M', rawBytes: 7e6, ...USUAL, meaning: 'more than the response of a Lambda has room for' },
  L: { name: 'L', rawBytes: 2.4e7, ...USUAL, meaning: 'the largest request of a Lambda' },
  mixed: {
    name: 'mixed',
    rawBytes: 2e6,
    ...USUAL,
    hasLongEvents: true,
    meaning: 'as S, with events that are too long for a RawEvent and must be shrunk',
  },
  hostile: {
    name: 'hostile',
    rawBytes: Infinity,
    hasLongEvents: true,
    hasDeclined: true,
    shareOfRounds: 0.05,
    meaning: 'events of a megabyte of many small values, each of another shape and in a record of its own',
  },
};

/** The Lambda event of a set; smaller than the set when the source has no more. The hostile one has its own source. */
export function createSet(set: PayloadSet, source: LogSource): Payload {
  const records = set.name === 'hostile' ? hostileRecords() : packRecords(linesOf(set, source));
  return createPayload(takeRecords(records, set.rawBytes));
}

function* hostileRecords(): Generator<PackedRecord, void, undefined> {
  for (const { text } of MANY_VALUES_EVENTS) yield packAlone(text());
}

function linesOf({ hasLongEvents }: PayloadSet, source: LogSource): Iterable<LogLine> {
  return hasLongEvents ? source.lines() : withoutLongEvents(source.lines());
}
