import { describe, expect, it } from '@jest/globals';

import { balanceAccount, type Stations } from '../src/account';
import { createCollectorCounts } from '../src/collector-counts';
import { renderAccount } from '../src/render-account';
import { createSubscriptionCounts } from '../src/subscription-counts';

const STATIONS: Stations = {
  subscriptions: [
    {
      ...createSubscriptionCounts(),
      logEvents: 1_000,
      controlMessages: 1,
      filteredOut: 100,
      tooLarge: 2,
      notAccepted: 3,
    },
    { ...createSubscriptionCounts(), logEvents: 200, controlMessages: 1 },
  ],
  transform: { dropped: { control_message: 2, not_audit_stream: 10 }, failed: { gzip_corrupt: 4, internal: 0 } },
  collector: {
    ...createCollectorCounts(),
    rows: 1_090,
    malformedLines: 1,
    cutFields: { RawEvent: 2, UserAgent: 1 },
    cutDynamics: 2,
    unreadableObjects: { no_gzip: 1, corrupt_gzip: 1 },
  },
  table: { delivered: 1_075, degraded: 5, duplicates: 10 },
};

describe('balanceAccount', () => {
  it('puts every log event into one line, duplicates apart', () => {
    expect(balanceAccount(STATIONS)).toEqual({
      logEvents: 1_202,
      delivered: 1_075,
      degraded: 5,
      dropped: { control_message: 2, filter_pattern: 100, not_audit_stream: 10 },
      failed: { gzip_corrupt: 4, log_event_too_large: 2, malformed_line: 1, not_accepted_by_firehose: 3 },
      missing: 0,
      isBalanced: true,
      duplicates: 10,
      warnings: { cut_dynamic_values: 2, cut_values: 3, unreadable_objects: 2 },
    });
  });

  it('tells what is missing, and what is too much', () => {
    const table = STATIONS.table;

    expect(balanceAccount({ ...STATIONS, table: { ...table, delivered: 1_074 } })).toMatchObject({
      missing: 1,
      isBalanced: false,
    });
    expect(balanceAccount({ ...STATIONS, table: { ...table, degraded: 7 } })).toMatchObject({
      missing: -2,
      isBalanced: false,
    });
  });
});

describe('renderAccount', () => {
  it('draws the table for a terminal', () => {
    expect(renderAccount(balanceAccount(STATIONS))).toBe(
      [
        'log events in                            1,202',
        '  delivered                              1,075',
        '  degraded                                   5',
        '  dropped                                  112',
        '    control_message                          2',
        '    filter_pattern                         100',
        '    not_audit_stream                        10',
        '  failed                                    10',
        '    gzip_corrupt                             4',
        '    log_event_too_large                      2',
        '    malformed_line                           1',
        '    not_accepted_by_firehose                 3',
        '  missing                                    0',
        'duplicates removed                          10',
        'warning: cut_dynamic_values                  2',
        'warning: cut_values                          3',
        'warning: unreadable_objects                  2',
        'balanced: nothing is missing',
        '',
      ].join('\n'),
    );
  });

  it('says loudly when the account does not balance', () => {
    const text = renderAccount({ ...balanceAccount(STATIONS), missing: -1_234, isBalanced: false });

    expect(text).toContain('  missing                               -1,234\n');
    expect(text.endsWith('NOT balanced: see "missing"\n')).toBe(true);
  });
});
