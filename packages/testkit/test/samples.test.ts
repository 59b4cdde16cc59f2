import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

interface LambdaEvent {
  readonly records: { recordId: string; data: string }[];
}

// The committed files: `npm run generate -- --check` says whether they are what the generator gives.
const FOLDER = resolve(__dirname, '../../../services/transform/samples');
const files = new Map(readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]));

const recordsOf = (name: string): Buffer[] =>
  (JSON.parse(files.get(name)!) as LambdaEvent).records.map(({ data }) => Buffer.from(data, 'base64'));
const messagesOf = (name: string): { messageType: string; logEvents: { message: string }[] }[] =>
  recordsOf(name).map((bytes) => JSON.parse(gunzipSync(bytes).toString()) as ReturnType<typeof messagesOf>[number]);

describe('the sample Lambda events', () => {
  it('are five files and a page, small enough to be committed', () => {
    const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

    expect([...files.keys()].sort()).toEqual([
      'README.md',
      'audit-mix.json',
      'control-message.json',
      'noise.json',
      'oversize.json',
      'truncated.json',
    ]);
    expect(bytes).toBeLessThan(1_500_000);
  });

  it('give every record an id of its own and a gzip header without a time', () => {
    for (const [name, text] of files) {
      if (!name.endsWith('.json')) continue;
      const { records } = JSON.parse(text) as LambdaEvent;
      expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(records.length);
      for (const bytes of recordsOf(name)) expect([...bytes.subarray(0, 8)]).toEqual([31, 139, 8, 0, 0, 0, 0, 0]);
    }
  });

  it('have whole events in the mix, the attack among them', () => {
    const events = messagesOf('audit-mix.json').flatMap(({ logEvents }) => logEvents.map(({ message }) => message));

    for (const message of events) expect(() => JSON.parse(message) as unknown).not.toThrow();
    expect(events.filter((message) => message.includes('203.0.113.201'))).toHaveLength(10);
    expect(events.some((message) => Buffer.byteLength(message) > 64_000)).toBe(true);
  });

  it('have cut events in the truncated one, and one whole behind them', () => {
    const events = messagesOf('truncated.json').flatMap(({ logEvents }) => logEvents.map(({ message }) => message));

    expect(events.filter((message) => message.endsWith('[Truncated...]'))).toHaveLength(8);
    expect(() => JSON.parse(events.at(-1)!) as unknown).not.toThrow();
  });

  it('have a record of at most 1,000 KiB whose rows no Lambda response can hold', () => {
    const [record, ...others] = recordsOf('oversize.json');
    const [message] = messagesOf('oversize.json');
    const rowBytes = message!.logEvents.reduce((sum, { message: text }) => sum + Buffer.byteLength(text), 0);

    expect(others).toEqual([]);
    expect(record!.length).toBeLessThan(1_024_000);
    expect((rowBytes * 4) / 3).toBeGreaterThan(6_291_456);
    expect(message!.logEvents.every(({ message: text }) => Buffer.byteLength(text) < 64_000)).toBe(true);
  });

  it('are explained one by one', () => {
    const page = files.get('README.md')!;

    for (const name of files.keys()) if (name.endsWith('.json')) expect(page).toContain(`## ${name}\n`);
    expect(page.match(/^Expected: /gm)).toHaveLength(5);
  });
});
