import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { MAX_FAST_EVENT_DEPTH } from '@eks-sentinel/mapping';
import { MAX_READER_DEPTH } from '@eks-sentinel/schema';
import { auditTraffic, buildLambdaEvent, packLines, systemFields } from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';

import type { Engine } from '../src/create-handler';
import { buildHandler } from './invoke';

/** Real audit events are not part of the repository: this folder holds files of one event a line. */
const CORPUS = resolve(process.env['AUDIT_CORPUS_DIR'] ?? join(__dirname, '../../../../shared/corpus'));
const FOLDERS = ['open', 'legacy'];
/** The fast path is worth what it costs when almost every log event takes it. */
const MIN_SHARE = 0.99;
const NOON = Date.UTC(2026, 4, 12, 12);

async function answer(engine: Engine, messages: readonly string[]) {
  const { handler, reports } = buildHandler({ engine, config: { maxResponseBytes: 100_000_000 } });
  const response = await handler(buildLambdaEvent(messages) as never);
  return { response, tally: reports[0]! };
}

async function expectFast(messages: readonly string[], logEvents: number): Promise<void> {
  const reference = await answer('reference', messages);
  for (const engine of ['simd', 'portable'] as const) {
    const { response, tally } = await answer(engine, messages);

    expect(response).toEqual(reference.response);
    expect(tally.logEventsIn).toBe(logEvents);
    expect({ ...tally, declinedEvents: 0 }).toEqual(reference.tally);
    expect(1 - tally.declinedEvents / logEvents).toBeGreaterThanOrEqual(MIN_SHARE);
  }
}

describe('the fast path', () => {
  it('writes no row that would have to be counted as too deep', () => {
    expect(MAX_FAST_EVENT_DEPTH + 1).toBeLessThanOrEqual(MAX_READER_DEPTH);
  });
});

describe('the fast path answers at least 99 % of', () => {
  it.each([1, 2, 3])('generated traffic (seed %i)', async (seed) => {
    const traffic = auditTraffic({ seed, events: 2_000, from: NOON, to: NOON + 3_600_000 });
    await expectFast([...packLines(traffic, { extractedFields: systemFields() })], 2_000);
  });

  const hasCorpus = existsSync(CORPUS);
  const title = hasCorpus ? 'the corpus' : `the corpus, which is not at ${CORPUS}: set AUDIT_CORPUS_DIR`;
  (hasCorpus ? it : it.skip)(title, async () => {
    const lines = FOLDERS.flatMap((folder) =>
      readdirSync(join(CORPUS, folder)).flatMap((file) =>
        readFileSync(join(CORPUS, folder, file), 'utf8')
          .split('\n')
          .filter((line) => line !== ''),
      ),
    );
    await expectFast([...packLines(lines.map((text, index) => ({ timestamp: NOON + index, text })))], lines.length);
  });
});
