import { gzipSync } from 'node:zlib';

import { readMarker, withMarker } from '@eks-sentinel/firehose';
import { buildAuditEvent, buildLambdaEvent, buildLogEvent, buildSubscriptionMessage } from '@eks-sentinel/testkit';
import { expect, it } from '@jest/globals';

import { buildHandler, invoke } from './invoke';

/** A message of so many audit events of 30,000 bytes. */
const longMessage = (events: number) =>
  buildSubscriptionMessage({
    logEvents: Array.from({ length: events }, () =>
      buildLogEvent(buildAuditEvent({ user: { username: 'u'.repeat(30_000) } })),
    ),
  });

it('keeps the redrives of a record that goes back to the stream, whole or in parts', async () => {
  const redriven = (message: string) => withMarker(gzipSync(message), { splits: 0, deferrals: 0, redrives: 3 });
  const markers: object[] = [];
  const { handler } = buildHandler({
    config: { maxResponseBytes: 150_000 },
    putBatchTo: () => (records) => {
      markers.push(...records.map((record) => readMarker(Buffer.from(record))));
      return Promise.resolve({ ok: true, accepted: records.map(() => true) });
    },
  });

  await invoke(handler, buildLambdaEvent([longMessage(1), redriven(longMessage(1)), redriven(longMessage(2))]));

  expect(markers).toEqual([
    { splits: 0, deferrals: 1, redrives: 3 },
    { splits: 1, deferrals: 0, redrives: 3 },
    { splits: 1, deferrals: 0, redrives: 3 },
  ]);
});
