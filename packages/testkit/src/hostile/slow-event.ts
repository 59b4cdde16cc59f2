import type { AuditEvent } from '../build/audit-event';
import { buildAuditEvent } from '../build/audit-event';
import type { Fill } from './fill';

/** One audit event that is costly for a reader that shrinks it, in any size. */
export interface SlowEvent {
  readonly name: string;
  /** Compact JSON on one line, of at most so many bytes of UTF-8 (1,000,000 by default). The same each time. */
  readonly text: (bytes?: number) => string;
}

/** About what one log event of CloudWatch Logs may hold: 1 MB less its own members. */
export const SLOW_EVENT_BYTES = 1_000_000;

/** Stands in an event where its bulk goes. */
export const BULK = '@bulk@';

/** A usual audit event with these members; what `fill` writes takes the place of BULK in them. */
export function slowInside(name: string, members: AuditEvent, fill: Fill): SlowEvent {
  const [before, after] = buildAuditEvent(members).split(`"${BULK}"`) as [string, string];
  return { name, text: filled(before, fill, after) };
}

/** A usual audit event with what `fill` writes as further members behind its own. */
export function slowAtRoot(name: string, fill: Fill): SlowEvent {
  return { name, text: filled(`${buildAuditEvent().slice(0, -1)},`, fill, '}') };
}

function filled(before: string, fill: Fill, after: string): SlowEvent['text'] {
  const frameBytes = Buffer.byteLength(before + after);
  return (bytes = SLOW_EVENT_BYTES) => before + fill(bytes - frameBytes) + after;
}
