import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import {
  MANY_VALUES_EVENTS,
  buildAuditEvent,
  buildLambdaEvent,
  buildLogEvent,
  buildSubscriptionMessage,
} from '@eks-sentinel/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createPayload, packRecords, packWorstRecord, takeRecords } from '../src/payload/payload';
import { createSet, PAYLOAD_SETS } from '../src/payload/payload-sets';
import { fileSource, generatedSource, withoutLongEvents } from '../src/payload/sources';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-input-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const textsOf = (lines: Iterable<{ readonly text: string }>): string[] => [...lines].map(({ text }) => text);

describe('a payload', () => {
  it('is the same for the same seed, and about as large as its set', () => {
    const one = createSet(PAYLOAD_SETS.S, generatedSource(5));
    const two = createSet(PAYLOAD_SETS.S, generatedSource(5));

    expect(one.eventText).toBe(two.eventText);
    expect(one.rawBytes).toBeGreaterThanOrEqual(2e6);
    expect(one.rawBytes).toBeLessThan(2.7e6);
  });

  it('of the hostile set has an event of each shape alone in a record, and is small as gzip', () => {
    const nothing = { name: 'nothing', isGenerated: true, lines: () => [] };

    const { event, logEvents, rawBytes, gzipBytes } = createSet(PAYLOAD_SETS.hostile, nothing);

    const payloads = event.records.map(({ data }) => gunzipSync(Buffer.from(data, 'base64')));
    expect(payloads).toHaveLength(MANY_VALUES_EVENTS.length);
    expect(logEvents).toBe(MANY_VALUES_EVENTS.length);
    expect(Math.min(...payloads.map(({ length }) => length))).toBeGreaterThan(980_000);
    expect(rawBytes).toBe(payloads.reduce((sum, { length }) => sum + length, 0));
    expect(gzipBytes).toBeLessThan(rawBytes / 10);
    expect(new Set(event.records.map(({ data }) => data)).size).toBe(payloads.length);
  });

  it('says what is in it', () => {
    const lines = Array.from({ length: 450 }, (_, at) => ({ timestamp: at, text: buildAuditEvent() }));

    const { event, eventText, logEvents, rawBytes, gzipBytes } = createPayload([...packRecords(lines)]);

    const payloads = event.records.map(({ data }) => gunzipSync(Buffer.from(data, 'base64')));
    expect(payloads).toHaveLength(3);
    expect(logEvents).toBe(450);
    expect(rawBytes).toBe(payloads.reduce((sum, { length }) => sum + length, 0));
    expect(gzipBytes).toBe(event.records.reduce((sum, { data }) => sum + Buffer.from(data, 'base64').length, 0));
    expect(JSON.parse(eventText)).toEqual(event);
  });

  it('takes no more records than it needs', () => {
    const record = { gzip: Buffer.alloc(1), rawBytes: 10, logEvents: 1 };

    expect(takeRecords([record, record, record, record], 25)).toHaveLength(3);
    expect(takeRecords([record], 25)).toHaveLength(1);
  });

  it('of the worst kind inflates to just under the cap', () => {
    const { gzip, rawBytes } = packWorstRecord(buildAuditEvent(), 1_000_000);

    const { length } = gunzipSync(gzip);
    expect(length).toBe(rawBytes);
    expect(length).toBeLessThanOrEqual(1_000_000);
    expect(length).toBeGreaterThan(990_000);
  });
});

describe('a source', () => {
  it('gives the audit events of real files, whatever their form, byte for byte', async () => {
    const first = buildAuditEvent({ requestObject: { replicas: 9_007_199_254_740_993n, html: '<&>' } });
    const second = buildAuditEvent({ verb: 'list' });
    const message = buildSubscriptionMessage({ logEvents: [buildLogEvent(second)] });
    const files = [
      write('audit.log', `${first}\n${first}\n`),
      write('event.json', JSON.stringify(buildLambdaEvent([message]))),
    ];

    const source = await fileSource(files);

    expect(source.name).toBe('3 audit events of 2 files');
    expect(textsOf(source.lines())).toEqual([first, first, second]);
  });

  it('leaves out what is cut, because no variant but ours has a rule for it', async () => {
    const whole = buildAuditEvent();

    const source = await fileSource([write('cut.log', `${whole}\n${whole.slice(0, 300)}[Truncated...]\n`)]);

    expect(textsOf(source.lines())).toEqual([whole]);
  });

  it('begins with the first audit event however often it is asked', () => {
    const { lines } = generatedSource(5);
    const firstOf = (count: number): string[] => {
      const texts: string[] = [];
      for (const { text } of lines()) {
        if (texts.length === count) break;
        texts.push(text);
      }
      return texts;
    };

    const two = firstOf(2);

    expect(firstOf(3).slice(0, 2)).toEqual(two);
    expect(two[0]).not.toBe(two[1]);
  });

  it('is refused when it holds no audit event, with the name of the file', async () => {
    await expect(fileSource([write('other.log', 'hello\n')])).rejects.toThrow(/other\.log holds no audit event/);
  });

  it('can be had without the events that are too long for a RawEvent', () => {
    const fits = { timestamp: 1, text: 'x'.repeat(64_000) };
    const tooLong = { timestamp: 2, text: 'x'.repeat(64_001) };

    expect([...withoutLongEvents([tooLong, fits])]).toEqual([fits]);
  });
});
