import { describe, expect, it } from '@jest/globals';

import { judgeStations } from '../../src/reconcile/judge-stations';
import type { StationCounts } from '../../src/reconcile/station-counts';

const WELL: StationCounts = {
  logEvents: 1_000,
  forwarded: 1_000,
  deliveryErrors: 0,
  unsubscribed: [],
  rows: 1_000,
  repeatedRows: 0,
  failed: 0,
  unreadableRecords: 0,
  objects: 12,
  messages: 12,
  waiting: 0,
  oldestSeconds: 0,
  deadLetters: 0,
  tableRows: 1_000,
};

/** Station, number and command of each finding. */
function judge(changes: Partial<StationCounts>): string[] {
  return judgeStations({ ...WELL, ...changes }).map(
    ({ station, missing, unit, fix }) => `${station} ${missing} ${unit}: ${fix}`,
  );
}

describe('judgeStations', () => {
  it('finds nothing when every station has everything, or more', () => {
    expect(judge({})).toEqual([]);
    expect(judge({ forwarded: 1_200 })).toEqual([]);
    expect(judge({ repeatedRows: 300, messages: 15, waiting: 3, oldestSeconds: 200 })).toEqual([]);
  });

  it('tolerates one of a thousand at the ends of the range, and not two', () => {
    expect(judge({ rows: 999, tableRows: 999 })).toEqual([]);
    expect(judge({ rows: 998, tableRows: 998 })).toEqual(['stream 2 log event: doctor']);
  });

  it('names the subscription when it forwarded less than the log groups hold', () => {
    expect(judge({ forwarded: 900, rows: 900, tableRows: 900 })).toEqual(['subscription 100 log event: backfill']);
    expect(judge({ forwarded: 0, rows: 0, tableRows: 0, unsubscribed: ['/aws/eks/a/cluster'] })).toEqual([
      'subscription 1000 log event: backfill',
    ]);
  });

  it('counts what a backfill brought', () => {
    expect(judge({ forwarded: 900 })).toEqual([]);
  });

  it('names the stream when less came out than went in, and both when both lack', () => {
    expect(judge({ rows: 700, tableRows: 700 })).toEqual(['stream 300 log event: doctor']);
    expect(judge({ forwarded: 900, rows: 700, tableRows: 700 })).toEqual([
      'subscription 100 log event: backfill',
      'stream 200 log event: doctor',
    ]);
  });

  it('names errors/ for failed records, and does not look for their log events elsewhere', () => {
    expect(judge({ rows: 700, failed: 300, tableRows: 700 })).toEqual(['errors 300 log event: redrive']);
    expect(judge({ rows: 700, unreadableRecords: 3, tableRows: 700 })).toEqual(['errors 3 record: redrive']);
  });

  it('names notification, queue, dead-letter queue and table', () => {
    expect(judge({ messages: 9 })).toEqual(['notification 3 object: replay']);
    expect(judge({ waiting: 4, oldestSeconds: 4_000 })).toEqual(['queue 4 message: doctor']);
    expect(judge({ deadLetters: 2 })).toEqual(['dead_letter 2 message: replay']);
    expect(judge({ tableRows: 600 })).toEqual(['table 400 row: replay']);
  });

  it('judges by what could be observed', () => {
    const blind = {
      logEvents: undefined,
      messages: undefined,
      oldestSeconds: undefined,
      deadLetters: undefined,
      tableRows: undefined,
    };

    expect(judge(blind)).toEqual([]);
    expect(judge({ ...blind, rows: 900 })).toEqual(['stream 100 log event: doctor']);
    expect(judge({ ...blind, forwarded: undefined })).toEqual([]);
  });
});
