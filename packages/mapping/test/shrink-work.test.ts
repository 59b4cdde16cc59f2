import { SLOW_EVENTS, slowEvent } from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { MAX_SHRUNK_VALUES, SHRINK_BUDGET_VALUES, shrinkEvent } from '../src/shrink/shrink-event';
import { map } from './map';

const MAX_BYTES = 64_000;
/** The longest log event of CloudWatch Logs. */
const MAX_EVENT_BYTES = 1_048_576;
/** Looks at a value, for each byte of an event. */
const MAX_VISITS_PER_BYTE = 6;

const shrink = (text: string) => shrinkEvent(Buffer.from(text), MAX_BYTES, () => false)!;

describe('the work of shrinking', () => {
  it('has a budget that no event of 1 MiB can use up', () => {
    expect(MAX_VISITS_PER_BYTE * MAX_EVENT_BYTES).toBe(SHRINK_BUDGET_VALUES);
    expect(MAX_SHRUNK_VALUES).toBe(MAX_EVENT_BYTES / 2);
  });

  it.each(SLOW_EVENTS.map(({ name, text }) => [name, text] as const))('is bounded by the bytes of %s', (_, text) => {
    const event = text();
    const { visited, isEssentialsOnly } = shrink(event);

    expect(visited / event.length).toBeLessThan(MAX_VISITS_PER_BYTE);
    expect(isEssentialsOnly).toBe(false);
    expect(map(event, {}, { maxRawEventBytes: MAX_BYTES }).outcome).toMatchObject({ isEssentialsOnly: false });
  });

  it('is bounded by the bytes of an event of any shape, which it always brings below the limit', () => {
    fc.assert(
      fc.property(slowEvent(), fc.integer({ min: 100_000, max: 1_000_000 }), ({ text }, bytes) => {
        const event = text(bytes);
        if (Buffer.byteLength(event) <= MAX_BYTES) return;
        const { visited, isEssentialsOnly, event: shrunk } = shrink(event);

        expect(visited / Buffer.byteLength(event)).toBeLessThan(MAX_VISITS_PER_BYTE);
        expect(isEssentialsOnly).toBe(false);
        expect(shrunk.length).toBeLessThanOrEqual(MAX_BYTES);
        expect(() => JSON.parse(shrunk.toString()) as unknown).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });

  it('gives the columns that the event as it was gives', () => {
    fc.assert(
      fc.property(slowEvent(), fc.integer({ min: 70_000, max: 200_000 }), ({ text }, bytes) => {
        const { row, rawEvent, outcome } = map(text(bytes));
        if (!outcome.isShrunk) return;
        const columns = map(rawEvent).row;

        // What is too long for its place in a shrunk event is cut or left out there.
        for (const [name, value] of Object.entries(columns)) {
          if (name === 'RawEvent') continue;
          const whole = JSON.stringify(row[name]);
          if (whole.length < 500) expect({ [name]: value }).toEqual({ [name]: row[name] });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('ends at the budget with the essentials, the same each time', () => {
    const event = Buffer.from(SLOW_EVENTS.find(({ name }) => name === 'numbers in user.groups')!.text());
    const budget = 900_000;

    const shrunk = shrinkEvent(event, MAX_BYTES, () => false, budget)!;

    expect(shrunk).toMatchObject({ isEssentialsOnly: true, removed: ['[(all but what the columns read)]'] });
    expect(JSON.parse(shrunk.event.toString())).toMatchObject({ verb: 'get', user: { username: 'reader' } });
    expect(shrunk.visited).toBeLessThan(budget + 3 * MAX_SHRUNK_VALUES);
    expect(shrinkEvent(event, MAX_BYTES, () => false, budget)).toEqual(shrunk);
  });

  it('stops between two steps when there is no time left', () => {
    const event = Buffer.from(SLOW_EVENTS.find(({ name }) => name === 'numbers in user.groups')!.text());
    let asked = 0;

    expect(shrinkEvent(event, MAX_BYTES, () => (asked += 1) > 1)).toBeUndefined();
    expect(asked).toBe(2);
  });
});
