import { ABSENT, pickMembers } from '@eks-sentinel/json-scan';

import { LONG_STRING_BYTES, cutStringToken } from './cut-string-token';
import { ESSENTIALS, ESSENTIAL_PATHS } from './event-parts';

/** Longer values are cut when they are strings, and left out when they are not. */
const MAX_ESSENTIAL_BYTES = 1_100;

const QUOTE = 0x22;

/** An event of nothing but the essential paths, of each repeated member the last one; it takes at most 20,000 bytes. */
export function keepEssentials(event: Buffer): Buffer {
  const spans = new Int32Array(ESSENTIALS.slotCount * 2);
  pickMembers(event, 0, event.length, ESSENTIALS, spans);
  const least = new Map<string, string[]>();
  ESSENTIAL_PATHS.forEach(([root, ...inside], slot) => {
    const start = spans[2 * slot]!;
    if (start === ABSENT) return;
    const value = shortValue(event, start, spans[2 * slot + 1]!);
    if (value === undefined) return;
    const members = least.get(root) ?? [];
    members.push(inside.reduceRight((json, name) => `${JSON.stringify(name)}:${json}`, value));
    least.set(root, members);
  });
  const json = [...least].map(([root, members]) => {
    const isNested = ESSENTIAL_PATHS.some((path) => path[0] === root && path.length > 1);
    return `${JSON.stringify(root)}:${isNested ? `{${members.join(',')}}` : members.join(',')}`;
  });
  return Buffer.from(`{${json.join(',')}}`);
}

function shortValue(event: Buffer, start: number, end: number): string | undefined {
  if (end - start <= MAX_ESSENTIAL_BYTES) return event.toString('utf8', start, end);
  return event[start] === QUOTE ? cutStringToken(event, start, end, LONG_STRING_BYTES).toString() : undefined;
}
