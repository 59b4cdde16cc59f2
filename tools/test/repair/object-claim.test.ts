import { setImmediate as nextTurn } from 'node:timers/promises';

import type { PutVerdict } from '@eks-sentinel/transform';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { whileBeating } from '../../src/redrive/object-claim';
import { readProgress, writeProgress } from '../../src/redrive/object-progress';
import { createRedriveCounts } from '../../src/redrive/redrive-counts';
import { type ObjectTools, redriveObject } from '../../src/redrive/redrive-object';

const OBJECT = { key: 'errors/one', eTag: 'tag' };

type Turn = <T>(effect: () => T) => Promise<T>;

/** A bucket that keeps the progress and takes a write only in the place of what its writer knows, and a stream. */
function world(records: number) {
  const sent: string[] = [];
  const beats = new Set<() => void>();
  const saves = new Set<Promise<void>>();
  let stored: { readonly text: string; readonly version: number } | undefined;
  let claims = 0;

  /** The effects of one run; each waits for its turn. */
  const run = (turn: Turn): ObjectTools => {
    let known: number | undefined;
    return {
      readLines: () =>
        turn(() => ({
          eTag: OBJECT.eTag,
          lines: (async function* () {
            for (let at = 0; at < records; at += 1) {
              const rawData = Buffer.from(`record-${at}`).toString('base64');
              yield turn(() => Buffer.from(JSON.stringify({ rawData, errorCode: 'x' })));
            }
          })(),
        })),
      loadProgress: (_, eTag) =>
        turn(() => {
          known = stored?.version;
          return stored && readProgress(stored.text, eTag);
        }),
      saveProgress: (_, progress) => {
        const text = writeProgress(progress);
        const save = turn(() => {
          if (stored?.version !== known) throw new Error('another run');
          known = (known ?? 0) + 1;
          stored = { text, version: known };
        }).finally(() => saves.delete(save));
        saves.add(save);
        return save;
      },
      putBatch: async (batch) => {
        // Long enough for another run to do all that it would do meanwhile.
        for (let step = 0; step < 40; step += 1) await turn(() => undefined);
        sent.push(...batch.map(String));
        return { verdicts: batch.map((): PutVerdict => 'accepted') };
      },
      newClaim: () => ({ id: String((claims += 1)), leaseSeconds: 30 }),
      startBeats: (beat) => {
        beats.add(beat);
        return () => beats.delete(beat);
      },
      // While a lease goes by, each run that is in a batch gives a sign of life, and it arrives.
      sleep: async () => {
        await turn(() => {
          for (const beat of beats) beat();
        });
        await turn(() => undefined);
        while (saves.size > 0) await Promise.allSettled(saves);
      },
      maxRedrives: 4,
      tryRecord: () => turn(() => undefined),
      maxBatchBytes: 20,
      isDryRun: false,
      onProgress: () => undefined,
    };
  };
  return { run, sent, stored: () => stored?.text };
}

const atOnce: Turn = (effect) => Promise.resolve().then(effect);
const all = (records: number) => Array.from({ length: records }, (_, at) => `record-${at}`).sort();

describe('the claim on an object', () => {
  it('lets two runs at once send no record twice, however their steps fall', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 9 }), async (scheduler, records) => {
        const { run, sent } = world(records);
        const turn: Turn = (effect) => scheduler.schedule(Promise.resolve()).then(effect);
        const start = () => redriveObject(OBJECT, run(turn), createRedriveCounts()).catch(() => 'ended' as const);

        const outcomes = await scheduler.waitFor(Promise.all([start(), start()]));
        const last = await redriveObject(OBJECT, run(atOnce), createRedriveCounts());

        expect(sent.toSorted()).toEqual(all(records));
        expect(outcomes).toContain('done');
        expect(last).toBe('done');
      }),
      { numRuns: 200 },
    );
  });

  it('is written before the first batch, and gone behind the last', async () => {
    const { run, sent, stored } = world(3);
    const tools = run(atOnce);
    const before: unknown[] = [];

    await redriveObject(
      OBJECT,
      {
        ...tools,
        putBatch: (batch) => {
          before.push([sent.length, readProgress(stored()!, OBJECT.eTag)?.claim?.leaseSeconds]);
          return tools.putBatch(batch);
        },
      },
      createRedriveCounts(),
    );

    expect(before).toEqual([
      [0, 30],
      [2, 30],
    ]);
    expect(readProgress(stored()!, OBJECT.eTag)?.claim).toBeUndefined();
  });

  it('is renewed by one write after the other, and by none behind the work', async () => {
    const steps: string[] = [];
    const ends: (() => void)[] = [];
    let beat = (): void => undefined;
    let endWork = (): void => undefined;
    const done = whileBeating(
      () => new Promise<void>((resolve) => (endWork = resolve)),
      () => {
        steps.push('begin');
        return new Promise<void>((resolve) => ends.push(resolve)).then(() => void steps.push('end'));
      },
      (start) => {
        beat = start;
        return () => void steps.push('stop');
      },
    ).then(() => steps.push('done'));

    beat();
    beat();
    await nextTurn();
    endWork();
    await nextTurn();
    ends[0]!();
    await nextTurn();
    ends[1]!();
    await done;

    expect(steps).toEqual(['begin', 'stop', 'end', 'begin', 'end', 'done']);
  });

  it('is gone when the stream refuses, so that the next run need not wait', async () => {
    const { run, stored } = world(2);

    await redriveObject(
      OBJECT,
      { ...run(atOnce), putBatch: (batch) => Promise.resolve({ verdicts: batch.map((): PutVerdict => 'refused') }) },
      createRedriveCounts(),
    );

    expect(readProgress(stored()!, OBJECT.eTag)?.claim).toBeUndefined();
  });

  it('is taken over from a run that died, after its lease', async () => {
    const { run, sent } = world(3);
    const dying = { ...run(atOnce), putBatch: () => Promise.reject(new Error('killed')) };
    await redriveObject(OBJECT, dying, createRedriveCounts()).catch(() => undefined);
    const waits: number[] = [];
    const tools = run(atOnce);

    const outcome = await redriveObject(
      OBJECT,
      {
        ...tools,
        sleep: (milliseconds) => {
          waits.push(milliseconds);
          return Promise.resolve();
        },
      },
      createRedriveCounts(),
    );

    expect([outcome, waits, sent.toSorted()]).toEqual(['done', [30_000], all(3)]);
  });

  it('keeps nobody from looking: a dry run waits for nothing and writes nothing', async () => {
    const { run, stored } = world(3);
    const dying = { ...run(atOnce), putBatch: () => Promise.reject(new Error('killed')) };
    await redriveObject(OBJECT, dying, createRedriveCounts()).catch(() => undefined);
    const text = stored();
    const never = () => Promise.reject(new Error('not in a dry run'));
    const tools = { ...run(atOnce), isDryRun: true, sleep: never, saveProgress: never, putBatch: never };

    expect(await redriveObject(OBJECT, tools, createRedriveCounts())).toBe('done');
    expect(stored()).toBe(text);
  });
});
