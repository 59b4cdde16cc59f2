import { lambdaEventCase } from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { isConserved } from '../src/tally';
import { buildHandler, rowsOf } from './invoke';

const COLUMN_COUNT = 13;
const RESULT_OF = { rows: 'Ok', drop: 'Dropped', fail: 'ProcessingFailed' } as const;

describe('any batch', () => {
  it('is answered record by record, in order, each as it deserves', async () => {
    await fc.assert(
      fc.asyncProperty(lambdaEventCase(), async ({ event, records }) => {
        const { handler, reports } = buildHandler();
        const answer = await handler(event as never);

        expect(answer.records.map(({ recordId }) => recordId)).toEqual(event.records.map(({ recordId }) => recordId));
        expect(answer.records.map(({ result }) => result)).toEqual(records.map(({ outcome }) => RESULT_OF[outcome]));
        answer.records.forEach(({ data }, index) => {
          const rows = rowsOf(data);
          expect(rows).toHaveLength(records[index]!.outcome === 'rows' ? records[index]!.messages.length : 0);
          for (const row of rows) expect(Object.keys(row)).toHaveLength(COLUMN_COUNT);
        });
        expect(reports.map(isConserved)).toEqual([true]);
      }),
      { numRuns: 300 },
    );
  });

  it('gives a record the same rows whatever its neighbours are', async () => {
    const { handler } = buildHandler();
    await fc.assert(
      fc.asyncProperty(lambdaEventCase(), async ({ event }) => {
        const together = await handler(event as never);
        for (const [index, record] of event.records.entries()) {
          const alone = await handler({ ...event, records: [record] });
          expect(alone.records[0]).toEqual(together.records[index]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never gets an answer beyond its budget', async () => {
    await fc.assert(
      fc.asyncProperty(lambdaEventCase(), fc.integer({ min: 1_000, max: 20_000 }), async ({ event }, budget) => {
        const { handler } = buildHandler({ config: { maxResponseBytes: budget } });
        const answer = await handler(event as never);

        expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThanOrEqual(budget);
      }),
      { numRuns: 150 },
    );
  });

  it('leaves nothing of its content in what is reported', async () => {
    await fc.assert(
      fc.asyncProperty(lambdaEventCase(), async ({ event, records }) => {
        const { handler, reports } = buildHandler();
        await handler(event as never);

        const report = JSON.stringify(reports);
        for (const message of records.flatMap(({ messages }) => messages)) {
          if (message.length > 20) expect(report).not.toContain(message.slice(0, 20));
        }
      }),
      { numRuns: 60 },
    );
  });
});
