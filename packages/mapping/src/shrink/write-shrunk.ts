import { ByteWriter, ValueKind, decodeString } from '@eks-sentinel/json-scan';

import { cutStringToken } from './cut-string-token';
import { fieldPath } from './field-path';
import { RemovedPaths } from './removed-paths';
import type { ShrinkPlan } from './shrink-plan';
import { Fate } from './shrink-plan';

const COMMA = 0x2c;
const OPENING = { [ValueKind.OBJECT]: 0x7b, [ValueKind.ARRAY]: 0x5b };
const CLOSING = { [ValueKind.OBJECT]: 0x7d, [ValueKind.ARRAY]: 0x5d };

/** A container on the way from the root to the value that is written. */
interface OpenContainer {
  readonly container: number;
  /** How many of its values were read, and how many of them were written. */
  read: number;
  written: number;
}

/** What a plan leaves of its event, and the paths of what it does not; white space outside of whole values is left out. */
export function writeShrunk(plan: ShrinkPlan): { event: Buffer; removed: RemovedPaths } {
  const { event, fates, values } = plan;
  const { ends, memberStarts, nexts, starts } = values;
  const out = new ByteWriter(plan.sizeOf(0));
  const removed = new RemovedPaths();
  const open: OpenContainer[] = [];
  const openContainer = (container: number): void => {
    out.writeByte(bracketOf(OPENING, plan, container));
    open.push({ container, read: 0, written: 0 });
  };
  const note = (of: number): void => {
    removed.add(() => fieldPath(pathTo(plan, open, of)));
  };

  openContainer(0);
  let value = 1;
  for (let around = open.at(-1); around !== undefined; around = open.at(-1)) {
    const isThinned = fates[around.container] === Fate.THINNED;
    while (isThinned && value < nexts[around.container]! && fates[value] === Fate.DROPPED) {
      plan.visited += 1;
      around.read += 1;
      value = nexts[value]!;
    }
    if (value === nexts[around.container]) {
      out.writeByte(bracketOf(CLOSING, plan, around.container));
      open.pop();
      continue;
    }
    plan.visited += 1;
    around.read += 1;
    const fate = fates[value]!;
    if (fate === Fate.DROPPED) {
      if (!plan.replaced.has(value)) note(value);
      value = nexts[value]!;
      continue;
    }
    if (fate >= Fate.THINNED) note(value);
    if (around.written > 0) out.writeByte(COMMA);
    around.written += 1;
    if (fate === Fate.KEPT) {
      out.writeBytes(event, memberStarts[value], ends[value]);
      value = nexts[value]!;
      continue;
    }
    out.writeBytes(event, memberStarts[value], starts[value]);
    if (fate === Fate.CUT) out.writeBytes(cutStringToken(event, starts[value]!, ends[value]!, plan.stringBytes(value)));
    else openContainer(value);
    value += 1;
  }
  return { event: out.view(), removed };
}

function bracketOf(brackets: typeof OPENING, plan: ShrinkPlan, container: number): number {
  return brackets[plan.values.kinds[container] as keyof typeof OPENING];
}

function* pathTo(plan: ShrinkPlan, open: readonly OpenContainer[], value: number): Generator<string | number> {
  const { memberStarts, starts } = plan.values;
  for (let level = 0; level < open.length; level += 1) {
    const step = open[level + 1]?.container ?? value;
    const isElement = memberStarts[step] === starts[step];
    yield isElement ? open[level]!.read - 1 : decodeString(plan.event, memberStarts[step]!, plan.nameEnd(step));
  }
}
