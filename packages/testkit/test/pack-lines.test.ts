import { gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import {
  auditTraffic,
  componentTraffic,
  MAX_BATCH_BYTES,
  mergeByTime,
  packLines,
  systemFields,
  truncateEvent,
} from '../src/index';

const HOUR = { from: Date.UTC(2026, 4, 12, 9), to: Date.UTC(2026, 4, 12, 10) };

interface Message {
  readonly logStream: string;
  readonly logEvents: { id: string; timestamp: number; message: string; extractedFields?: unknown }[];
}

/** PutRecordBatch: at most 1,000 KiB a record. */
const MAX_RECORD_BYTES = 1_024_000;

describe('packLines', () => {
  it('keeps every line, in order, within the limits of the services', () => {
    const lines = [...auditTraffic({ seed: 4, events: 2_500, ...HOUR })];
    const texts = [...packLines(lines)];
    const messages = texts.map((text) => JSON.parse(text) as Message);

    for (const text of texts) {
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_BATCH_BYTES);
      expect(gzipSync(text).length).toBeLessThanOrEqual(MAX_RECORD_BYTES);
    }
    expect(messages.length).toBeGreaterThan(3);
    expect(messages.flatMap(({ logEvents }) => logEvents.map(({ message }) => message))).toEqual(
      lines.map(({ text }) => text),
    );
    const ids = messages.flatMap(({ logEvents }) => logEvents.map(({ id }) => id));
    expect(new Set(ids).size).toBe(2_500);
    for (const id of ids) expect(id).toMatch(/^\d{56}$/);
  });

  it('packs each stream by itself', () => {
    const mixed = mergeByTime(
      auditTraffic({ seed: 4, events: 60, ...HOUR }),
      componentTraffic({ seed: 4, events: 60, ...HOUR }),
    );
    const messages = [...packLines(mixed, { extractedFields: systemFields() })].map(
      (text) => JSON.parse(text) as Message,
    );

    expect(messages.map(({ logStream }) => logStream.replace(/-[0-9a-f]{32}$/, '')).sort()).toEqual([
      'authenticator',
      'cloud-controller-manager',
      'kube-apiserver',
      'kube-apiserver-audit',
      'kube-controller-manager',
      'kube-scheduler',
    ]);
    for (const { logStream, logEvents } of messages) {
      for (const { message, extractedFields } of logEvents) {
        expect(message.startsWith('{')).toBe(logStream.startsWith('kube-apiserver-audit-'));
        expect(extractedFields).toEqual({ '@aws.account': '111122223333', '@aws.region': 'eu-west-1' });
      }
    }
  });

  it('gives a line that is too long a message of its own', () => {
    const lines = ['a', 'b'.repeat(500), 'c'].map((text, timestamp) => ({ text, timestamp }));

    expect([...packLines(lines, { maxBytes: 400 })]).toHaveLength(3);
    expect([...packLines(lines, { maxEvents: 2 })]).toHaveLength(2);
    expect([...packLines([])]).toEqual([]);
  });
});

describe('truncateEvent', () => {
  it('cuts at the byte asked for, or before the code point that it would split', () => {
    expect(truncateEvent('{"a":"é"}', 6)).toBe('{"a":"[Truncated...]');
    expect(truncateEvent('{"a":"é"}', 7)).toBe('{"a":"[Truncated...]');
    expect(truncateEvent('{"a":"é"}', 8)).toBe('{"a":"é[Truncated...]');
    expect(truncateEvent('{}', 99)).toBe('{}[Truncated...]');
  });
});
