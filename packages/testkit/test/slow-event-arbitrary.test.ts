import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { slowEvent } from '../src/index';

/** What stands outside of strings. */
function structureOf(text: string): string {
  return text.replaceAll(/\\./g, '').replaceAll(/"[^"]*"/g, '');
}

function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of structureOf(text)) {
    if (character === '[' || character === '{') most = Math.max(most, (depth += 1));
    else if (character === ']' || character === '}') depth -= 1;
  }
  return most;
}

describe('slowEvent', () => {
  it('always is one audit event of about the size that is asked for, compact, on one line', () => {
    fc.assert(
      fc.property(slowEvent(), fc.integer({ min: 64_000, max: 1_000_000 }), ({ text: textOf }, bytes) => {
        const text = textOf(bytes);

        expect(typeof JSON.parse(text)).toBe('object');
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(bytes);
        expect(Buffer.byteLength(text)).toBeGreaterThanOrEqual(bytes * 0.4);
        expect(/\s/.test(structureOf(text))).toBe(false);
        expect(/[\n\r]/.test(text)).toBe(false);
        expect(textOf(bytes)).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it('comes up with depth and width, in the members that shrinking treats apart and in others', () => {
    const events = fc.sample(slowEvent(), { numRuns: 400, seed: 1 });
    const texts = events.map(({ text }) => text(64_000));

    const depths = texts.map(depthOf).sort((left, right) => left - right);
    expect(depths[0]).toBeLessThan(10);
    expect(depths[depths.length - 1]).toBeGreaterThan(4_000);
    for (const wanted of ['"extra":', '"managedFields":', '"rules":', '"items":', '"sourceIPs":']) {
      expect([wanted, texts.some((text) => text.includes(wanted))]).toEqual([wanted, true]);
    }
    expect(texts.some((text) => /"[^"]{4000}/.test(text))).toBe(true);
    expect(texts.some((text) => /\d{300}/.test(text))).toBe(true);
    expect(texts.some((text) => text.includes('語語'))).toBe(true);
    expect(texts.some((text) => text.includes('\\ud800'))).toBe(true);
    expect(texts.some((text) => /("[^"]*":)[^"]*,\1/.test(text))).toBe(true);
  });

  it('prints in a report as what it is, not as a megabyte of text', () => {
    for (const event of fc.sample(slowEvent(), { numRuns: 50, seed: 2 })) {
      expect(fc.stringify(event).length).toBeLessThan(2_000);
    }
  });
});
