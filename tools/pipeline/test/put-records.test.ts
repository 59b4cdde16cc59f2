import { afterEach, describe, expect, it } from '@jest/globals';

import type { SubscriptionRecord } from '../src/pack-log-events';
import { putRecords, type PutOptions } from '../src/put-records';
import { startFirehoseEndpoint, type Answer, type FirehoseEndpoint } from './firehose-endpoint';

let endpoint: FirehoseEndpoint | undefined;
afterEach(async () => {
  await endpoint?.stop();
  endpoint = undefined;
});

const ACCEPT: Answer = { refuse: [] };

async function put(
  sizes: readonly number[],
  changes: Partial<PutOptions> = {},
  delay = 0,
): Promise<{ stream: FirehoseEndpoint; outcomes: string[] }> {
  const stream = await startFirehoseEndpoint(() => ACCEPT, delay);
  endpoint = stream;
  async function* records(): AsyncGenerator<SubscriptionRecord> {
    for (const size of sizes) yield { data: Buffer.alloc(size), logEvents: 1 };
  }
  const outcomes: string[] = [];
  const { client } = stream;
  const sleep = (): Promise<void> => Promise.resolve();
  await putRecords(records(), { client, deliveryStreamName: 's', sleep, random: () => 0, ...changes }, (outcome) => {
    outcomes.push(outcome);
  });
  return { stream, outcomes };
}

function recordsPerCall(stream: FirehoseEndpoint): number[] {
  return stream.calls.map((records) => records.length).toSorted((one, other) => other - one);
}

describe('putRecords', () => {
  it('puts at most 500 records into one call', async () => {
    const { stream, outcomes } = await put(Array.from({ length: 1_001 }, () => 1));

    expect(recordsPerCall(stream)).toEqual([500, 500, 1]);
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1_001);
  });

  it('puts fewer records into one call when it is told so', async () => {
    const { stream } = await put([1, 1, 1, 1, 1], { maxCallRecords: 2 });

    expect(recordsPerCall(stream)).toEqual([2, 2, 1]);
  });

  it('puts at most 3 MiB into one call', async () => {
    const { stream } = await put([1_024_000, 1_024_000, 1_024_000, 73_728, 1, 1_024_000]);

    expect(stream.calls.map((records) => records.map(({ length }) => length))).toEqual(
      expect.arrayContaining([
        [1_024_000, 1_024_000, 1_024_000, 73_728],
        [1, 1_024_000],
      ]),
    );
  });

  it('has as many calls under way as it is told, and no more', async () => {
    const { stream } = await put(
      Array.from({ length: 4_000 }, () => 1),
      { concurrency: 3 },
      50,
    );

    expect(stream.calls).toHaveLength(8);
    expect(stream.mostAtOnce()).toBeGreaterThan(1);
    expect(stream.mostAtOnce()).toBeLessThanOrEqual(3);
  });

  it('sends nothing when there is nothing', async () => {
    const { stream } = await put([]);

    expect(stream.calls).toEqual([]);
  });
});
