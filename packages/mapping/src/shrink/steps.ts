import type { VerdictKind, VisitedValue } from '@eks-sentinel/json-scan';
import { Token, Verdict } from '@eks-sentinel/json-scan';

import { LONG_STRING_BYTES, cutStringToken } from './cut-string-token';
import { isReadByDetections, placeInRequest } from './event-parts';
import type { Shrinking } from './shrinking';

/** One step of the fixed order: makes the event shorter where it can. */
export type ShrinkStep = (shrinking: Shrinking) => void;

const BOOKKEEPING = [
  { owner: 'metadata', name: 'managedFields' },
  { owner: 'annotations', name: 'kubectl.kubernetes.io/last-applied-configuration' },
];
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const REQUEST = 'requestObject';
const RESPONSE = 'responseObject';

/** Drops what controllers keep for themselves: `managedFields` and the last-applied annotation of an object. */
export const dropBookkeeping: ShrinkStep = (shrinking) => {
  shrinking.rewrite({
    enter: ({ path }) => {
      if (path.root !== REQUEST && path.root !== RESPONSE) return Verdict.KEEP;
      const isBookkeeping = BOOKKEEPING.some(
        ({ owner, name }) => path.stepIs(path.depth - 1, name) && path.stepIs(path.depth - 2, owner),
      );
      if (!isBookkeeping) return Verdict.ENTER;
      shrinking.noteRemoved(path);
      return Verdict.DROP;
    },
  });
};

/** Cuts each long string inside one member of the root. */
export const cutLongStringsIn =
  (member: typeof REQUEST | typeof RESPONSE): ShrinkStep =>
  (shrinking) => {
    const { event } = shrinking;
    if (!mayHoldLongString(event)) return;
    shrinking.rewrite({
      enter: (value) => {
        if (value.path.root !== member) return Verdict.KEEP;
        return isLongString(value) ? cutString(shrinking, event, value) : Verdict.ENTER;
      },
    });
  };

/** Drops one member of the root. */
export const dropRootMember =
  (member: typeof REQUEST | typeof RESPONSE): ShrinkStep =>
  (shrinking) => {
    shrinking.rewrite({
      enter: ({ path }) => {
        if (path.root !== member) return Verdict.KEEP;
        shrinking.noteRemoved(path);
        return Verdict.DROP;
      },
    });
  };

/** Leaves of the request object what grants rights and what makes a pod dangerous. */
export const pruneRequest: ShrinkStep = (shrinking) => {
  shrinking.rewrite({
    enter: ({ path }) => {
      if (path.root !== REQUEST || path.depth === 1) return path.root === REQUEST ? Verdict.ENTER : Verdict.KEEP;
      const place = placeInRequest(path.steps(1));
      if (place === 'kept') return Verdict.KEEP;
      if (place === 'leads_to_kept') return Verdict.ENTER;
      shrinking.noteRemoved(path);
      return Verdict.DROP;
    },
  });
};

/** Cuts strings outside what detections read, the longest first, and no more of them than it must. */
export const cutLongestOtherStrings: ShrinkStep = (shrinking) => {
  cutLongest(shrinking, ({ path }) => !isReadByDetections(path.root));
};

/** Cuts strings inside what detections read, the longest first, and no more of them than it must. */
export const cutLongestReadStrings: ShrinkStep = (shrinking) => {
  cutLongest(shrinking, ({ path }) => isReadByDetections(path.root));
};

function cutLongest(shrinking: Shrinking, isCandidate: (value: VisitedValue) => boolean): void {
  // The list of what was cut takes bytes, too, so that one round more may be needed.
  while (shrinking.excess > 0 && cutLongestOnce(shrinking, isCandidate));
}

/** Returns whether anything was cut. */
function cutLongestOnce(shrinking: Shrinking, isCandidate: (value: VisitedValue) => boolean): boolean {
  const { event } = shrinking;
  const found: { start: number; length: number }[] = [];
  shrinking.survey({
    enter: (value) => {
      if (isLongString(value) && isCandidate(value))
        found.push({ start: value.start, length: value.end - value.start });
    },
  });

  found.sort((left, right) => right.length - left.length || left.start - right.start);
  const chosen = new Set<number>();
  let tooMuch = shrinking.excess;
  for (const { start, length } of found) {
    if (tooMuch <= 0) break;
    chosen.add(start);
    tooMuch -= length - LONG_STRING_BYTES;
  }
  if (chosen.size === 0) return false;
  shrinking.rewrite({
    enter: (value) => (chosen.has(value.start) ? cutString(shrinking, event, value) : Verdict.ENTER),
  });
  return true;
}

/**
 * False when no string of a JSON text can be long, which a look at its quotes tells in a fraction of the time that a walk
 * takes. A quote behind a backslash may stand inside a string, and is passed over.
 */
function mayHoldLongString(event: Buffer): boolean {
  let lastQuote = 0;
  for (let at = 0; at < event.length; at += 1) {
    if (event[at] !== QUOTE || event[at - 1] === BACKSLASH) continue;
    if (at - lastQuote > LONG_STRING_BYTES) return true;
    lastQuote = at;
  }
  return event.length - lastQuote > LONG_STRING_BYTES;
}

function isLongString({ kind, start, end }: VisitedValue): boolean {
  return kind === Token.STRING && end - start - 2 > LONG_STRING_BYTES;
}

function cutString(shrinking: Shrinking, event: Buffer, { path, start, end }: VisitedValue): VerdictKind | Buffer {
  shrinking.noteRemoved(path);
  return cutStringToken(event, start, end);
}
