import { gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import { MANY_VALUES_EVENTS, SLOW_EVENTS, SLOW_EVENT_BYTES } from '../src/index';

/** Members that every one of the events has, whatever else stands in it. */
const USUAL = ['kind', 'apiVersion', 'level', 'auditID', 'stage', 'verb', 'stageTimestamp'];

/** What stands outside of strings. */
function structureOf(text: string): string {
  return text.replaceAll(/\\./g, '').replaceAll(/"[^"]*"/g, '');
}

describe('the slow events', () => {
  it.each(SLOW_EVENTS.flatMap((event) => [SLOW_EVENT_BYTES, 64_000].map((bytes) => ({ ...event, bytes }))))(
    'are audit events, compact, on one line: $name, $bytes bytes',
    ({ text: textOf, bytes }) => {
      const text = textOf(bytes);

      const event = JSON.parse(text) as Record<string, unknown>;
      expect(Object.keys(event)).toEqual(expect.arrayContaining(USUAL));
      expect(event['kind']).toBe('Event');
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytes);
      expect(Buffer.byteLength(text)).toBeGreaterThan(bytes * 0.98);
      expect(/\s/.test(structureOf(text))).toBe(false);
      expect(/[\n\r]/.test(text)).toBe(false);
    },
  );

  it('are a megabyte unless told otherwise', () => {
    expect(SLOW_EVENTS[0]!.text()).toBe(SLOW_EVENTS[0]!.text(1_000_000));
  });

  it('have a name each', () => {
    expect(new Set(SLOW_EVENTS.map(({ name }) => name)).size).toBe(SLOW_EVENTS.length);
  });

  it('are small as gzip: whoever sends them pays for little', () => {
    const compressed = MANY_VALUES_EVENTS.map(({ text }) => gzipSync(text()).length);

    expect(Math.max(...compressed)).toBeLessThan(SLOW_EVENT_BYTES / 4);
    expect(Math.min(...compressed)).toBeLessThan(2_000);
  });

  it.each(['rules', 'securityContext'])('nest a patch as deep as the API server reads one: in %s', (place) => {
    const patch = SLOW_EVENTS.find(({ name }) => name === `a deep patch again and again in ${place}`)!;

    expect(depthOfRequest(patch.text())).toBe(10_000);
  });
});

/** The most containers open at once in requestObject. */
function depthOfRequest(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of structureOf(text.slice(text.indexOf('"requestObject":')))) {
    if (character === '[' || character === '{') most = Math.max(most, (depth += 1));
    else if (character === ']' || character === '}') depth -= 1;
  }
  return most;
}
