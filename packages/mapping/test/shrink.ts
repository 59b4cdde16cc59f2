import { expect } from '@jest/globals';

import { map } from './map';

export const long = (length: number, letter = 'x') => letter.repeat(length);
export const many = (bytes: number) =>
  Array.from({ length: Math.ceil(bytes / 12) }, (_, index) => `s${index}`.padEnd(9, '.'));

/** Maps an event that is too long; checks what every shrunk event must be. */
export function shrink(event: object, maxRawEventBytes = 64_000) {
  const { row, rawEvent, outcome } = map(JSON.stringify(event), {}, { maxRawEventBytes });
  expect(outcome.isShrunk).toBe(true);
  expect(Buffer.byteLength(rawEvent)).toBeLessThanOrEqual(maxRawEventBytes);
  const { eksSentinel, annotations, ...members } = row.RawEvent as {
    eksSentinel: { removed: string[] };
    annotations: Record<string, string>;
  } & Record<string, unknown>;
  expect(annotations['audit.k8s.io/truncated']).toBe('true');
  return { removed: eksSentinel.removed, annotations, members, row, bytes: Buffer.byteLength(rawEvent) };
}
