import { gunzipSync } from 'node:zlib';

import { afterEach, describe, expect, it } from '@jest/globals';

import { MAX_BATCH_RECORDS } from '@eks-sentinel/firehose';

import { deliverLogGroup, type DeliveryOptions } from '../src/deliver-log-group';
import { createSubscriptionCounts } from '../src/subscription-counts';
import type { LogEvent } from '../src/subscription-message';
import { startFirehoseEndpoint, type Answer, type FirehoseEndpoint } from './firehose-endpoint';

const AUDIT = 'kube-apiserver-audit-0123456789abcdef0123456789abcdef';

let endpoint: FirehoseEndpoint | undefined;
afterEach(async () => {
  await endpoint?.stop();
  endpoint = undefined;
});

async function start(
  answer: (call: number) => Answer,
): Promise<{ stream: FirehoseEndpoint; options: DeliveryOptions }> {
  const stream = await startFirehoseEndpoint(answer);
  endpoint = stream;
  const options: DeliveryOptions = {
    client: stream.client,
    deliveryStreamName: 'eks-audit',
    subscription: { owner: '111122223333', logGroup: '/aws/eks/prod/cluster', filterName: 'eks-sentinel' },
    filterPattern: '"audit.k8s.io"',
    maxBatchEvents: 1,
    now: () => 1_700_000_000_000,
    random: () => 0.5,
    sleep: () => Promise.resolve(),
  };
  return { stream, options };
}

function* auditEvents(count: number): Generator<LogEvent> {
  for (let index = 0; index < count; index++) {
    yield { logStream: AUDIT, timestamp: index, message: `{"apiVersion":"audit.k8s.io/v1","n":${index}}` };
  }
}

function messagesOf(records: readonly Buffer[]): string[] {
  return records.flatMap((record) =>
    (JSON.parse(gunzipSync(record).toString()) as { logEvents: { message: string }[] }).logEvents.map(
      ({ message }) => message,
    ),
  );
}

const ACCEPT: Answer = { refuse: [] };

describe('deliverLogGroup', () => {
  it('sends the control message first and alone', async () => {
    const { stream, options } = await start(() => ACCEPT);
    const counts = createSubscriptionCounts();

    await deliverLogGroup(auditEvents(2), options, counts);

    expect(stream.calls.map((records) => records.length)).toEqual([1, 2]);
    expect(JSON.parse(gunzipSync(stream.calls[0]![0]!).toString())).toEqual({
      messageType: 'CONTROL_MESSAGE',
      owner: 'CloudwatchLogs',
      logGroup: '',
      logStream: '',
      subscriptionFilters: [],
      logEvents: [
        {
          id: '',
          timestamp: 1_700_000_000_000,
          message: 'CWL CONTROL MESSAGE: Checking health of destination Firehose.',
        },
      ],
    });
    expect(counts).toMatchObject({ controlMessages: 1, records: 2, delivered: 2, logEvents: 2, notAccepted: 0 });
  });

  it('delivers what the term matches and counts the lines of other components', async () => {
    const { stream, options } = await start(() => ACCEPT);
    const counts = createSubscriptionCounts();
    const logEvents: LogEvent[] = [
      { logStream: 'authenticator-1', timestamp: 1, message: 'time="..." level=info msg="access granted"' },
      ...auditEvents(1),
      { logStream: AUDIT, timestamp: 3, message: '{"apiVersion":"audit.k8s.io/v1","lev[Truncated...]' },
    ];

    await deliverLogGroup(logEvents, options, counts);

    expect(messagesOf(stream.calls[1]!)).toEqual([
      '{"apiVersion":"audit.k8s.io/v1","n":0}',
      '{"apiVersion":"audit.k8s.io/v1","lev[Truncated...]',
    ]);
    expect(counts).toMatchObject({ logEvents: 3, filteredOut: 1, delivered: 2 });
  });

  it('sends failed entries again, and only them', async () => {
    const { stream, options } = await start((call) => ({ refuse: call === 1 ? [1, 3] : call === 2 ? [0] : [] }));
    const counts = createSubscriptionCounts();

    await deliverLogGroup(auditEvents(4), options, counts);

    const numbers = stream.calls
      .slice(1)
      .map((call) => messagesOf(call).map((message) => /\d+(?=})/.exec(message)![0]));
    expect(numbers).toEqual([['0', '1', '2', '3'], ['1', '3'], ['1']]);
    expect(counts).toMatchObject({ records: 4, delivered: 4, retriedRecords: 3, notAccepted: 0 });
  });

  it('waits longer after each refusal, with full jitter and a cap', async () => {
    const { options } = await start((call) => ({ refuse: call >= 1 && call <= 8 ? [0] : [] }));
    const delays: number[] = [];
    const sleep = (milliseconds: number): Promise<void> => {
      delays.push(milliseconds);
      return Promise.resolve();
    };

    await deliverLogGroup(auditEvents(1), { ...options, sleep }, createSubscriptionCounts());

    expect(delays).toEqual([50, 100, 200, 400, 800, 1_000, 1_000, 1_000]);
  });

  it('sends the whole batch again when the service is unavailable', async () => {
    const { stream, options } = await start((call) =>
      call === 1 ? { error: 'ServiceUnavailableException', status: 503 } : ACCEPT,
    );
    const counts = createSubscriptionCounts();

    await deliverLogGroup(auditEvents(3), options, counts);

    expect(stream.accepted).toHaveLength(4);
    expect(counts).toMatchObject({ delivered: 3, retriedRecords: 3 });
  });

  it('counts the log events of a record that stays refused', async () => {
    const { options } = await start((call) => ({ refuse: call === 0 ? [] : [0] }));
    const counts = createSubscriptionCounts();

    await deliverLogGroup(auditEvents(2), { ...options, maxBatchEvents: 2, maxAttempts: 3 }, counts);

    expect(counts).toMatchObject({ logEvents: 2, delivered: 0, notAccepted: 2, retriedRecords: 2 });
  });

  it('throws when the stream does not exist', async () => {
    const { options } = await start(() => ({ error: 'ResourceNotFoundException', status: 400 }));

    await expect(deliverLogGroup(auditEvents(1), options, createSubscriptionCounts())).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('throws on a filter pattern that it cannot match, and when the control message is refused', async () => {
    const { options } = await start(() => ({ refuse: [0] }));

    await expect(
      deliverLogGroup([], { ...options, filterPattern: '{ $.verb = * }' }, createSubscriptionCounts()),
    ).rejects.toThrow('filter pattern not supported');
    await expect(deliverLogGroup([], { ...options, maxAttempts: 2 }, createSubscriptionCounts())).rejects.toThrow(
      'could not deliver the control message to stream eks-audit',
    );
  });

  it('reads its input only as fast as Firehose takes it', async () => {
    const { stream, options } = await start(() => ACCEPT);
    let ahead = 0;
    let taken = 0;
    function* source(): Generator<LogEvent> {
      for (const logEvent of auditEvents(4_000)) {
        taken += 1;
        ahead = Math.max(ahead, taken - stream.accepted.length);
        yield logEvent;
      }
    }

    await deliverLogGroup(source(), { ...options, concurrency: 1 }, createSubscriptionCounts());

    // One call under way, one batch full, and the log event that fills the next.
    expect(ahead).toBeLessThanOrEqual(2 * MAX_BATCH_RECORDS + 1);
    expect(taken).toBe(4_000);
  });
});
