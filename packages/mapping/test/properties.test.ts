import {
  auditEventText,
  deepJsonText,
  jsonObjectText,
  jsonText,
  mutatedAuditEvent,
  truncatedAuditEvent,
} from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { map } from './map';

const COLUMN_NAMES = [
  'TimeGenerated',
  'AwsAccountId',
  'Region',
  'ClusterName',
  'Verb',
  'User',
  'SourceIPs',
  'UserAgent',
  'ObjectRef',
  'ResponseCode',
  'Stage',
  'AuthDecision',
  'RawEvent',
];

describe('any audit event', () => {
  it('fills its columns as a second statement of the mapping says', () => {
    fc.assert(
      fc.property(auditEventText(), ({ text, expected }) => {
        const { row, outcome } = map(text);

        expect(row).toMatchObject({
          ...expected,
          TimeGenerated: expected.TimeGenerated ?? '2026-05-04T10:00:00.007Z',
        });
        expect(outcome.degraded).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('keeps its text in RawEvent, line breaks between tokens apart', () => {
    fc.assert(
      fc.property(jsonObjectText(), ({ text }) => {
        const { rawEvent } = map(text);

        expect(rawEvent).toBe(text.trim().replace(/[\r\n]/g, ' '));
      }),
      { numRuns: 500 },
    );
  });

  it('that was cut keeps in its columns what stood whole', () => {
    fc.assert(
      fc.property(truncatedAuditEvent(), ({ text, expected }) => {
        const { row, outcome } = map(text);

        expect(row).toMatchObject({
          ...expected,
          TimeGenerated: expected.TimeGenerated ?? '2026-05-04T10:00:00.007Z',
        });
        expect(outcome.degraded).toBe('truncated');
        const { text: rest } = row.RawEvent['eksSentinel'] as { text: string };
        expect(text.endsWith(rest)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('any bytes', () => {
  const anyMessage = fc.oneof(
    { weight: 30, arbitrary: jsonText().map(({ text }) => Buffer.from(text)) },
    { weight: 1, arbitrary: deepJsonText().map(({ text }) => Buffer.from(text)) },
    { weight: 40, arbitrary: mutatedAuditEvent().map(({ bytes }) => Buffer.from(bytes)) },
    { weight: 20, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 20, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)) },
  );

  it('give one line of valid JSON with exactly the columns of the schema', () => {
    fc.assert(
      fc.property(anyMessage, (bytes) => {
        // The caller sees to UTF-8; what it replaced is read like any text.
        const { line, row } = map(Buffer.from(bytes.toString()));

        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(Object.keys(row)).toEqual(COLUMN_NAMES);
      }),
      { numRuns: 1_000 },
    );
  });

  it('give a whole event or a degraded one that says why, never neither', () => {
    fc.assert(
      fc.property(anyMessage, (bytes) => {
        const text = bytes.toString();
        const { row, outcome, rawEvent } = map(text);

        if (isJsonObject(text)) {
          expect(outcome.degraded).toBeUndefined();
          if (!outcome.isShrunk) expect(rawEvent).toBe(text.trim().replace(/[\r\n]/g, ' '));
        } else {
          expect(row.RawEvent['eksSentinel']).toMatchObject({ degraded: outcome.degraded });
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('an event of any shape that is too long', () => {
  it('is shrunk to valid JSON within the limit, its columns unharmed', () => {
    const padding = fc.oneof(
      fc.nat(40_000).map((length) => JSON.stringify('x'.repeat(length))),
      fc.integer({ min: 5_000, max: 20_000 }).map((count) => JSON.stringify(Array(count).fill('abc'))),
      fc
        .integer({ min: 2_000, max: 9_000 })
        .map((count) =>
          JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]))),
        ),
      fc.integer({ min: 100, max: 30_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
      jsonText().map(({ text }) => text.trim()),
    );
    const where = fc.constantFrom(
      'requestObject',
      'responseObject',
      'annotations',
      'user',
      'impersonatedUser',
      'objectRef',
      'responseStatus',
      'sourceIPs',
      'padding',
      'verb',
      'kind',
    );
    const members = fc.array(fc.tuple(where, padding), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(members, fc.constantFrom(32_768, 64_000), (added, maxRawEventBytes) => {
        const own = '"auditID":"a","stage":"Panic","userAgent":"u"';
        const text = `{${[...added.map(([name, json]) => `"${name}":${json}`), own].join(',')}}`.replace(
          /[\r\n]/g,
          ' ',
        );
        const { row, rawEvent, outcome } = map(text, {}, { maxRawEventBytes });

        expect(Buffer.byteLength(rawEvent)).toBeLessThanOrEqual(maxRawEventBytes);
        expect(outcome.isShrunk).toBe(Buffer.byteLength(text) > maxRawEventBytes);
        expect(row).toMatchObject({ Stage: 'Panic', UserAgent: 'u' });
        expect(row.RawEvent).toMatchObject({ auditID: 'a', stage: 'Panic' });
      }),
      { numRuns: 100 },
    );
  });
});

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
