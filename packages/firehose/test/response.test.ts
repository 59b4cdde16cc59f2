import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ResponseLedger, base64Length, deliveryOrder, groupByBytes, parseStreamArn, planOverflow } from '../src/index';

const responseOf = (records: { recordId: string; bytes: number | undefined }[]) =>
  JSON.stringify({
    records: records.map(({ recordId, bytes }) =>
      bytes === undefined
        ? { recordId, result: 'ProcessingFailed' }
        : { recordId, result: 'Ok', data: Buffer.alloc(bytes).toString('base64') },
    ),
  });

describe('ResponseLedger', () => {
  it('counts the serialised response to the byte', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ recordId: fc.string({ unit: 'binary' }), bytes: fc.option(fc.nat(500), { nil: undefined }) }),
        ),
        (records) => {
          const ledger = new ResponseLedger(
            records.map(({ recordId }) => recordId),
            Infinity,
          );
          for (const { bytes } of records) if (bytes !== undefined) ledger.tryDeliver(bytes);

          expect(ledger.bytes).toBe(Buffer.byteLength(responseOf(records)));
        },
      ),
    );
  });

  it('takes a record that fits to the byte and refuses one byte more', () => {
    const budget = Buffer.byteLength(
      responseOf([
        { recordId: 'a', bytes: 300 },
        { recordId: 'b', bytes: undefined },
      ]),
    );
    const ledger = () => new ResponseLedger(['a', 'b'], budget);

    expect([ledger().tryDeliver(300), ledger().tryDeliver(301)]).toEqual([true, false]);
    expect(ledger().maxAloneBytes).toBe(300);
  });

  it('refuses without taking anything', () => {
    const ledger = new ResponseLedger(['a'], 200);
    const before = ledger.bytes;

    expect([ledger.tryDeliver(5_000), ledger.bytes, ledger.tryDeliver(60)]).toEqual([false, before, true]);
  });

  it('says when the ids alone are too much', () => {
    const ids = Array.from({ length: 10 }, (_, index) => `record-${index}`);

    expect(new ResponseLedger(ids, 100).isWithinBudget).toBe(false);
    expect(new ResponseLedger(ids, 100).maxAloneBytes).toBe(0);
    expect(new ResponseLedger(ids, 1_000).isWithinBudget).toBe(true);
  });

  it('never exceeds its budget, whatever is delivered', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4_000)), fc.integer({ min: 200, max: 20_000 }), (sizes, budget) => {
        const ids = sizes.map((_, index) => `id${index}`);
        const ledger = new ResponseLedger(ids, budget);
        fc.pre(ledger.isWithinBudget);
        const records = sizes.map((size, index) => ({
          recordId: `id${index}`,
          bytes: ledger.tryDeliver(size) ? size : undefined,
        }));

        expect(Buffer.byteLength(responseOf(records))).toBeLessThanOrEqual(budget);
        for (const [index, size] of sizes.entries()) {
          if (records[index]!.bytes === undefined && size <= ledger.maxAloneBytes) {
            expect(ledger.bytes + base64Length(size)).toBeGreaterThan(budget - 10);
          }
        }
      }),
    );
  });
});

describe('planOverflow', () => {
  const marker = { splits: 1, deferrals: 2, redrives: 3 };

  it('defers what would fit alone and splits what would not', () => {
    expect(planOverflow(marker, 100, 5, 100)).toEqual({
      kind: 'defer',
      marker: { splits: 1, deferrals: 3, redrives: 3 },
    });
    expect(planOverflow(marker, 101, 5, 100)).toEqual({
      kind: 'split',
      marker: { splits: 2, deferrals: 2, redrives: 3 },
    });
  });

  it('gives up after 16 deferrals, 4 splits, or at a single row', () => {
    expect(planOverflow({ splits: 0, deferrals: 15, redrives: 0 }, 1, 5, 100).kind).toBe('defer');
    expect(planOverflow({ splits: 0, deferrals: 16, redrives: 0 }, 1, 5, 100)).toEqual({
      kind: 'fail',
      code: 'deferrals_exhausted',
    });
    expect(planOverflow({ splits: 3, deferrals: 0, redrives: 0 }, 101, 5, 100).kind).toBe('split');
    expect(planOverflow({ splits: 4, deferrals: 0, redrives: 0 }, 101, 5, 100)).toEqual({
      kind: 'fail',
      code: 'splits_exhausted',
    });
    expect(planOverflow(marker, 101, 1, 100)).toEqual({ kind: 'fail', code: 'row_too_large' });
  });
});

describe('deliveryOrder', () => {
  const markers = [0, 2, 0, 5, 2, 0].map((deferrals) => ({ splits: 0, deferrals, redrives: 0 }));

  it('puts records first that were deferred most often, then the small ones', () => {
    expect(deliveryOrder(markers, [9, 7, 8, 9, 6, 1])).toEqual([3, 4, 1, 5, 2, 0]);
  });

  it('keeps the order of records that are alike', () => {
    expect(deliveryOrder(markers, [1, 1, 1, 1, 1, 1])).toEqual([3, 1, 4, 0, 2, 5]);
  });
});

describe('groupByBytes', () => {
  it('fills each group up to its bytes and its count', () => {
    expect(groupByBytes([4, 4, 4, 1], 8)).toEqual([
      { start: 0, end: 2 },
      { start: 2, end: 4 },
    ]);
    expect(groupByBytes([1, 1, 1], 8, 2)).toEqual([
      { start: 0, end: 2 },
      { start: 2, end: 3 },
    ]);
    expect(groupByBytes([], 8)).toEqual([]);
  });

  it('gives what is too large a group of its own', () => {
    expect(groupByBytes([1, 9, 1], 8)).toEqual([
      { start: 0, end: 1 },
      { start: 1, end: 2 },
      { start: 2, end: 3 },
    ]);
  });

  it('keeps everything, in order, within the limits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(12)),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 5 }),
        (sizes, bytes, count) => {
          const groups = groupByBytes(sizes, bytes, count);

          expect(groups.flatMap(({ start, end }) => sizes.slice(start, end))).toEqual(sizes);
          for (const { start, end } of groups) {
            expect(end - start).toBeLessThanOrEqual(count);
            const sum = sizes.slice(start, end).reduce((left, right) => left + right, 0);
            expect(sum <= bytes || end - start === 1).toBe(true);
          }
        },
      ),
    );
  });
});

describe('parseStreamArn', () => {
  it.each([
    ['arn:aws:firehose:eu-west-1:111122223333:deliverystream/eks-audit', 'eu-west-1', 'eks-audit'],
    ['arn:aws-us-gov:firehose:us-gov-west-1:111122223333:deliverystream/a.b_c', 'us-gov-west-1', 'a.b_c'],
    ['arn:aws-cn:firehose:cn-north-1:111122223333:deliverystream/x', 'cn-north-1', 'x'],
    ['aws:lambda:events', undefined, undefined],
    ['arn:aws:firehose:eu-west-1:111122223333:deliverystream/', undefined, undefined],
    ['arn:aws:firehose:eu-west-1:111122223333:deliverystream/a/b', undefined, undefined],
    [undefined, undefined, undefined],
  ])('of %p gives %p and %p', (arn, region, name) => {
    expect(parseStreamArn(arn)).toEqual({ region, name });
  });
});
