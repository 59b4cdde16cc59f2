import { decodeString, hasBackslash } from './decode-string';

/** Marks a step that is an array index, where a name would have its end. */
const IS_INDEX = -1;

/** The member names and array indexes from the root to a value. Names are decoded when they are asked for. */
export class JsonPath {
  readonly #bytes: Uint8Array;
  // Two numbers a step: the span of a name, or an index and IS_INDEX.
  readonly #steps: number[] = [];
  readonly #names: (string | undefined)[] = [];
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** How many steps lead from the root to the value. */
  get depth(): number {
    return this.#depth;
  }

  /** The first step: the member of the root. */
  get root(): string | number {
    return this.stepAt(0)!;
  }

  /** The name or index at a level; level 0 is the root's. Undefined beyond the value. */
  stepAt(level: number): string | number | undefined {
    if (level < 0 || level >= this.#depth) return undefined;
    const start = this.#steps[2 * level]!;
    const end = this.#steps[2 * level + 1]!;
    return end === IS_INDEX ? start : (this.#names[level] ??= decodeString(this.#bytes, start, end));
  }

  /** Whether the step at a level is this name, which must be ASCII; other names are not decoded to see it. */
  stepIs(level: number, name: string): boolean {
    if (level < 0 || level >= this.#depth) return false;
    const start = this.#steps[2 * level]!;
    const end = this.#steps[2 * level + 1]!;
    // Without its quotes; negative for an index. An escape is longer than what it means.
    const length = end - start - 2;
    if (length < name.length) return false;
    if (length > name.length) return hasBackslash(this.#bytes, start, end) && this.stepAt(level) === name;
    for (let at = 0; at < length; at += 1) if (this.#bytes[start + 1 + at] !== name.charCodeAt(at)) return false;
    return true;
  }

  /** The steps from a level on. */
  steps(from = 0): (string | number)[] {
    return Array.from({ length: Math.max(0, this.#depth - from) }, (_, index) => this.stepAt(from + index)!);
  }

  /** Makes the name in `bytes[start, end)`, quotes included, the last step. */
  setName(level: number, start: number, end: number): void {
    this.#set(level, start, end);
  }

  /** Makes an array index the last step. */
  setIndex(level: number, index: number): void {
    this.#set(level, index, IS_INDEX);
  }

  /** Goes back to a container on the way. */
  leaveTo(depth: number): void {
    this.#depth = depth;
  }

  #set(level: number, first: number, second: number): void {
    this.#steps[2 * level] = first;
    this.#steps[2 * level + 1] = second;
    this.#names[level] = undefined;
    this.#depth = level + 1;
  }
}
