import { ABSENT, decodeString } from '@eks-sentinel/json-scan';

/** An audit event as bytes, and where its wanted members lie (`pickMembers`). */
export interface EventView {
  readonly bytes: Buffer;
  readonly spans: Int32Array;
}

const QUOTE = 0x22;

/** The first byte of a member's value, which tells its type; undefined when the member is absent. */
export function firstByteOf({ bytes, spans }: EventView, slot: number): number | undefined {
  const start = spans[2 * slot]!;
  return start === ABSENT ? undefined : bytes[start];
}

/** The member's value when it is a string; undefined when it is absent or of another type. */
export function stringOf(event: EventView, slot: number): string | undefined {
  if (firstByteOf(event, slot) !== QUOTE) return undefined;
  return decodeString(event.bytes, event.spans[2 * slot]!, event.spans[2 * slot + 1]!);
}

/** The JSON text of the member's value; the member must not be absent. */
export function jsonOf({ bytes, spans }: EventView, slot: number): string {
  return bytes.toString('utf8', spans[2 * slot], spans[2 * slot + 1]);
}
