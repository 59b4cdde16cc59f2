import { describe, expect, it } from '@jest/globals';

import { parseTime, readTimeRange } from '../../src/repair/time-range';

const NOW = Date.UTC(2026, 4, 12, 12);

describe('parseTime', () => {
  it('reads ISO 8601 with its zone, dates, now and ages', () => {
    expect(parseTime('2026-05-12T08:15:42Z', NOW)).toBe(Date.UTC(2026, 4, 12, 8, 15, 42));
    expect(parseTime('2026-05-12T08:15Z', NOW)).toBe(Date.UTC(2026, 4, 12, 8, 15));
    expect(parseTime('2026-05-12T08:15:42.5+02:00', NOW)).toBe(Date.UTC(2026, 4, 12, 6, 15, 42, 500));
    expect(parseTime('2026-05-12', NOW)).toBe(Date.UTC(2026, 4, 12));
    expect(parseTime('now', NOW)).toBe(NOW);
    expect(parseTime('90m', NOW)).toBe(Date.UTC(2026, 4, 12, 10, 30));
    expect(parseTime('1d', NOW)).toBe(Date.UTC(2026, 4, 11, 12));
  });

  it('refuses times without a zone, days that are none, and other texts', () => {
    for (const text of ['2026-05-12T08:15:42', '2026-02-31', '2026-13-01', '12/05/2026', '2x', '-1h', '']) {
      expect([text, parseTime(text, NOW)]).toEqual([text, undefined]);
    }
  });
});

describe('readTimeRange', () => {
  it('ends now, and never later', () => {
    expect(readTimeRange({ from: '1h' }, NOW)).toEqual({ from: NOW - 3_600_000, to: NOW });
    expect(readTimeRange({ from: '1h', to: '2026-05-13' }, NOW)).toEqual({ from: NOW - 3_600_000, to: NOW });
  });

  it('refuses a range that is missing, empty, backwards or in the future', () => {
    expect(() => readTimeRange({}, NOW)).toThrow('--from is missing');
    expect(() => readTimeRange({ from: '1h', to: '1h' }, NOW)).toThrow('--from is not before --to');
    expect(() => readTimeRange({ from: '2026-05-13' }, NOW)).toThrow('--from is in the future');
  });
});
