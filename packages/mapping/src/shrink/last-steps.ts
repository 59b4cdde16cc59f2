import type { JsonPath, VisitedValue } from '@eks-sentinel/json-scan';
import { ABSENT, Token, Verdict, compileKeyTree, pickMembers } from '@eks-sentinel/json-scan';

import { ESSENTIAL_PATHS, isCore, isReadByDetections } from './event-parts';
import type { Shrinking } from './shrinking';
import type { ShrinkStep } from './steps';

// What these steps meet is hostile or broken: an event that is too long without any long string in it.

/** Values longer than the first of these, with their names, are dropped first, then those longer than the next. */
const DROPPED_SIZES_BYTES = [16_384, 4_096, 1_024, 256, 64];

/** A container that is too long keeps this many values at each end; the second number is tried when the first fails. */
const KEPT_VALUES = [32, 8];

/** The longest value of the least event; with the paths of the schema it stays far below any size that is asked for. */
const MAX_ESSENTIAL_BYTES = 1_100;

const REQUEST = 'requestObject';

/** Which values a step may drop, or thin when they are containers. */
type IsCandidate = (value: VisitedValue) => boolean;

/** Drops members of the root that no column and no detection reads, the long ones first. */
export const dropOtherRootMembers: ShrinkStep = (shrinking) => {
  dropLongest(shrinking, [...DROPPED_SIZES_BYTES, 0], ({ path }) => {
    return path.depth === 1 && !isCore(path.root) && path.root !== REQUEST;
  });
};

/** Thins what no detection reads; a request that is a list grants no rights and runs no pod, and goes last of it. */
export const reduceOutside: ShrinkStep = (shrinking) => {
  reduceInside(shrinking, isOutside);
  dropLongest(shrinking, [0], (value) => value.path.depth === 1 && value.path.root === REQUEST && isOutside(value));
};

/** Thins what was left of the request, then drops it. */
export const dropRequest: ShrinkStep = (shrinking) => {
  thin(shrinking, ({ path }) => path.root === REQUEST);
  dropLongest(shrinking, [0], ({ path }) => path.depth === 1 && path.root === REQUEST);
};

/** Thins what detections read. */
export const reduceRead: ShrinkStep = (shrinking) => {
  reduceInside(shrinking, ({ path }) => isReadByDetections(path.root));
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
  shrinking.noteRemoved({ depth: 1, stepAt: () => '(all but what the columns read)' });
};

/** Whether no detection reads a value: neither those of the members that they read, nor those of a request that is an object. */
function isOutside({ kind, path }: VisitedValue): boolean {
  return path.root === REQUEST ? path.depth === 1 && kind !== Token.OBJECT_START : !isReadByDetections(path.root);
}

function isEssential(path: JsonPath): boolean {
  return ESSENTIAL_PATHS.some((essential) => {
    if (path.depth > essential.length) return false;
    for (let level = 0; level < path.depth; level += 1) if (essential[level] !== path.stepAt(level)) return false;
    return true;
  });
}

/** Thins long containers, then drops what lies inside, the long values first, except those that a column reads. */
function reduceInside(shrinking: Shrinking, isCandidate: IsCandidate): void {
  thin(shrinking, isCandidate);
  dropLongest(shrinking, DROPPED_SIZES_BYTES, (value) => {
    return value.path.depth > 1 && !isEssential(value.path) && isCandidate(value);
  });
}

function dropLongest(shrinking: Shrinking, limitsBytes: readonly number[], isCandidate: IsCandidate): void {
  // The list of what was dropped takes bytes, too, so that one round more may be needed.
  for (const limit of limitsBytes) while (shrinking.excess > 0 && dropLonger(shrinking, limit, isCandidate));
}

/** Returns whether anything was dropped. */
function dropLonger(shrinking: Shrinking, limitBytes: number, isCandidate: IsCandidate): boolean {
  const chosen: { start: number; length: number }[] = [];
  let tooMuch = shrinking.excess;
  const consider = (value: VisitedValue): void => {
    const { start, memberStart, end } = value;
    const length = end - memberStart;
    if (tooMuch <= 0 || length <= limitBytes || !isCandidate(value)) return;
    // A container goes with all that was chosen inside it.
    while (chosen.length > 0 && chosen[chosen.length - 1]!.start > start) tooMuch += chosen.pop()!.length;
    chosen.push({ start, length });
    tooMuch -= length;
  };
  shrinking.survey({
    enter: (value) => {
      if (value.kind !== Token.OBJECT_START && value.kind !== Token.ARRAY_START) consider(value);
    },
    leave: consider,
  });
  if (chosen.length === 0) return false;
  const starts = new Set(chosen.map(({ start }) => start));
  shrinking.rewrite({
    enter: ({ path, start }) => {
      if (!starts.has(start)) return Verdict.ENTER;
      shrinking.noteRemoved(path);
      return Verdict.DROP;
    },
  });
  return true;
}

/** Leaves of each long container its first and last values, and what a column reads. */
function thin(shrinking: Shrinking, isCandidate: IsCandidate): void {
  for (const kept of KEPT_VALUES) if (shrinking.excess > 0) thinTo(shrinking, kept, isCandidate);
}

function thinTo(shrinking: Shrinking, kept: number, isCandidate: IsCandidate): void {
  const containers = new Map<number, { readonly count: number; read: number }>();
  shrinking.survey({
    leave: (value) => {
      if (value.count > 2 * kept && isCandidate(value)) containers.set(value.start, { count: value.count, read: 0 });
    },
  });
  shrinking.rewrite({
    enter: ({ path, parentStart }) => {
      const container = containers.get(parentStart);
      if (container === undefined) return Verdict.ENTER;
      const index = container.read;
      container.read += 1;
      if (index < kept || index >= container.count - kept || isEssential(path)) return Verdict.ENTER;
      shrinking.noteRemoved(path, path.depth - 1);
      return Verdict.DROP;
    },
  });
}
