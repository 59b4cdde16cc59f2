import { SENTINEL_MEMBER } from '@eks-sentinel/schema';

import { appendMember } from '../append-member';
import { shrinkEvent } from './shrink-event';

/** The RawEvent of a sound audit event on one line that is longer than `maxBytes`: shrunk, with the list of what is gone. */
export function shrunkRawEvent(event: Buffer, maxBytes: number): Buffer {
  const { event: shrunk, removed } = shrinkEvent(event, maxBytes);
  return appendMember(shrunk, SENTINEL_MEMBER, JSON.stringify({ removed }));
}
