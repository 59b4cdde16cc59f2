import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { PutVerdict } from '@eks-sentinel/transform';

import { type ObjectProgress, readProgress, writeProgress } from '../../src/redrive/object-progress';
import { createRedriveCounts } from '../../src/redrive/redrive-counts';
import { type ObjectTools, redriveObject } from '../../src/redrive/redrive-object';

const TAG = 'tag';
const OBJECT = { key: 'errors/one', eTag: TAG };

/** A failed record: what the transform will say, and how long it is. */
interface Failed {
  readonly isPoison: boolean;
  readonly bytes: number;
}

/** A stream and a bucket that fail at chosen effects, counted over all runs. */
function world(records: readonly Failed[], maxBatchBytes: number, failsAt: ReadonlySet<number>) {
  const texts = records.map(({ isPoison, bytes }, number) => `${isPoison ? 'P' : 'G'}${number}:`.padEnd(bytes, '.'));
  const sent: string[] = [];
  const batches: string[][] = [];
  let stored: string | undefined;
  let effects = 0;
  const effect = (): void => {
    effects += 1;
    if (failsAt.has(effects)) throw new Error('killed');
  };
  const tools: ObjectTools = {
    readLines: () =>
      Promise.resolve({
        eTag: TAG,
        lines: (async function* () {
          for (const text of texts)
            yield Buffer.from(JSON.stringify({ rawData: Buffer.from(text).toString('base64'), errorCode: 'x' }));
        })(),
      }),
    loadProgress: (_, eTag) => Promise.resolve(stored === undefined ? undefined : readProgress(stored, eTag)),
    saveProgress: async (_, progress: ObjectProgress) => {
      // A kill in front of the write, or behind it.
      effect();
      stored = writeProgress(progress);
      effect();
    },
    putBatch: async (batch) => {
      effect();
      const strings = batch.map(String);
      sent.push(...strings);
      batches.push(strings);
      effect();
      return { verdicts: strings.map((): PutVerdict => 'accepted') };
    },
    newClaim: () => ({ id: String(effects), leaseSeconds: 30 }),
    startBeats: () => () => undefined,
    sleep: () => Promise.resolve(),
    maxRedrives: 4,
    tryRecord: (data) => Promise.resolve(String(data).startsWith('P') ? 'gzip_missing' : undefined),
    maxBatchBytes,
    isDryRun: false,
    onProgress: () => undefined,
  };
  return { tools, sent, batches, texts, stored: () => stored };
}

const failedRecords = fc.array(fc.record({ isPoison: fc.boolean(), bytes: fc.integer({ min: 8, max: 60 }) }), {
  maxLength: 40,
});

describe('redriveObject', () => {
  it('sends every sound record, no poison, and at most one batch twice for each kill, wherever it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        failedRecords,
        fc.integer({ min: 1, max: 200 }),
        fc.nat(40),
        async (records, maxBytes, killAt) => {
          const { tools, sent, batches, texts } = world(records, maxBytes, new Set([killAt]));
          const sound = texts.filter((text) => text.startsWith('G'));

          await redriveObject(OBJECT, tools, createRedriveCounts()).catch(() => 'killed');
          const outcome = await redriveObject(OBJECT, tools, createRedriveCounts());
          const sentInTwoRuns = sent.length;
          const again = await redriveObject(OBJECT, tools, createRedriveCounts());

          expect(new Set(sent)).toEqual(new Set(sound));
          expect(sent.length - sound.length).toBeLessThanOrEqual(Math.max(0, ...batches.map((batch) => batch.length)));
          expect(outcome).toBe(sound.length === texts.length ? 'done' : 'left');
          expect([again, sent.length]).toEqual([outcome, sentInTwoRuns]);
          for (const batch of batches) expect(batch.length === 1 || batch.join('').length <= maxBytes).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('tries again what was left, and sends it once the transform reads it', async () => {
    const { tools, sent } = world(
      [
        { isPoison: true, bytes: 10 },
        { isPoison: false, bytes: 10 },
      ],
      1_000,
      new Set(),
    );
    const first = await redriveObject(OBJECT, tools, createRedriveCounts());

    const second = await redriveObject(
      OBJECT,
      { ...tools, tryRecord: () => Promise.resolve(undefined) },
      createRedriveCounts(),
    );

    expect([first, second]).toEqual(['left', 'done']);
    expect(sent).toEqual(['G1:.......', 'P0:.......']);
  });

  it('leaves open what the stream did not take, and notes what it took', async () => {
    const { tools, stored } = world(
      Array.from({ length: 3 }, () => ({ isPoison: false, bytes: 10 })),
      1_000,
      new Set(),
    );
    const counts = createRedriveCounts();
    const verdicts: PutVerdict[] = ['accepted', 'refused', 'accepted'];

    const outcome = await redriveObject(OBJECT, { ...tools, putBatch: () => Promise.resolve({ verdicts }) }, counts);

    expect([outcome, counts.sent, counts.refused]).toEqual(['unfinished', 2, 1]);
    expect(readProgress(stored()!, TAG)?.states).toEqual(['sent', 'open', 'sent']);
  });

  it('begins anew with another object under the same key', async () => {
    const { tools, sent } = world([{ isPoison: false, bytes: 10 }], 1_000, new Set());
    await redriveObject(OBJECT, tools, createRedriveCounts());
    const readLines = async (key: string) => ({ ...(await tools.readLines(key))!, eTag: 'other' });

    await redriveObject({ ...OBJECT, eTag: 'other' }, { ...tools, readLines }, createRedriveCounts());

    expect(sent).toHaveLength(2);
  });
});
