import { LONG_STRING_BYTES, MIN_CUT_STRING_BYTES } from './cut-string-token';
import type { ShrinkPlan } from './shrink-plan';
import { Fate } from './shrink-plan';

/** Members this small stay until nothing else is left: dropping them makes no room and costs evidence. */
export const SMALL_MEMBER_BYTES = 256;

/** Where not even small members all find room, a longer one gets at most this much beside its name, so that others stay beside it. */
const LARGEST_OF_MANY_BYTES = LONG_STRING_BYTES;

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
 * than SMALL_MEMBER_BYTES, values from both ends are kept. What is reserved of a value it has in any case.
 */
export function shareRoom(plan: ShrinkPlan, members: readonly number[], room: number): void {
  const portions: Portion[] = [];
  share(plan, members, room, portions);
  for (let portion = portions.pop(); portion !== undefined; portion = portions.pop()) {
    const { container } = portion;
    if (share(plan, plan.childrenOf(container), portion.room, portions)) plan.fates[container] = Fate.THINNED;
  }
}

/** Returns whether values were dropped of which only their number is worth noting. */
function share(plan: ShrinkPlan, members: readonly number[], room: number, portions: Portion[]): boolean {
  const { reserves } = plan;
  let long: number[] = [];
  let smallBytes = 0;
  let longBytes = 0;
  plan.visited += members.length;
  for (const member of members) {
    const size = plan.sizeOf(member);
    if (size <= SMALL_MEMBER_BYTES) smallBytes += size;
    else {
      long.push(member);
      longBytes += size;
    }
  }
  if (smallBytes + longBytes <= room) return false;

  while (long.length > 0) {
    const level = fairLevel(plan, long, room - smallBytes);
    if (level < SMALL_MEMBER_BYTES) break;
    const uncut = longestUncut(plan, long, level);
    if (uncut === undefined) {
      for (const member of long) limit(plan, member, reserves[member]! + level, portions);
      return false;
    }
    plan.drop(uncut);
    long = long.filter((member) => member !== uncut);
  }
  return keepBothEnds(plan, members, room, portions);
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

/** The longest of the members that are too long and whose name leaves no room for a value that was cut. */
function longestUncut(plan: ShrinkPlan, members: readonly number[], level: number): number | undefined {
  let longest: number | undefined;
  for (const member of members) {
    const isTooLong = plan.sizeOf(member) > plan.reserves[member]! + level;
    if (!isTooLong || plan.nameBytes(member) + MIN_CUT_STRING_BYTES <= level) continue;
    if (longest === undefined || plan.sizeOf(member) > plan.sizeOf(longest)) longest = member;
  }
  return longest;
}

function keepBothEnds(plan: ShrinkPlan, all: readonly number[], room: number, portions: Portion[]): boolean {
  const { reserves } = plan;
  let left = room;
  let smallBytes = 0;
  let reservedCount = 0;
  const members = all.filter((member) => plan.fates[member] !== Fate.DROPPED);
  plan.visited += 4 * members.length;
  for (const member of members) {
    const size = plan.sizeOf(member);
    if (reserves[member]! > 0) {
      const reserved = Math.max(reserves[member]!, SMALL_MEMBER_BYTES);
      reservedCount += 1;
      left -= Math.min(size, reserved);
      limit(plan, member, reserved, portions);
    } else if (size <= SMALL_MEMBER_BYTES) smallBytes += size;
  }
  const areSmallKept = smallBytes <= left / 2;
  if (areSmallKept) left -= smallBytes;
  const isCandidate = (member: number): boolean =>
    reserves[member] === 0 && !(areSmallKept && plan.sizeOf(member) <= SMALL_MEMBER_BYTES);
  const candidates = areSmallKept || reservedCount > 0 ? members.filter(isCandidate) : members;

  let first = 0;
  let last = candidates.length - 1;
  for (let isFromStart = true; first <= last; isFromStart = !isFromStart) {
    const member = candidates[isFromStart ? first : last]!;
    if (left < LEAST_PORTION_BYTES) break;
    const portion = Math.min(plan.sizeOf(member), plan.nameBytes(member) + LARGEST_OF_MANY_BYTES, left);
    left -= portion;
    limit(plan, member, portion, portions);
    if (isFromStart) first += 1;
    else last -= 1;
  }
  for (let index = first; index <= last; index += 1) plan.drop(candidates[index]!);
  return first <= last;
}

function limit(plan: ShrinkPlan, member: number, bytes: number, portions: Portion[]): void {
  const room = plan.limit(member, bytes);
  if (room !== undefined) portions.push({ container: member, room });
}
