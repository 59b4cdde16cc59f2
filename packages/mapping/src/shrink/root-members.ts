import type { WantedMember } from '@eks-sentinel/json-scan';
import { ValueKind } from '@eks-sentinel/json-scan';
import { TRUNCATED_ANNOTATION } from '@eks-sentinel/schema';

import type { Part } from './event-parts';
import { ROOT_NAMES, partOf } from './event-parts';
import { SMALL_MEMBER_BYTES } from './share-room';
import type { ShrinkPlan } from './shrink-plan';

/** The members of the root by the part that they belong to. */
export type RootMembers = Readonly<Record<Part, readonly number[]>>;

const ANNOTATIONS = 'annotations';
const MARK = Buffer.from(`"${TRUNCATED_ANNOTATION}"`);

/**
 * Finds the members of the root, and drops those that would mislead: all but the last one of a repeated member, because
 * only that one counts, and what stands in the way of the mark of a truncated event.
 */
export function findRootMembers(plan: ShrinkPlan): RootMembers {
  const members: Record<Part, number[]> = { response: [], request: [], read: [], other: [] };
  let annotations: number | undefined;
  const last = new Map<WantedMember, number>();
  for (const member of plan.childrenOf(0)) {
    const name = plan.findNamed(member, ROOT_NAMES);
    const earlier = name && last.get(name);
    if (earlier !== undefined) plan.drop(earlier);
    if (name !== undefined) last.set(name, member);
    members[partOf(name)].push(member);
    if (name?.name === ANNOTATIONS) annotations = member;
  }
  if (annotations !== undefined) makeRoomForMark(plan, annotations);
  return members;
}

function makeRoomForMark(plan: ShrinkPlan, annotations: number): void {
  if (plan.values.kinds[annotations] !== ValueKind.OBJECT) {
    plan.drop(annotations);
    return;
  }
  for (const annotation of plan.childrenOf(annotations)) {
    if (!plan.isNamed(annotation, MARK)) continue;
    if (plan.sizeOf(annotation) <= SMALL_MEMBER_BYTES) plan.replaced.add(annotation);
    plan.drop(annotation);
  }
}
