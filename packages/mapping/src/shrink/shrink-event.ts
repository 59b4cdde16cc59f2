import { ABSENT, Verdict, compileKeyTree, pickMembers, rewriteJson } from '@eks-sentinel/json-scan';
import { TRUNCATED_ANNOTATION } from '@eks-sentinel/schema';

import { appendMember } from '../append-member';
import { dropOtherRootMembers, dropRequest, keepEssentials, reduceOutside, reduceRead } from './last-steps';
import { Shrinking } from './shrinking';
import type { ShrinkStep } from './steps';
import {
  cutLongStringsIn,
  cutLongestOtherStrings,
  cutLongestReadStrings,
  dropBookkeeping,
  dropRootMember,
  pruneRequest,
} from './steps';

/** The order in which an event is shrunk. Each step runs only when the event is still too long. */
const STEPS: readonly ShrinkStep[] = [
  dropBookkeeping,
  cutLongStringsIn('responseObject'),
  cutLongStringsIn('requestObject'),
  dropRootMember('responseObject'),
  pruneRequest,
  cutLongestOtherStrings,
  dropOtherRootMembers,
  reduceOutside,
  cutLongestReadStrings,
  dropRequest,
  reduceRead,
  keepEssentials,
];

const ANNOTATIONS = compileKeyTree([['annotations']]);
const OPEN_BRACE = 0x7b;

/** An event that was shrunk, and the paths of what was cut or left out. */
export interface ShrunkEvent {
  /** Carries the annotation by which the API server itself marks a truncated event. */
  readonly event: Buffer;
  readonly removed: readonly string[];
}

/**
 * Shrinks the JSON object in `event` until it takes, with the list of removed paths still to be added, at most
 * `maxBytes`; these must be at least MIN_SHRUNK_BYTES. The event must be valid JSON on one line.
 */
export function shrinkEvent(event: Buffer, maxBytes: number): ShrunkEvent {
  const shrinking = new Shrinking(event, maxBytes);
  for (const step of STEPS) {
    if (shrinking.excess === 0) break;
    step(shrinking);
  }
  return { event: markTruncated(shrinking.event), removed: shrinking.removed };
}

/** Adds the annotation to the annotations; annotations that are no object make room for it. */
function markTruncated(event: Buffer): Buffer {
  const spans = new Int32Array(2);
  pickMembers(event, 0, event.length, ANNOTATIONS, spans);
  const [start, end] = spans as unknown as [number, number];
  if (start === ABSENT) return appendMember(event, 'annotations', `{"${TRUNCATED_ANNOTATION}":"true"}`);

  const annotations = event[start] === OPEN_BRACE ? withoutMark(event.subarray(start, end)) : Buffer.from('{}');
  const marked = appendMember(annotations, TRUNCATED_ANNOTATION, '"true"');
  return Buffer.concat([event.subarray(0, start), marked, event.subarray(end)]);
}

function withoutMark(annotations: Buffer): Buffer {
  return rewriteJson(annotations, 0, annotations.length, {
    enter: ({ path }) => (path.root === TRUNCATED_ANNOTATION ? Verdict.DROP : Verdict.KEEP),
  });
}
