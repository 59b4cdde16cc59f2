import { ByteWriter } from '@eks-sentinel/json-scan';
import {
  auditEventText,
  createRandom,
  deepJsonText,
  hostileEvent,
  jsonObjectText,
  jsonText,
  mutatedAuditEvent,
  oneOfEach,
  truncatedAuditEvent,
} from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createRowMapper } from '../../src/index';
import { CONTEXT } from '../map';
import { BUILDS, mapMessageJson } from './map-by-kernel';

const mapRow = createRowMapper();

/** Whatever the fast path answers must be the row of the reference, in both builds. */
function expectSame(text: string): void {
  const bytes = Buffer.from(text);
  const out = new ByteWriter();
  mapRow({ bytes }, CONTEXT, out);
  const line = out.view().toString();
  for (const build of BUILDS) {
    const row = mapMessageJson(build, JSON.stringify(bytes.toString()), CONTEXT);
    if (row !== undefined) expect(row).toBe(line);
  }
}

const SOUND = [...oneOfEach({ seed: 1, at: Date.UTC(2026, 4, 12) })].map(({ text }) => text);
const hostile = fc
  .integer()
  .map((seed) => createRandom(seed))
  .map((random) => hostileEvent(random, SOUND[random.int(0, SOUND.length - 1)]!));

/** A member of any kind beside a time, so that the fast path reads on to it. */
const withTime = (json: string) => `{"stageTimestamp":"2026-05-12T08:15:42.123456Z","x":${json}}`;

describe('the fast path is always equal to the reference, or declines', () => {
  it.each([
    ['hostile events', hostile, 3_000],
    ['audit events in any writing', auditEventText().map(({ text }) => text), 500],
    ['audit events in any order', auditEventText().map(({ compact }) => compact), 1_000],
    ['mutated audit events', mutatedAuditEvent().map(({ bytes }) => Buffer.from(bytes).toString()), 500],
    ['truncated audit events', truncatedAuditEvent().map(({ text }) => text), 300],
    ['any JSON text', jsonText().map(({ text }) => text), 300],
    ['any JSON object', jsonObjectText().map(({ text }) => text), 300],
    ['any JSON text in an event', jsonText().map(({ text }) => withTime(text)), 500],
    ['any compact JSON text in an event', jsonText().map(({ compact }) => withTime(compact)), 1_000],
    ['deep JSON text in an event', deepJsonText(200).map(({ compact }) => withTime(compact)), 200],
  ] as [string, fc.Arbitrary<string>, number][])('%s', (_, texts, numRuns) => {
    fc.assert(fc.property(texts, expectSame), { numRuns });
  });
});
