import type { WantedMember } from '@eks-sentinel/json-scan';
import { ValueKind, ValueTable, endOfString, findWanted, withoutWhitespace } from '@eks-sentinel/json-scan';

import { LONG_STRING_BYTES, MIN_CUT_STRING_BYTES } from './cut-string-token';

/** What becomes of a value. A thinned container is one that lost values of which only their number is noted. */
export const Fate = { KEPT: 0, OPENED: 1, THINNED: 2, CUT: 3, DROPPED: 4 } as const;

/** What a container, or a member, takes beside what is inside: two brackets and the comma behind it. */
const BRACKETS_BYTES = 3;
const COMMA_BYTES = 1;
/** A container with less room inside could not hold a member. */
const MIN_INSIDE_BYTES = 16;

const NOTHING = Buffer.alloc(0);

/**
 * An event on its way to a size: all of its values, and what becomes of each. Nothing is written until all is decided.
 * Sizes are in bytes and count a member with its name and a comma; they are never less than what will be written.
 */
export class ShrinkPlan {
  readonly values = new ValueTable();
  event: Buffer = NOTHING;
  fates = new Uint8Array(0);
  /** What values take that were changed. */
  #sizes = new Int32Array(0);
  /** What must be left of a value by the present step. */
  reserves = new Int32Array(0);
  /** Where children are put before they are copied. */
  #children = new Int32Array(0);
  /** How many values were looked at so far, each as often as it was. */
  visited = 0;
  /** Values that are dropped to be written anew: nothing of them is missing. */
  readonly replaced = new Set<number>();
  #maxBytes = 0;
  /** The containers that were changed inside. */
  #opened: number[] = [];
  #isCounted = true;

  /** Begins anew with an event that is to take at most `maxBytes`; false when it has more than `maxValues` values. */
  open(event: Buffer, maxBytes: number, maxValues: number): boolean {
    const { values } = this;
    this.event = event;
    this.#maxBytes = maxBytes;
    this.#opened = [];
    this.#isCounted = true;
    this.replaced.clear();
    let isRead = values.read(event, maxValues);
    this.visited = values.count;
    if (isRead && values.hasWhitespace) {
      // What takes no room in the end must not be counted.
      this.event = withoutWhitespace(event);
      isRead = values.read(this.event, maxValues);
      this.visited += values.count;
    }
    if (!isRead) return false;
    if (this.fates.length < values.count) {
      const room = values.kinds.length;
      this.fates = new Uint8Array(room);
      this.#sizes = new Int32Array(room);
      this.reserves = new Int32Array(room);
      this.#children = new Int32Array(room);
    }
    this.fates.fill(Fate.KEPT, 0, values.count);
    this.reserves.fill(0, 0, values.count);
    return true;
  }

  /** Lets go of the event, which may be large; the lists are kept for the next one. */
  close(): void {
    this.event = NOTHING;
  }

  /** By how many bytes the event is too long; 0 when it fits. */
  get excess(): number {
    return Math.max(0, this.sizeOf(0) - COMMA_BYTES - this.#maxBytes);
  }

  /** What a value takes after all that was decided; right for containers after `recount`. */
  sizeOf(value: number): number {
    if (this.fates[value] !== Fate.KEPT) return this.#sizes[value]!;
    return this.values.ends[value]! - this.values.memberStarts[value]! + COMMA_BYTES;
  }

  /** The members or elements of a container that were not dropped. */
  childrenOf(container: number): Int32Array {
    const { nexts } = this.values;
    let count = 0;
    const end = nexts[container]!;
    for (let child = container + 1; child < end; child = nexts[child]!) {
      this.visited += 1;
      if (this.fates[child] !== Fate.DROPPED) this.#children[count++] = child;
    }
    return this.#children.slice(0, count);
  }

  /** Calls `visit` for each value at or inside a value, but for what was dropped. */
  visitInside(value: number, visit: (value: number) => void): void {
    const { nexts } = this.values;
    const end = nexts[value]!;
    let at = value;
    while (at < end) {
      this.visited += 1;
      if (this.fates[at] === Fate.DROPPED) at = nexts[at]!;
      else {
        visit(at);
        at += 1;
      }
    }
  }

  /** What the name of a member takes with its colon; 0 for an element. */
  nameBytes(value: number): number {
    return this.values.starts[value]! - this.values.memberStarts[value]!;
  }

  /** The byte after the name of a member. */
  nameEnd(member: number): number {
    return endOfString(this.event, this.values.memberStarts[member]!, this.event.length);
  }

  /** What a string takes without its name; 0 for another value. */
  stringBytes(value: number): number {
    if (this.values.kinds[value] !== ValueKind.STRING) return 0;
    return this.sizeOf(value) - this.nameBytes(value) - COMMA_BYTES;
  }

  /** The wanted member whose name a member of an object has. */
  findNamed(member: number, wanted: readonly WantedMember[]): WantedMember | undefined {
    return findWanted(wanted, this.event, this.values.memberStarts[member]!, this.nameEnd(member));
  }

  /** Whether a member has this name, which stands with its quotes. */
  isNamed(value: number, name: Buffer): boolean {
    if (this.nameBytes(value) < name.length) return false;
    const start = this.values.memberStarts[value]!;
    for (let at = 0; at < name.length; at += 1) if (this.event[start + at] !== name[at]) return false;
    return true;
  }

  isContainer(value: number): boolean {
    return this.values.kinds[value]! <= ValueKind.ARRAY;
  }

  /** Notes that of a value so many bytes must stay, and so of the containers around it. */
  reserve(value: number, bytes: number): void {
    this.reserves[value] = bytes;
    for (let around = this.values.parents[value]!; around > 0; around = this.values.parents[around]!) {
      if (this.reserves[around] === 0) this.reserves[around] = this.nameBytes(around) + BRACKETS_BYTES;
      this.reserves[around]! += bytes;
    }
  }

  drop(value: number): void {
    this.#openAround(value);
    this.fates[value] = Fate.DROPPED;
    this.#sizes[value] = 0;
  }

  /** Drops values of one container, which are a part of a list of its values. */
  dropAll(values: Int32Array, first: number, end: number): void {
    if (first < end) this.#openAround(values[first]!);
    for (let index = first; index < end; index += 1) {
      this.fates[values[index]!] = Fate.DROPPED;
      this.#sizes[values[index]!] = 0;
    }
  }

  /** Cuts a string so that it takes at most `bytes`, which must be MIN_CUT_STRING_BYTES or more, without its name. */
  cutString(value: number, bytes: number): void {
    this.#openAround(value);
    this.fates[value] = Fate.CUT;
    this.#sizes[value] = this.nameBytes(value) + bytes + COMMA_BYTES;
  }

  /** Whether a value that takes more than `bytes` can be cut to as much. */
  canBeCutTo(value: number, bytes: number): boolean {
    return this.values.kinds[value] !== ValueKind.OTHER && this.nameBytes(value) + MIN_CUT_STRING_BYTES <= bytes;
  }

  /** Cuts a value that takes more than `bytes`, or drops it where it cannot be cut. Returns the room inside a container. */
  limit(value: number, bytes: number): number | undefined {
    if (this.sizeOf(value) <= bytes) return undefined;
    const ofValue = bytes - this.nameBytes(value) - COMMA_BYTES;
    if (this.stringBytes(value) > 0 && ofValue >= MIN_CUT_STRING_BYTES) {
      this.cutString(value, ofValue);
      return undefined;
    }
    const inside = bytes - this.nameBytes(value) - BRACKETS_BYTES;
    if (this.isContainer(value) && inside >= MIN_INSIDE_BYTES) return inside;
    this.drop(value);
    return undefined;
  }

  /** Counts anew what the containers take in which anything was cut or dropped. */
  recount(): void {
    if (this.#isCounted) return;
    this.#isCounted = true;
    const { nexts } = this.values;
    // From the last one on: what is inside a container stands behind it.
    this.#opened.sort((left, right) => right - left);
    for (const container of this.#opened) {
      if (this.fates[container] === Fate.DROPPED) continue;
      let bytes = 0;
      const end = nexts[container]!;
      for (let child = container + 1; child < end; child = nexts[child]!) {
        bytes += this.sizeOf(child);
        this.visited += 1;
      }
      // The last value has no comma behind it.
      this.#sizes[container] = this.nameBytes(container) + BRACKETS_BYTES + Math.max(0, bytes - COMMA_BYTES);
    }
  }

  #openAround(value: number): void {
    this.#isCounted = false;
    const { parents } = this.values;
    for (let around = parents[value]!; around >= 0 && this.fates[around] === Fate.KEPT; around = parents[around]!) {
      this.#sizes[around] = this.sizeOf(around);
      this.fates[around] = Fate.OPENED;
      this.#opened.push(around);
    }
  }
}

/** Whether a string is long enough to be cut before anything is dropped. */
export const isLongString = (bytes: number): boolean => bytes - 2 > LONG_STRING_BYTES;
