import { SENTINEL_MEMBER } from '@eks-sentinel/schema';

import { appendMember } from '../append-member';
import { shrinkEvent } from './shrink-event';

/** A RawEvent that was shrunk, with the list of what is gone. */
export interface ShrunkRawEvent {
  readonly rawEvent: Buffer;
  /** As in a shrunk event. */
  readonly isEssentialsOnly: boolean;
}

/** The RawEvent of a sound audit event on one line that is longer than `maxBytes`; undefined when there is no time left. */
export function shrunkRawEvent(event: Buffer, maxBytes: number, isLate: () => boolean): ShrunkRawEvent | undefined {
  const shrunk = shrinkEvent(event, maxBytes, isLate);
  if (shrunk === undefined) return undefined;
  const { removed, isEssentialsOnly } = shrunk;
  return { rawEvent: appendMember(shrunk.event, SENTINEL_MEMBER, JSON.stringify({ removed })), isEssentialsOnly };
}
