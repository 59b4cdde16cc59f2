import { ABSENT, compileKeyTree, pickMembers } from '@eks-sentinel/json-scan';
import { SENTINEL_MEMBER, TRUNCATED_ANNOTATION } from '@eks-sentinel/schema';

import { appendMember } from '../append-member';
import { keepEssentials } from './keep-essentials';
import { MAX_LISTED_BYTES } from './removed-paths';
import { findRootMembers } from './root-members';
import { ShrinkPlan } from './shrink-plan';
import type { ShrinkStep } from './steps';
import {
  cutStringsOf,
  cutStringsOfReadIfEnough,
  dropBookkeeping,
  limitOthers,
  limitReadAndRequest,
  limitResponse,
  limitRestOfRequest,
} from './steps';
import { writeShrunk } from './write-shrunk';

/** The order in which an event is shrunk. Each step runs only when the event is still too long. */
const STEPS: readonly ShrinkStep[] = [
  dropBookkeeping,
  cutStringsOf('response'),
  cutStringsOf('request'),
  limitResponse,
  limitRestOfRequest,
  cutStringsOf('other'),
  limitOthers,
  cutStringsOfReadIfEnough,
  limitReadAndRequest,
  // Reserved values and small members can take more than there was room for: again, with as much less room.
  limitReadAndRequest,
  limitReadAndRequest,
];

/**
 * An event of more values is left with its essentials at once. One of 1 MiB, the longest that CloudWatch Logs takes, has
 * at most so many, because a value takes two bytes with its comma.
 */
export const MAX_SHRUNK_VALUES = 524_288;

/**
 * The budget of one event in values looked at, each as often as it is: about 50 ms on a quiet core once the code is warm. Past it an event is
 * left with its essentials. It counts work and not time, so that an event that is delivered twice gives the same row.
 */
export const SHRINK_BUDGET_VALUES = 12 * MAX_SHRUNK_VALUES;

/** Bytes for the annotation, and for the member around the list of paths. */
const MARKS_BYTES =
  Buffer.byteLength(`,"annotations":{"${TRUNCATED_ANNOTATION}":"true"},"${SENTINEL_MEMBER}":{"removed":}`) +
  Buffer.byteLength('"(1000000000 more)",');

const ANNOTATIONS = compileKeyTree([['annotations']]);
const TOO_MUCH = 'too_much';
const ONLY_ESSENTIALS = ['[(all but what the columns read)]'];

// Kept between events: its memory grows to the most values that an event had, 18 MB at the most.
const plan = new ShrinkPlan();

/** An event that was shrunk, and the paths of what was cut or left out. */
export interface ShrunkEvent {
  /** Carries the annotation by which the API server itself marks a truncated event. */
  readonly event: Buffer;
  readonly removed: readonly string[];
  /** Whether only the essentials are left, because shrinking with care would have cost too much. */
  readonly isEssentialsOnly: boolean;
  /** How many values were looked at for it, each as often as it was. */
  readonly visited: number;
}

/**
 * Shrinks the JSON object in `event` until it takes, with the list of removed paths still to be added, at most
 * `maxBytes`, which must be MIN_RAW_EVENT_BYTES less what a degraded row adds, or more. The event must be valid JSON on
 * one line. `isLate` is asked between steps; undefined when there is no time left.
 */
export function shrinkEvent(
  event: Buffer,
  maxBytes: number,
  isLate: () => boolean,
  budgetValues: number = SHRINK_BUDGET_VALUES,
): ShrunkEvent | undefined {
  const isSurveyed = plan.open(event, maxBytes - MARKS_BYTES - MAX_LISTED_BYTES, MAX_SHRUNK_VALUES);
  const shrunk = isSurveyed ? shrinkByPlan(isLate, budgetValues) : TOO_MUCH;
  plan.close();
  return shrunk === TOO_MUCH ? least(event) : shrunk;
}

function shrinkByPlan(isLate: () => boolean, budgetValues: number): ShrunkEvent | typeof TOO_MUCH | undefined {
  const members = findRootMembers(plan);
  plan.recount();
  for (const step of STEPS) {
    if (plan.excess === 0) break;
    if (isLate()) return undefined;
    if (plan.visited > budgetValues) return TOO_MUCH;
    step(plan, members);
    plan.recount();
  }
  if (plan.excess > 0) return TOO_MUCH;
  const { event, removed } = writeShrunk(plan);
  return { event: markTruncated(event), removed: removed.paths, isEssentialsOnly: false, visited: plan.visited };
}

function least(event: Buffer): ShrunkEvent {
  return {
    event: markTruncated(keepEssentials(event)),
    removed: ONLY_ESSENTIALS,
    isEssentialsOnly: true,
    visited: plan.visited,
  };
}

/** Adds the annotation to the annotations, which are an object when there are any. */
function markTruncated(event: Buffer): Buffer {
  const spans = new Int32Array(2);
  pickMembers(event, 0, event.length, ANNOTATIONS, spans);
  const [start, end] = spans as unknown as [number, number];
  if (start === ABSENT) return appendMember(event, 'annotations', `{"${TRUNCATED_ANNOTATION}":"true"}`);
  const marked = appendMember(event.subarray(start, end), TRUNCATED_ANNOTATION, '"true"');
  return Buffer.concat([event.subarray(0, start), marked, event.subarray(end)]);
}
