import { describe, expect, it } from '@jest/globals';

import { renderReport } from '../src/report';
import { createRowStatistics } from '../src/row-statistics';
import type { DemoSummary } from '../src/summary';

const ROW = {
  TimeGenerated: '"2026-05-12T08:15:42.123456Z"',
  Verb: '"get"',
  User: JSON.stringify('\u001b[2Jmallory'),
  ObjectRef: '"secrets/"',
  ResponseCode: '403',
  AuthDecision: '"forbid"',
  RawEvent: '{"n":1}',
};

const STREAM: DemoSummary['stream'] = {
  putCalls: 1,
  putCallsThrottled: 0,
  putCallsRejected: 0,
  recordsIn: 1,
  bytesIn: 7,
  recordsPutBack: 0,
  entriesRefused: 0,
  batches: 1,
  attempts: 1,
  retries: 0,
  coldStarts: 1,
  attemptFailures: {},
  recordsOk: 1,
  recordsDropped: 0,
  recordsFailed: 0,
  failures: {},
  bytesOut: 100,
  dataObjects: 1,
  errorObjects: 0,
  bytesWritten: 50,
  s3Attempts: 1,
  s3Failures: 0,
  recordsExpired: 0,
};

function summaryWith(changes: Partial<DemoSummary>): DemoSummary {
  return {
    isComplete: true,
    source: { seed: 1, events: 1 },
    faults: [],
    account: {
      logEvents: 1,
      delivered: 1,
      degraded: 0,
      dropped: {},
      failed: {},
      missing: 0,
      isBalanced: true,
      duplicates: 0,
      warnings: { replaced_times: 1 },
    },
    rows: 1,
    byVerb: { get: 1 },
    byAuthDecision: { forbid: 1 },
    failedRequests: [{ user: '\u001b[2Jmallory', code: 403, count: 1 }],
    attack: { events: 2, rows: 1 },
    poison: { records: 2, inErrorObjects: 1 },
    transform: {
      invocations: 1,
      rows: 1,
      degradedRows: 0,
      shrunkRows: 0,
      reingestedRecords: 0,
      dropped: {},
      failedRecords: {},
      peakMemoryMb: undefined,
    },
    stream: STREAM,
    notifications: { sent: 1, repeated: 0 },
    bytes: { auditEvents: 7, rows: 100 },
    seconds: 2,
    peakMemoryMb: 100,
    folder: 'out/demo-x',
    ...changes,
  };
}

describe('the report', () => {
  it('shows each told event with its row, and says where one is missing', () => {
    const story = [
      { sentence: 'The secrets are asked for.', text: '{"n":1}' },
      { sentence: 'And again.', text: '{"n":2}' },
    ];
    const statistics = createRowStatistics(story);
    statistics.add(ROW);

    const text = renderReport(summaryWith({}), story, statistics);

    expect(text).toContain(
      [
        '   1  The secrets are asked for.',
        String.raw`      08:15:42 get        \u001b[2Jmallory             secrets/                             403 forbid`,
        '   2  And again.',
        '      MISSING: no row came out',
      ].join('\n'),
    );
    expect(text).toContain('only 1 lie in the error objects');
    expect(text).toContain('TimeGenerated replaced 1');
  });

  it('lets no value of the input drive the terminal', () => {
    const hostile = '\u0007\u009b\u202e\u2028\nx';
    const statistics = createRowStatistics([]);
    const columns = ['TimeGenerated', 'Verb', 'User', 'ObjectRef', 'AuthDecision'] as const;
    for (const column of columns) statistics.add({ ...ROW, [column]: JSON.stringify(`2026-05-12T${hostile}`) });
    const summary = summaryWith({ byVerb: { '\u0007\u202e': 1 }, byAuthDecision: { [hostile]: 1 }, folder: hostile });

    const text = renderReport(summary, [], statistics);

    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(text).toContain(String.raw`\u0007\u202e 1`);
    expect(text).not.toMatch(/^x/m);
  });

  it('cuts every value of a row to its width', () => {
    const statistics = createRowStatistics([]);
    const long = JSON.stringify('x'.repeat(64_000));
    statistics.add({ ...ROW, Verb: long, User: long, ObjectRef: long, AuthDecision: long });

    const [, row] = renderReport(summaryWith({}), [], statistics).split('\n');

    expect(row).toHaveLength(2 + 8 + 1 + 10 + 1 + 28 + 1 + 36 + 1 + 3 + 1 + 10);
  });
});
