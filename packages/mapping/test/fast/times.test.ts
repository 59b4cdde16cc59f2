import { describe, expect, it } from '@jest/globals';

import { CONTEXT } from '../map';
import { TIME, verdictOn } from './verdict';

describe('the fast path declines', () => {
  it.each([
    ['an event whose second time does not count', '{"requestReceivedTimestamp":"soon"}'],
    ['an event whose second time is a number', '{"requestReceivedTimestamp":1}'],
  ])('%s', (_, text) => {
    expect(verdictOn(text)).toBe('declined');
  });

  it.each([
    ['2026-02-29T08:15:42.123456Z'],
    ['2026-04-31T08:15:42.123456Z'],
    ['1900-02-29T08:15:42.123456Z'],
    ['2026-00-10T08:15:42.123456Z'],
    ['2026-13-10T08:15:42.123456Z'],
    ['2026-05-00T08:15:42.123456Z'],
    ['2026-05-32T08:15:42.123456Z'],
    ['2026-05-12T24:15:42.123456Z'],
    ['2026-05-12T08:60:42.123456Z'],
    ['2026-05-12T08:15:60.123456Z'],
    ['2026-05-12T08:15:42.12345Z'],
    ['2026-05-12T08:15:42Z'],
    ['2026-05-12t08:15:42.123456Z'],
    ['2026-05-12T08:15:42.123456z'],
    ['2026-05-12 08:15:42.123456Z'],
    ['2026/05/12T08:15:42.123456Z'],
    ['2026-05/12T08:15:42.123456Z'],
    ['2026-05-12T08.15:42.123456Z'],
    ['2026-05-12T08:15.42.123456Z'],
    ['2026-05-12T08:15:42,123456Z'],
    ['2O26-05-12T08:15:42.123456Z'],
    ['20a6-05-12T08:15:42.123456Z'],
    ['2026-05-12T08:15:42.a23456Z'],
    ['2026-05-12T08:15:42.12a456Z'],
    ['2026-05-12T08:15:42.1234a6Z'],
    ['2026-05-12T08:15:4\\u0032.123456Z'],
    ['2026-05-1\\u0032T08:15:42.Z'],
    [''],
    ['2026-05-12T08:15:42.123456Z0'],
    ['2026-05-12T08:15:42.123456ZZ'],
  ])('the time %s', (time) => {
    expect(verdictOn(`{"stageTimestamp":"${time}"}`)).toBe('declined');
  });
});

describe('the fast path takes', () => {
  it.each([
    ['an event without a time', '{"verb":"get"}'],
    ['an event with its second time only', '{"requestReceivedTimestamp":"2026-05-12T08:15:42.123456Z"}'],
    ['a first time behind a second one', `{"requestReceivedTimestamp":"2026-05-12T08:15:41.123456Z",${TIME}}`],
    ['a first time before one that does not count', `{${TIME},"requestReceivedTimestamp":"soon"}`],
    ['a century that is a leap year', '{"stageTimestamp":"2000-02-29T23:59:59.999999Z"}'],
    ['a leap year', '{"stageTimestamp":"2024-02-29T00:00:00.000000Z"}'],
    ['the year 0', '{"stageTimestamp":"0000-12-31T00:00:00.000000Z"}'],
    ['the last day of a short month', '{"stageTimestamp":"2026-11-30T00:00:00.000000Z"}'],
  ])('%s', (_, text) => {
    expect(verdictOn(text)).toBe('fast');
  });

  it.each([
    1, 999, 86_399_999, 86_400_000, 951_782_399_999, 951_782_400_000, 951_868_800_000, 1_709_164_800_001,
    1_735_689_599_999, 1_735_689_600_000, 4_107_542_400_000, 253_402_300_799_999,
  ])('the timestamp %i of a log event as the time of its row', (timestamp) => {
    expect(verdictOn('{}', { ...CONTEXT, timestamp })).toBe('fast');
  });

  it('no timestamp beyond the year 9999', () => {
    expect(verdictOn('{}', { ...CONTEXT, timestamp: 253_402_300_800_000 })).toBe('declined');
  });

  it('every last day of a month, and no day behind it', () => {
    const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    const verdicts = days.map((last, index) =>
      [last, last + 1].map((day) =>
        verdictOn(`{"stageTimestamp":"2026-${String(index + 1).padStart(2, '0')}-${day}T00:00:00.000000Z"}`),
      ),
    );

    expect(verdicts).toEqual(days.map(() => ['fast', 'declined']));
  });
});
