import type { JsonPath, VisitedValue } from '@eks-sentinel/json-scan';
import { ABSENT, Token, Verdict, compileKeyTree, pickMembers } from '@eks-sentinel/json-scan';

import { ESSENTIAL_PATHS, isCore } from './event-parts';
import type { Shrinking } from './shrinking';
import type { ShrinkStep } from './steps';

// What these steps meet is hostile or broken: an event that is too long without any long string in it.

/** Values longer than the first of these are dropped first, then those longer than the next. */
const DROPPED_SIZES_BYTES = [16_384, 4_096, 1_024, 256, 64];

/** An array that is too long keeps this many elements at each end; the second number is tried when the first fails. */
const KEPT_ELEMENTS = [32, 8];

/** The longest value of the least event; with the paths of the schema it stays far below any size that is asked for. */
const MAX_ESSENTIAL_BYTES = 1_100;

/** Drops members of the root that no column and no detection reads, the long ones first; the request goes last. */
export const dropOtherRootMembers: ShrinkStep = (shrinking) => {
  for (const limit of [...DROPPED_SIZES_BYTES, 0]) {
    dropLonger(shrinking, limit, (path) => path.depth === 1 && !isCore(path.root) && path.root !== 'requestObject');
  }
  dropLonger(shrinking, 0, (path) => path.depth === 1 && path.root === 'requestObject');
};

/** Leaves of each long array its first and last elements. */
export const thinArrays: ShrinkStep = (shrinking) => {
  for (const kept of KEPT_ELEMENTS) if (shrinking.excess > 0) thin(shrinking, kept);
};

/** Drops members and elements inside what is left, the long ones first, except those that a column reads. */
export const dropInnerMembers: ShrinkStep = (shrinking) => {
  for (const limit of DROPPED_SIZES_BYTES) {
    dropLonger(shrinking, limit, (path) => path.depth > 1 && !isEssential(path));
  }
};

/** Leaves what the columns read, of each repeated member the last one. */
export const keepEssentials: ShrinkStep = (shrinking) => {
  const { event } = shrinking;
  const spans = new Int32Array(ESSENTIAL_PATHS.length * 2);
  pickMembers(event, 0, event.length, compileKeyTree(ESSENTIAL_PATHS), spans);
  const least = new Map<string, string[]>();
  ESSENTIAL_PATHS.forEach((path, slot) => {
    const start = spans[2 * slot]!;
    const end = spans[2 * slot + 1]!;
    if (start === ABSENT || end - start > MAX_ESSENTIAL_BYTES) return;
    const [root, ...inside] = path as [string, ...string[]];
    const value = event.toString('utf8', start, end);
    const members = least.get(root) ?? [];
    members.push(inside.reduceRight((json, name) => `${JSON.stringify(name)}:${json}`, value));
    least.set(root, members);
  });
  const json = [...least].map(([root, members]) => {
    const isNested = ESSENTIAL_PATHS.some((path) => path[0] === root && path.length > 1);
    return `${JSON.stringify(root)}:${isNested ? `{${members.join(',')}}` : members.join(',')}`;
  });
  shrinking.event = Buffer.from(`{${json.join(',')}}`);
  shrinking.noteRemoved(['(all but what the columns read)']);
};

function isEssential(path: JsonPath): boolean {
  return ESSENTIAL_PATHS.some(
    (essential) => path.depth <= essential.length && path.steps().every((step, level) => essential[level] === step),
  );
}

function dropLonger(shrinking: Shrinking, limitBytes: number, isCandidate: (path: JsonPath) => boolean): void {
  if (shrinking.excess === 0) return;
  const chosen = new Set<number>();
  let tooMuch = shrinking.excess;
  const consider = ({ path, start, end }: VisitedValue): void => {
    if (tooMuch <= 0 || end - start <= limitBytes || !isCandidate(path)) return;
    chosen.add(start);
    tooMuch -= end - start;
  };
  shrinking.survey({
    enter: (value) => {
      if (value.kind !== Token.OBJECT_START && value.kind !== Token.ARRAY_START) consider(value);
    },
    leave: consider,
  });
  shrinking.rewrite({
    enter: ({ path, start }) => {
      if (!chosen.has(start)) return Verdict.ENTER;
      shrinking.noteRemoved(path.steps());
      return Verdict.DROP;
    },
  });
}

function thin(shrinking: Shrinking, kept: number): void {
  const counts = new Map<number, number>();
  shrinking.survey({
    leave: ({ kind, start, count }) => {
      if (kind === Token.ARRAY_START && count > 2 * kept) counts.set(start, count);
    },
  });
  shrinking.rewrite({
    enter: ({ path, parentStart }) => {
      const count = counts.get(parentStart);
      const index = path.stepAt(path.depth - 1);
      if (count === undefined || typeof index !== 'number') return Verdict.ENTER;
      if (index < kept || index >= count - kept) return Verdict.ENTER;
      if (index === kept) shrinking.noteRemoved(path.steps().slice(0, -1));
      return Verdict.DROP;
    },
  });
}
