import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { tallyVerdicts } from '../src/tally';
import type { SettledVerdict } from '../src/tally';
import { createTelemetry, metricsOf } from '../src/telemetry';

const NOW = 1_000_000;
const VERDICTS: SettledVerdict[] = [
  {
    kind: 'delivered',
    data: 'eA==',
    rows: 3,
    logEvents: 3,
    quality: {
      degraded: new Map([['not_utf8', 2]]),
      shrunk: 1,
      essentialsOnly: 1,
      deep: 1,
      declined: 2,
      oldest: 400_000,
    },
  },
  { kind: 'dropped', reason: 'not_audit_stream', logEvents: 5 },
  { kind: 'failed', code: 'gzip_too_large', logEvents: 0 },
  { kind: 'failed', code: 'splits_exhausted', logEvents: 7 },
  { kind: 'reingested', how: 'split', logEvents: 4, putBackLogEvents: 4 },
  { kind: 'reingested', how: 'defer', logEvents: 1, putBackLogEvents: 1 },
];

describe('metricsOf', () => {
  it('counts what went in, what came out, and why not', () => {
    const tally = { ...tallyVerdicts(VERDICTS), putAttempts: 2, requestBytes: 100, responseBytes: 450 };

    expect(Object.fromEntries(metricsOf(tally, NOW).map(({ name, value }) => [name, value]))).toEqual({
      RecordsIn: 6,
      LogEventsIn: 20,
      RowsOut: 3,
      DegradedRows: 2,
      DegradedNotUtf8: 2,
      ShrunkRows: 1,
      EssentialsOnlyRows: 1,
      DeepRows: 1,
      DeclinedEvents: 2,
      FailedRecords: 2,
      FailedGzipTooLarge: 1,
      FailedSplitsExhausted: 1,
      DroppedNotAuditStream: 1,
      ReingestedSplit: 1,
      ReingestedDeferred: 1,
      PutAttempts: 2,
      ConservationBroken: 0,
      ResponseBytes: 450,
      ExpansionRatio: 4.5,
      LagMilliseconds: 600_000,
    });
  });

  it('tells when rows and log events do not add up', () => {
    const lost = tallyVerdicts([{ ...(VERDICTS[0] as SettledVerdict & { kind: 'delivered' }), rows: 2 }]);

    expect(metricsOf(lost, NOW)).toContainEqual({ name: 'ConservationBroken', unit: 'Count', value: 1 });
  });

  it('leaves out a ratio and a lag that nothing was measured for', () => {
    const names = metricsOf(tallyVerdicts([]), NOW).map(({ name }) => name);

    expect(names).not.toContain('ExpansionRatio');
    expect(names).not.toContain('LagMilliseconds');
  });
});

describe('createTelemetry', () => {
  let lines: string[];
  beforeEach(() => {
    lines = [];
    const collect = (line: unknown): void => {
      lines.push(String(line));
    };
    // So Powertools writes to the global console instead of one of its own, and metrics too.
    process.env['POWERTOOLS_DEV'] = 'true';
    process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
    for (const method of ['log', 'info', 'warn'] as const) jest.spyOn(console, method).mockImplementation(collect);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    delete process.env['POWERTOOLS_DEV'];
    delete process.env['POWERTOOLS_METRICS_DISABLED'];
  });

  it('writes one log line and one flush of metrics an invocation', () => {
    const report = createTelemetry({}, () => NOW);
    report(tallyVerdicts(VERDICTS), undefined);

    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(parsed).toHaveLength(2);
    expect(parsed[0]).toMatchObject({ level: 'WARN', service: 'eks-sentinel', batch: { recordsIn: 6, rowsOut: 3 } });
    expect(parsed[1]).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Namespace: 'EksSentinel', Dimensions: [['service']] }] },
      service: 'eks-sentinel',
      RowsOut: 3,
    });
  });

  it('takes names from Powertools own variables, an empty one as unset', () => {
    const report = createTelemetry({ POWERTOOLS_METRICS_NAMESPACE: 'Mine', POWERTOOLS_SERVICE_NAME: '' }, () => NOW);
    report(tallyVerdicts([]), undefined);

    expect(JSON.parse(lines[1]!)).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Namespace: 'Mine' }] },
      service: 'eks-sentinel',
    });
  });

  it('does not fail the batch when it cannot report', () => {
    jest.spyOn(console, 'info').mockImplementation(() => {
      throw new Error('no room');
    });
    const report = createTelemetry({}, () => NOW);

    expect(() => {
      report(tallyVerdicts([]), undefined);
    }).not.toThrow();
  });
});
