import { gunzipSync, gzipSync } from 'node:zlib';

import { withMarker } from '@eks-sentinel/firehose';
import type { RowMapper } from '@eks-sentinel/mapping';
import { createRowMapper } from '@eks-sentinel/mapping';
import { buildLogEvent, buildSubscriptionMessage } from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { IncomingRecord } from '../src/transform-batch';
import { transformBatch } from '../src/transform-batch';

/** A clock that only moves when work is done on it. */
interface Clock {
  ms: number;
}

/** A mapper that takes as long as the audit event says, and asks between steps whether it is late, as shrinking does. */
function slowMapper(clock: Clock, stepMs: number): RowMapper {
  const mapRow = createRowMapper();
  return ((...[message, context, out, isLate]: Parameters<RowMapper>) => {
    const { costMs } = JSON.parse(message.bytes.toString()) as { costMs: number };
    for (let left = costMs; left > 0; left -= stepMs) {
      clock.ms += Math.min(left, stepMs);
      if (isLate()) return undefined;
    }
    return mapRow(message, context, out, isLate);
  }) as RowMapper;
}

/** A record of events that take so many milliseconds each. */
function recordOf(costsMs: readonly number[], deferrals = 0, paddingBytes = 0): Omit<IncomingRecord, 'recordId'> {
  const events = costsMs.map((costMs) => JSON.stringify({ costMs, verb: 'get', x: 'x'.repeat(paddingBytes) }));
  const gzip = gzipSync(buildSubscriptionMessage({ logEvents: events.map((message) => buildLogEvent(message)) }));
  const data = deferrals === 0 ? gzip : withMarker(gzip, { splits: 0, deferrals, redrives: 0 });
  return { data: data.toString('base64'), arrival: 0 };
}

function transform(records: readonly Omit<IncomingRecord, 'recordId'>[], timeMs: number, stepMs: number) {
  const clock = { ms: 0 };
  const verdicts = transformBatch(
    records.map((record, index) => ({ ...record, recordId: `${index}` })),
    {
      mapRow: slowMapper(clock, stepMs),
      maxDecodedBytes: 1_048_576,
      maxResponseBytes: 6_000_000,
      region: 'eu-west-1',
      remainingMs: () => timeMs - clock.ms,
    },
  );
  return { verdicts, usedMs: clock.ms };
}

describe('a batch with a deadline', () => {
  it('delivers the neighbours of a record that takes longer than there is', () => {
    const { verdicts, usedMs } = transform([recordOf([1, 1]), recordOf([60_000]), recordOf([1])], 2_000, 50);

    expect(verdicts).toMatchObject([
      { kind: 'delivered', rows: 2 },
      { kind: 'failed', code: 'deadline_exceeded' },
      { kind: 'delivered', rows: 1 },
    ]);
    expect(usedMs).toBeLessThanOrEqual(2_000 + 50);
  });

  it('delivers them when that record was deferred and goes first', () => {
    const { verdicts } = transform([recordOf([500]), recordOf([60_000], 3), recordOf([500])], 2_000, 50);

    expect(verdicts.map(({ kind }) => kind)).toEqual(['delivered', 'failed', 'delivered']);
  });

  it('gives a slow record the time that the others did not need', () => {
    const { verdicts } = transform([recordOf([1]), recordOf([1_500], 0, 100), recordOf([1])], 2_000, 50);

    expect(verdicts.map(({ kind }) => kind)).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it('does not begin a record that might not end in time', () => {
    const large = recordOf([0], 0, 900_000);

    expect(transform([recordOf([0]), large], 160, 50).verdicts).toMatchObject([
      { kind: 'delivered' },
      { kind: 'delivered' },
    ]);
    expect(transform([recordOf([0]), large], 150, 50).verdicts).toMatchObject([
      { kind: 'delivered' },
      { kind: 'failed', code: 'deadline_exceeded' },
    ]);
  });

  it('asks again when a record turns out to be larger than its gzip trailer says', () => {
    const { data, arrival } = recordOf([0], 0, 900_000);
    const message = gunzipSync(Buffer.from(data as string, 'base64'));
    // The trailer of the last gzip member is that of a single byte.
    const members = [gzipSync(message.subarray(0, -1)), gzipSync(message.subarray(-1))];
    const large = { data: Buffer.concat(members).toString('base64'), arrival };

    expect(transform([large], 160, 50).verdicts).toMatchObject([{ kind: 'delivered' }]);
    expect(transform([large], 150, 50).verdicts).toMatchObject([{ kind: 'failed', code: 'deadline_exceeded' }]);
  });

  it('answers nothing after its end', () => {
    expect(transform([recordOf([0]), recordOf([0])], 0, 50).verdicts).toMatchObject([
      { kind: 'failed', code: 'deadline_exceeded' },
      { kind: 'failed', code: 'deadline_exceeded' },
    ]);
  });

  it('always ends in time, and always delivers what needs no more than its share', () => {
    const STEP_MS = 10;
    const record = fc.record({
      costsMs: fc.array(fc.oneof(fc.constantFrom(0, 1, 5, 50), fc.nat(10_000)), { minLength: 1, maxLength: 4 }),
      deferrals: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(15)),
      paddingBytes: fc.nat(500),
    });
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 5_000 }),
        (drawn, timeMs) => {
          const { verdicts, usedMs } = transform(
            drawn.map(({ costsMs, deferrals, paddingBytes }) => recordOf(costsMs, deferrals, paddingBytes)),
            timeMs,
            STEP_MS,
          );

          expect(usedMs).toBeLessThanOrEqual(timeMs + STEP_MS);
          const shareMs = timeMs / drawn.length - STEP_MS;
          verdicts.forEach((verdict, index) => {
            const { costsMs } = drawn[index]!;
            if (verdict.kind === 'failed') expect(verdict.code).toBe('deadline_exceeded');
            else expect(verdict).toMatchObject({ kind: 'delivered', rows: costsMs.length });
            const costMs = costsMs.reduce((sum, cost) => sum + cost, 0);
            if (costMs < shareMs) expect(verdict.kind).toBe('delivered');
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});
