import { gunzipSync, gzipSync } from 'node:zlib';

import type { StreamFaults } from '@eks-sentinel/testkit';
import { auditTraffic, createRandom, createSimulatedStream, packLines } from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { readConfig } from '../src/config';
import { createHandler } from '../src/create-handler';
import type { Tally } from '../src/tally';
import { isConserved } from '../src/tally';
import { engineUnderTest } from './engine-under-test';

const FROM = Date.UTC(2026, 4, 12, 6);
const MEGABYTE = 1_048_576;

/** Records whose messages take about so many bytes before gzip each. */
function recordsOf(sizes: readonly number[], seed = 1): { records: Buffer[]; texts: string[] } {
  const records: Buffer[] = [];
  const texts: string[] = [];
  const traffic = auditTraffic({ seed, events: 60_000, from: FROM, to: FROM + 86_400_000 });
  for (const size of sizes) {
    const lines: { timestamp: number; text: string }[] = [];
    for (let bytes = 0; bytes < size;) {
      const line = traffic.next().value!;
      lines.push(line);
      texts.push(line.text);
      bytes += line.text.length * 1.12;
    }
    const [message] = [...packLines(lines, { maxBytes: Infinity, maxEvents: Infinity })];
    records.push(gzipSync(message!));
  }
  return { records, texts };
}

async function drain(
  records: readonly Buffer[],
  options: {
    faults?: StreamFaults;
    maxHops?: number;
    maxResponseBytes?: number;
    invocationMs?: number;
    seed?: number;
    bufferBytes?: number;
  } = {},
) {
  const { faults = {}, maxHops = 16, seed = 1, invocationMs = 60_000, bufferBytes = MEGABYTE } = options;
  const stream = createSimulatedStream({ random: createRandom(seed), faults, invocationMs, bufferBytes });
  const reports: Tally[] = [];
  const config = readConfig({});
  const handler = createHandler({
    engine: engineUnderTest.current,
    config: { ...config, maxResponseBytes: options.maxResponseBytes ?? config.maxResponseBytes },
    putBatchTo: () => stream.putBatch,
    report: (tally) => reports.push(tally),
    now: stream.now,
    wait: stream.wait,
    random: stream.random,
  });
  stream.put(...records);
  const result = await stream.drain(handler as never, maxHops);
  return { ...result, reports };
}

const rawEventOf = (line: string) => line.slice(line.indexOf('"RawEvent":') + '"RawEvent":'.length, -1);
const messagesOf = (record: Buffer) =>
  (JSON.parse(gunzipSync(record).toString()) as { logEvents: { message: string }[] }).logEvents.map(
    ({ message }) => message,
  );

/** Every text came out once: as a row, or inside a failed record; a part of a split record may be both. */
function expectConserved(texts: readonly string[], { lines, failed, reports }: Awaited<ReturnType<typeof drain>>) {
  const delivered = lines.map(identityOfLine).sort();
  expect(new Set(delivered).size).toBe(delivered.length);
  const kept = new Set([...delivered, ...failed.flatMap(messagesOf).map(identityOfText)]);
  expect([...kept].sort()).toEqual(texts.map(identityOfText).sort());
  expect(reports.every(isConserved)).toBe(true);
}

/** Long events are shrunk on their way; auditID, stage and verb name an event of the generator. */
function identityOf({ auditID, stage, verb }: Record<string, unknown>): string {
  return [auditID, stage, verb].join(' ');
}
const identityOfText = (text: string) => identityOf(JSON.parse(text) as Record<string, unknown>);
const identityOfLine = (line: string) => identityOf(JSON.parse(rawEventOf(line)) as Record<string, unknown>);

describe('a stream with more than its responses can hold', () => {
  const { records, texts } = recordsOf([12 * MEGABYTE, ...Array<number>(10).fill(2 * MEGABYTE)]);

  it('drains without loss or duplicate, nothing failed', async () => {
    const result = await drain(records);

    expectConserved(texts, result);
    expect([result.failed.length, result.lines.length]).toEqual([0, texts.length]);
    expect(result.largestResponseBytes).toBeLessThanOrEqual(6_225_920);
    expect(result.largestResponseBytes).toBeGreaterThan(3_000_000);
  });

  it('drains while the stream throttles 20 % of calls and 30 % of entries', async () => {
    const result = await drain(records, { faults: { throttleRate: 0.2, entryFailureRate: 0.3 }, seed: 3 });

    expectConserved(texts, result);
    expect(result.failed).toEqual([]);
    expect(result.reports.reduce((sum, { putAttempts }) => sum + putAttempts, 0)).toBeGreaterThan(5);
  });
});

describe('a stream that does not take everything back', () => {
  const { records, texts } = recordsOf([3 * MEGABYTE, ...Array<number>(6).fill(600_000)], 2);
  const maxResponseBytes = 1_500_000;

  it('keeps in failed records what a stream that is down does not take back', async () => {
    const result = await drain(records, { maxResponseBytes, faults: { isDown: true } });

    expectConserved(texts, result);
    expect(result.failed.length).toBeGreaterThan(0);
    expect(result.reports.some(({ failed }) => (failed.reingest_refused ?? 0) > 0)).toBe(true);
  });

  it('answers at once when it may not put', async () => {
    const result = await drain(records, { maxResponseBytes, faults: { isForbidden: true } });

    expectConserved(texts, result);
    expect(Math.max(...result.reports.map(({ putAttempts }) => putAttempts))).toBe(1);
  });

  it('answers before a deadline of 4 s while calls hang and fail', async () => {
    const result = await drain(records, {
      maxResponseBytes,
      invocationMs: 4_000,
      faults: { hangRate: 0.3, throttleRate: 0.2, entryFailureRate: 0.3 },
    });

    expectConserved(texts, result);
    expect(result.leastRemainingMs).toBeGreaterThanOrEqual(100);
  });

  it('keeps what an answer of the wrong length leaves in doubt', async () => {
    const result = await drain(records, { maxResponseBytes, faults: { wrongLengthRate: 0.5 } });

    expectConserved(texts, result);
    expect(result.failed.length).toBeGreaterThan(0);
  });
});

describe('a stream that never has room', () => {
  it('gives up a record after 16 deferrals', async () => {
    const { records, texts } = recordsOf(Array<number>(25).fill(200_000), 5);
    const result = await drain(records, { maxResponseBytes: 330_000, bufferBytes: 6 * MEGABYTE, maxHops: 18 });

    expectConserved(texts, result);
    expect(result.reports.some(({ failed }) => (failed.deferrals_exhausted ?? 0) > 0)).toBe(true);
    expect(result.hops).toBe(17);
  });
});

describe('any stream', () => {
  it('drains in a bounded number of hops without loss', async () => {
    const rate = fc.double({ min: 0, max: 0.5, noNaN: true });
    const faults = fc.record({
      throttleRate: rate,
      entryFailureRate: rate,
      hangRate: fc.double({ min: 0, max: 0.2, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1_000, max: 900_000 }), { minLength: 1, maxLength: 5 }),
        faults,
        fc.integer({ min: 300_000, max: 2_000_000 }),
        fc.nat(),
        async (sizes, streamFaults, maxResponseBytes, seed) => {
          const { records, texts } = recordsOf(sizes, seed);
          const result = await drain(records, { faults: streamFaults, maxResponseBytes, seed, maxHops: 20 });

          expectConserved(texts, result);
          expect(result.largestResponseBytes).toBeLessThanOrEqual(maxResponseBytes);
        },
      ),
      { numRuns: 12 },
    );
  });
});
