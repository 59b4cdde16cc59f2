import { describe, expect, it } from '@jest/globals';

import { RowLedger } from '../src/row-ledger';
import type { RowSink } from '../src/row-sink';
import type { TableRow } from '../src/table-row';
import { createUniqueSink } from '../src/unique-sink';

describe('RowLedger', () => {
  it('takes a row once and calls an equal one repeated', () => {
    const ledger = new RowLedger();

    expect([ledger.take('prod', '{"a":1}'), ledger.take('prod', '{"a":1}')]).toEqual([true, false]);
    expect(ledger.repeated).toBe(1);
  });

  it('never goes by auditID: events that share it and differ elsewhere are different rows', () => {
    const ledger = new RowLedger();

    expect(ledger.take('prod', '{"auditID":"fixed","verb":"get"}')).toBe(true);
    expect(ledger.take('prod', '{"auditID":"fixed","verb":"delete"}')).toBe(true);
    expect(ledger.take('prod', '{"auditID":"fixed", "verb":"get"}')).toBe(true);
    expect(ledger.repeated).toBe(0);
  });

  it('keeps clusters apart, and the cluster apart from the event', () => {
    const ledger = new RowLedger();

    expect(ledger.take('prod', '{}')).toBe(true);
    expect(ledger.take('test', '{}')).toBe(true);
    expect(ledger.take('prod{', '}')).toBe(true);
    expect(ledger.take('\ud800', '{}')).toBe(true);
    expect(ledger.take('\ud801', '{}')).toBe(true);
  });

  it('takes as many equal rows as equal log events went in', () => {
    const ledger = new RowLedger();
    ledger.expect('prod', '{"a":1}');
    ledger.expect('prod', '{"a":1}');

    const taken = [1, 2, 3].map(() => ledger.take('prod', '{"a":1}'));

    expect(taken).toEqual([true, true, false]);
  });
});

describe('createUniqueSink', () => {
  function write(rows: readonly TableRow[], ledger = new RowLedger()): { passed: TableRow[]; counts: object } {
    const passed: TableRow[] = [];
    const next: RowSink = { write: (row) => void passed.push(row), close: () => Promise.resolve() };
    const counts = { delivered: 0, degraded: 0 };
    const sink = createUniqueSink(ledger, next, counts);
    for (const row of rows) void sink.write(row);
    return { passed, counts };
  }

  it('passes each row once, however often it came', () => {
    const row = { ClusterName: '"prod"', RawEvent: '{"verb":"get"}' };

    expect(write([row, row, { ...row, ClusterName: '"test"' }])).toEqual({
      passed: [row, { ...row, ClusterName: '"test"' }],
      counts: { delivered: 2, degraded: 0 },
    });
  });

  it('counts a degraded row apart from a whole one, and goes by the member, not by the word', () => {
    const events = [
      '{"eksSentinel":{"degraded":"truncated","text":"x"}}',
      '{"eksSentinel":{"removed":["responseObject"]}}',
      '{"userAgent":"eksSentinel","x":{"degraded":1}}',
      '"a cut value with eksSentinel in it"',
    ];

    const { counts } = write(events.map((RawEvent) => ({ ClusterName: '"prod"', RawEvent })));

    expect(counts).toEqual({ delivered: 3, degraded: 1 });
  });
});
