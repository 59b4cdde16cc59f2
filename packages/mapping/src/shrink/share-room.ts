import type { ShrinkPlan } from './shrink-plan';
import { Fate } from './shrink-plan';

/** Members this small stay until nothing else is left: dropping them makes no room and costs evidence. */
export const SMALL_MEMBER_BYTES = 256;

/**
 * Where shares would be smaller, the longer values are kept from both ends, up to this much of each, and not all cut:
 * of values that are cut to less, what cannot be cut, a name or a short string, takes too large a part.
 */
const LEAST_SHARE_BYTES = 4_096;

/** With less room left no further value is looked at. */
const LEAST_PORTION_BYTES = 24;

/** A container that is to take less, and the room inside it. */
interface Portion {
  readonly container: number;
  readonly room: number;
}

/**
 * Makes values of one container take at most `room` bytes together, as fairly as it can be: each gets the same share, and
 * what a short one leaves of its own goes to the longer ones; inside each that is too long it goes on in the same way. So
 * the longest give room first, small members stay, and nothing pads another one away. Where the shares would be smaller
 * than LEAST_SHARE_BYTES, those that need no more than their share stay, and of the others the first and the last ones.
 * What is reserved of a value it has in any case, and small members as long as they take no more than half of the room,
 * even if all is then more than there is room for.
 */
export function shareRoom(plan: ShrinkPlan, members: Int32Array, room: number): void {
  const portions: Portion[] = [];
  share(plan, members, room, portions);
  for (let portion = portions.pop(); portion !== undefined; portion = portions.pop()) {
    const { container } = portion;
    if (share(plan, plan.childrenOf(container), portion.room, portions)) plan.fates[container] = Fate.THINNED;
  }
}

/** Returns whether values were dropped of which only their number is worth noting. */
function share(plan: ShrinkPlan, members: Int32Array, room: number, portions: Portion[]): boolean {
  const { reserves } = plan;
  let long: number[] = [];
  let smallBytes = 0;
  let longBytes = 0;
  plan.visited += members.length;
  for (let index = 0; index < members.length; index += 1) {
    const member = members[index]!;
    const size = plan.sizeOf(member);
    if (size <= SMALL_MEMBER_BYTES) smallBytes += size;
    else {
      long.push(member);
      longBytes += size;
    }
  }
  if (smallBytes + longBytes <= room) return false;

  let level = 0;
  while (long.length > 0) {
    level = fairLevel(plan, long, room - smallBytes);
    if (level < LEAST_SHARE_BYTES) break;
    const uncut = longestUncut(plan, long, level);
    if (uncut === undefined) {
      for (const member of long) limit(plan, member, reserves[member]! + level, portions);
      return false;
    }
    plan.drop(uncut);
    long = long.filter((member) => member !== uncut);
  }
  return keepBothEnds(plan, members, room, Math.max(level, 0), portions);
}

/** The largest share, beside what is reserved of each, with which values take at most `room` together. */
function fairLevel(plan: ShrinkPlan, members: readonly number[], room: number): number {
  const { reserves } = plan;
  let left = room;
  for (const member of members) left -= reserves[member]!;
  const shares = members.map((member) => plan.sizeOf(member) - reserves[member]!).sort((a, b) => a - b);
  for (let index = 0; index < shares.length; index += 1) {
    const level = Math.floor(left / (shares.length - index));
    if (shares[index]! > level) return level;
    left -= shares[index]!;
  }
  return Infinity;
}

/** The longest of the members that are too long and cannot be cut to their share. */
function longestUncut(plan: ShrinkPlan, members: readonly number[], level: number): number | undefined {
  let longest: number | undefined;
  for (const member of members) {
    const portion = plan.reserves[member]! + level;
    if (plan.sizeOf(member) <= portion || plan.canBeCutTo(member, portion)) continue;
    if (longest === undefined || plan.sizeOf(member) > plan.sizeOf(longest)) longest = member;
  }
  return longest;
}

/** `level` is the share that each value can have, and 0 where there is none. */
function keepBothEnds(
  plan: ShrinkPlan,
  members: Int32Array,
  room: number,
  level: number,
  portions: Portion[],
): boolean {
  const { reserves } = plan;
  const shortBytes = Math.max(level, SMALL_MEMBER_BYTES);
  let left = room;
  let shortTotal = 0;
  let reservedCount = 0;
  plan.visited += 4 * members.length;
  for (let index = 0; index < members.length; index += 1) {
    const member = members[index]!;
    const size = plan.sizeOf(member);
    if (reserves[member]! > 0) {
      const reserved = Math.max(reserves[member]! + level, SMALL_MEMBER_BYTES);
      reservedCount += 1;
      left -= Math.min(size, reserved);
      limit(plan, member, reserved, portions);
    } else if (size <= shortBytes) shortTotal += size;
  }
  const areShortKept = level >= SMALL_MEMBER_BYTES || shortTotal <= room / 2;
  if (areShortKept) left -= shortTotal;
  // What was dropped before has a size of 0.
  const isCandidate = (member: number): boolean =>
    reserves[member] === 0 && plan.sizeOf(member) > (areShortKept ? shortBytes : 0);
  const candidates = areShortKept || reservedCount > 0 ? members.filter(isCandidate) : members;

  let first = 0;
  let last = candidates.length - 1;
  for (let isFromStart = true; first <= last; isFromStart = !isFromStart) {
    const member = candidates[isFromStart ? first : last]!;
    if (left < LEAST_PORTION_BYTES) break;
    const portion = Math.min(plan.sizeOf(member), plan.nameBytes(member) + LEAST_SHARE_BYTES, left);
    left -= portion;
    limit(plan, member, portion, portions);
    if (isFromStart) first += 1;
    else last -= 1;
  }
  plan.dropAll(candidates, first, last + 1);
  return first <= last;
}

function limit(plan: ShrinkPlan, member: number, bytes: number, portions: Portion[]): void {
  const room = plan.limit(member, bytes);
  if (room !== undefined) portions.push({ container: member, room });
}
