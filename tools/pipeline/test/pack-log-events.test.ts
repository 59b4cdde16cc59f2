import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

import { fc, it as property } from '@fast-check/jest';
import { describe, expect, it } from '@jest/globals';

import { MAX_BATCH_BYTES, MAX_RECORD_BYTES, packLogEvents, type PackOptions } from '../src/pack-log-events';
import { createSubscriptionCounts, type SubscriptionCounts } from '../src/subscription-counts';
import type { LogEvent } from '../src/subscription-message';

const AUDIT = 'kube-apiserver-audit-0123456789abcdef0123456789abcdef';
const API = 'kube-apiserver-0123456789abcdef0123456789abcdef';

const subscription = { owner: '111122223333', logGroup: '/aws/eks/prod/cluster', filterName: 'eks-sentinel' };
const everything: PackOptions = { subscription, matches: () => true };

interface Message {
  readonly messageType: string;
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly subscriptionFilters: string[];
  readonly logEvents: { id: string; timestamp: number; message: string; extractedFields?: Record<string, string> }[];
}

interface Packed {
  readonly messages: Message[];
  readonly sizes: number[];
  readonly counts: SubscriptionCounts;
}

async function pack(logEvents: Iterable<LogEvent>, options = everything): Promise<Packed> {
  const counts = createSubscriptionCounts();
  const messages: Message[] = [];
  const sizes: number[] = [];
  for await (const { data, logEvents: contained } of packLogEvents(logEvents, options, counts)) {
    const message = JSON.parse(gunzipSync(data).toString()) as Message;
    expect(message.logEvents).toHaveLength(contained);
    messages.push(message);
    sizes.push(data.length);
  }
  return { messages, sizes, counts };
}

describe('packLogEvents', () => {
  it('writes the subscription message of the service', async () => {
    const { messages } = await pack([
      { logStream: AUDIT, timestamp: 1432826855000, message: '{"kind":"Event"}' },
      { logStream: AUDIT, timestamp: 1432826855000, message: '' },
    ]);

    expect(messages).toEqual([
      {
        messageType: 'DATA_MESSAGE',
        owner: '111122223333',
        logGroup: '/aws/eks/prod/cluster',
        logStream: AUDIT,
        subscriptionFilters: ['eks-sentinel'],
        logEvents: [
          {
            id: '31953106606966983377076843082764784337516983148871680000',
            timestamp: 1432826855000,
            message: '{"kind":"Event"}',
          },
          {
            id: '31953106606966983377076843082764784337516983148871680001',
            timestamp: 1432826855000,
            message: '',
          },
        ],
      },
    ]);
    expect(Object.keys(messages[0]!)).toEqual([
      'messageType',
      'owner',
      'logGroup',
      'logStream',
      'subscriptionFilters',
      'logEvents',
    ]);
  });

  it('adds account and region to each log event when the filter emits system fields', async () => {
    const systemFields = { account: '444455556666', region: 'eu-central-1' };

    const { messages } = await pack([{ logStream: AUDIT, timestamp: 1, message: 'a' }], {
      ...everything,
      subscription: { ...subscription, systemFields },
    });

    expect(messages[0]!.logEvents[0]!.extractedFields).toEqual({
      '@aws.account': '444455556666',
      '@aws.region': 'eu-central-1',
    });
  });

  it('parts interleaved log streams, one stream a message', async () => {
    const { messages } = await pack([
      { logStream: AUDIT, timestamp: 1, message: 'a1' },
      { logStream: API, timestamp: 2, message: 'b1' },
      { logStream: AUDIT, timestamp: 3, message: 'a2' },
    ]);

    expect(messages.map((one) => [one.logStream, one.logEvents.map(({ message }) => message)])).toEqual([
      [AUDIT, ['a1', 'a2']],
      [API, ['b1']],
    ]);
  });

  it('leaves out and counts what the filter does not match', async () => {
    const { messages, counts } = await pack(
      [
        { logStream: API, timestamp: 1, message: 'noise' },
        { logStream: AUDIT, timestamp: 2, message: 'audit.k8s.io' },
      ],
      { subscription, matches: (message) => message.includes('audit.k8s.io') },
    );

    expect(messages.map(({ logStream }) => logStream)).toEqual([AUDIT]);
    expect(counts).toMatchObject({ logEvents: 2, filteredOut: 1, tooLarge: 0 });
  });

  it('starts another message at 1,048,576 bytes of messages and overhead', async () => {
    const half = 'x'.repeat(MAX_BATCH_BYTES / 2 - 26);

    const fits = await pack([1, 2].map((timestamp) => ({ logStream: AUDIT, timestamp, message: half })));
    const doesNot = await pack([
      { logStream: AUDIT, timestamp: 1, message: half },
      { logStream: AUDIT, timestamp: 2, message: `${half}y` },
    ]);

    expect(fits.messages.map(({ logEvents }) => logEvents.length)).toEqual([2]);
    expect(doesNot.messages.map(({ logEvents }) => logEvents.length)).toEqual([1, 1]);
  });

  it('starts another message at 10,000 log events', async () => {
    const logEvents = Array.from({ length: 10_001 }, (_, timestamp) => ({ logStream: AUDIT, timestamp, message: '' }));

    const { messages } = await pack(logEvents);

    expect(messages.map((one) => one.logEvents.length)).toEqual([10_000, 1]);
  });

  it('counts a log event that is longer than a batch, and goes on', async () => {
    const { messages, counts } = await pack([
      { logStream: AUDIT, timestamp: 1, message: 'x'.repeat(MAX_BATCH_BYTES - 25) },
      { logStream: AUDIT, timestamp: 2, message: 'ok' },
    ]);

    expect(messages.map((one) => one.logEvents.map(({ message }) => message))).toEqual([['ok']]);
    expect(counts.tooLarge).toBe(1);
  });

  it('parts a message that does not compress below the limit of a record', async () => {
    // A control character is one byte in a log event and six in JSON, random ones hardly compress.
    const messages = [1, 2, 3, 4].map(() => incompressible(MAX_BATCH_BYTES / 4 - 26));

    const packed = await pack(messages.map((message, timestamp) => ({ logStream: AUDIT, timestamp, message })));

    expect(packed.messages.length).toBeGreaterThan(1);
    for (const size of packed.sizes) expect(size).toBeLessThanOrEqual(MAX_RECORD_BYTES);
    expect(packed.messages.flatMap((one) => one.logEvents.map(({ message }) => message))).toEqual(messages);
    expect(packed.counts.tooLarge).toBe(0);
  });

  it('sends the fullest stream when many streams are open, so that memory stays bounded', async () => {
    const message = 'x'.repeat(900_000);
    const streams = Array.from({ length: 12 }, (_, index) => `${AUDIT}-${index}`);
    let taken = 0;
    function* source(): Generator<LogEvent> {
      for (const logStream of streams) {
        taken += 1;
        yield { logStream, timestamp: 1, message };
      }
    }

    const records = packLogEvents(source(), everything, createSubscriptionCounts());
    await records.next();

    expect(taken).toBe(10);
    await records.return(undefined);
  });

  property.prop([
    fc.array(
      fc.record({
        logStream: fc.constantFrom(AUDIT, API, 'authenticator-1'),
        timestamp: fc.nat(),
        message: fc.string({ unit: 'binary', maxLength: 40 }),
      }),
      { maxLength: 60 },
    ),
    fc.integer({ min: 26, max: 300 }),
    fc.integer({ min: 1, max: 9 }),
  ])('never loses, repeats or reorders a log event of a stream', async (logEvents, maxBatchBytes, maxBatchEvents) => {
    const { messages } = await pack(logEvents, { ...everything, maxBatchBytes, maxBatchEvents });

    for (const stream of [AUDIT, API, 'authenticator-1']) {
      const sent = logEvents.filter(({ logStream }) => logStream === stream);
      const got = messages.filter(({ logStream }) => logStream === stream).flatMap((one) => one.logEvents);
      expect(got.map(({ message }) => message)).toEqual(sent.map(({ message }) => toUtf8(message)));
    }
    const ids = messages.flatMap((one) => one.logEvents.map(({ id }) => id));
    expect(new Set(ids).size).toBe(logEvents.length);
    for (const id of ids) expect(id).toMatch(/^\d{56}$/);
    for (const one of messages) expect(one.logEvents.length).toBeLessThanOrEqual(maxBatchEvents);
  });
});

/** The text as UTF-8 carries it. */
function toUtf8(text: string): string {
  return Buffer.from(text).toString();
}

function incompressible(length: number): string {
  return Buffer.from(randomBytes(length).map((byte) => byte & 0x7f)).toString('latin1');
}
