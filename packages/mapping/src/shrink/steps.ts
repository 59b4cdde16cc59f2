import type { WantedMember } from '@eks-sentinel/json-scan';
import { ValueKind } from '@eks-sentinel/json-scan';

import { LONG_STRING_BYTES } from './cut-string-token';
import type { Part } from './event-parts';
import { ANY_ELEMENT, ESSENTIALS, KEPT_OF_REQUEST } from './event-parts';
import type { RootMembers } from './root-members';
import { shareRoom } from './share-room';
import type { ShrinkPlan } from './shrink-plan';
import { isLongString } from './shrink-plan';

/** One step of the fixed order: makes the event shorter where it can. */
export type ShrinkStep = (plan: ShrinkPlan, members: RootMembers) => void;

/** What each part has room for in any case: enough to say what it was, and all of it when it is small. */
const LEAST_PART_BYTES = 4_096;

/** The longest value of which an essential path reserves all, with its name. */
const ESSENTIAL_BYTES = 1_200;

const BOOKKEEPING = [
  { owner: '"metadata"', name: '"managedFields"' },
  { owner: '"annotations"', name: '"kubectl.kubernetes.io/last-applied-configuration"' },
].map(({ owner, name }) => ({ owner: Buffer.from(owner), name: Buffer.from(name) }));

/** Drops what controllers keep for themselves: `managedFields` and the last-applied annotation of an object. */
export const dropBookkeeping: ShrinkStep = (plan, members) => {
  for (const member of [...members.response, ...members.request]) {
    plan.visitInside(member, (value) => {
      if (plan.nameBytes(value) === 0) return;
      const around = plan.values.parents[value]!;
      const isBookkeeping = BOOKKEEPING.some(
        ({ owner, name }) => plan.isNamed(value, name) && plan.isNamed(around, owner),
      );
      if (isBookkeeping) plan.drop(value);
    });
  }
};

/** Cuts strings of one part, the longest first, and no more of them than it must. */
export const cutStringsOf =
  (part: Part): ShrinkStep =>
  (plan, members) => {
    cutLongest(plan, findLongStrings(plan, members[part]).found);
  };

/** As `cutStringsOf` what detections read, if that is enough: else what grants rights and they share the room. */
export const cutStringsOfReadIfEnough: ShrinkStep = (plan, members) => {
  const { found, cutBytes } = findLongStrings(plan, members.read);
  if (cutBytes >= plan.excess) cutLongest(plan, found);
};

/** Leaves of the response what there is room for when nothing else gives any. */
export const limitResponse: ShrinkStep = (plan, members) => {
  limitPart(plan, members.response);
};

/** Leaves of the request what grants rights and what makes a pod dangerous, and of the rest what there is room for. */
export const limitRestOfRequest: ShrinkStep = (plan, members) => {
  for (const member of members.request) if (plan.isContainer(member)) reserveKept(plan, member);
  limitPart(plan, members.request);
  plan.reserves.fill(0, 0, plan.values.count);
};

/** Leaves of what no detection reads what there is room for, and what the columns read. */
export const limitOthers: ShrinkStep = (plan, members) => {
  reserveEssentials(plan);
  limitPart(plan, members.other);
};

/** Shares the room among what detections read and what is left of the request. */
export const limitReadAndRequest: ShrinkStep = (plan, members) => {
  limitPart(
    plan,
    [...members.request, ...members.read].sort((left, right) => left - right),
  );
};

function limitPart(plan: ShrinkPlan, members: readonly number[]): void {
  const left = members.filter((member) => plan.sizeOf(member) > 0);
  const bytes = left.reduce((sum, member) => sum + plan.sizeOf(member), 0);
  shareRoom(plan, Int32Array.from(left), Math.max(bytes - plan.excess, LEAST_PART_BYTES));
}

interface LongString {
  readonly value: number;
  readonly bytes: number;
}

function findLongStrings(plan: ShrinkPlan, members: readonly number[]): { found: LongString[]; cutBytes: number } {
  const found: LongString[] = [];
  let cutBytes = 0;
  for (const member of members) {
    plan.visitInside(member, (value) => {
      const bytes = plan.stringBytes(value);
      if (!isLongString(bytes)) return;
      found.push({ value, bytes });
      cutBytes += bytes - LONG_STRING_BYTES;
    });
  }
  return { found, cutBytes };
}

function cutLongest(plan: ShrinkPlan, found: LongString[]): void {
  found.sort((left, right) => right.bytes - left.bytes || left.value - right.value);
  let { excess } = plan;
  for (const { value, bytes } of found) {
    if (excess <= 0) break;
    const cutTo = Math.max(LONG_STRING_BYTES, bytes - excess);
    plan.cutString(value, cutTo);
    excess -= bytes - cutTo;
  }
}

/** Reserves what is kept of a request object as long as there is anything else. */
function reserveKept(plan: ShrinkPlan, request: number): void {
  const open: { container: number; wanted: readonly WantedMember[] }[] = [
    { container: request, wanted: KEPT_OF_REQUEST },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { container, wanted } = next;
    const isArray = plan.values.kinds[container] === ValueKind.ARRAY;
    const anyElement = wanted.find(({ name }) => name === ANY_ELEMENT);
    for (const child of plan.childrenOf(container)) {
      const member = isArray ? anyElement : plan.findNamed(child, wanted);
      if (member === undefined) continue;
      if (member.slot >= 0) plan.reserve(child, plan.sizeOf(child));
      else if (plan.isContainer(child)) open.push({ container: child, wanted: member.inside });
    }
  }
}

/** Reserves what every shrunk event keeps: of each repeated member the last one, which alone counts; the others go. */
function reserveEssentials(plan: ShrinkPlan): void {
  const found: (number | undefined)[] = [];
  const open: { container: number; wanted: readonly WantedMember[] }[] = [{ container: 0, wanted: ESSENTIALS.wanted }];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { container, wanted } = next;
    if (plan.values.kinds[container] !== ValueKind.OBJECT) continue;
    const last = new Map<WantedMember, number>();
    for (const child of plan.childrenOf(container)) {
      const member = plan.findNamed(child, wanted);
      if (member === undefined) continue;
      const earlier = last.get(member);
      if (earlier !== undefined) plan.drop(earlier);
      last.set(member, child);
    }
    for (const [member, child] of last) {
      if (member.slot >= 0) found[member.slot] = child;
      if (member.inside.length > 0) open.push({ container: child, wanted: member.inside });
    }
  }
  for (const value of found)
    if (value !== undefined) plan.reserve(value, Math.min(plan.sizeOf(value), ESSENTIAL_BYTES));
}
