import { gzipSync } from 'node:zlib';

import type { Engine } from '../src/create-handler';
import {
  SLOW_EVENTS,
  buildAuditEvent,
  buildLambdaEvent,
  buildLogEvent,
  buildSubscriptionMessage,
} from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';

import { buildHandler, rowsOf } from './invoke';

const messageOf = (events: readonly string[]) =>
  buildSubscriptionMessage({ logEvents: events.map((event) => buildLogEvent(event)) });
const neighbour = messageOf(Array.from({ length: 100 }, (_, index) => buildAuditEvent({ auditID: `${index}` })));
const secondsLeft = (seconds: number) => {
  const endsAt = Date.now() + 1_000 * seconds;
  return { getRemainingTimeInMillis: () => endsAt - Date.now() };
};

describe.each<Engine>(['fast', 'reference'])('a batch with a hostile record, on the %s engine', (engine) => {
  it.each(SLOW_EVENTS.map(({ name, text }) => [name, text] as const))(
    'is answered in time, with every row of its neighbours: %s',
    async (_, text) => {
      const { handler, reports } = buildHandler({ engine, now: Date.now });
      const event = buildLambdaEvent([neighbour, messageOf([text()]), neighbour]);

      const { records } = await handler(event as never, secondsLeft(10));

      expect(records.map(({ result, data }) => [result, rowsOf(data).length])).toEqual([
        ['Ok', 100],
        ['Ok', 1],
        ['Ok', 100],
      ]);
      expect(reports).toMatchObject([{ shrunkRows: 1, essentialsOnlyRows: 0, failedRecords: 0 }]);
    },
  );

  it('gives each of many bombs its verdict, and its neighbours their rows', async () => {
    const { handler } = buildHandler({ engine, now: Date.now });
    const flood = buildAuditEvent({ sourceIPs: ['@'] }).replace('"@"', `${'1,'.repeat(10 * 1_048_576)}1`);
    const bomb = gzipSync(messageOf([flood]));
    const event = buildLambdaEvent([bomb, bomb, neighbour, bomb, bomb]);

    const { records } = await handler(event as never, secondsLeft(12));

    expect(
      records.map(({ result }, index) => index === 2 || ['Ok', 'ProcessingFailed'].includes(result)),
    ).not.toContain(false);
    expect(rowsOf(records[2]!.data)).toHaveLength(100);
  });
});
