import { Byte, isWhitespace } from './bytes';

const { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } = Byte;

/** The kinds of value that a table tells apart. */
export const ValueKind = { OBJECT: 0, ARRAY: 1, STRING: 2, OTHER: 3 } as const;

/** The parent of the root. */
const NONE = -1;
const INITIAL_VALUES = 4_096;

/**
 * All values of one JSON text in the order in which they begin: a container stands before what is inside it, and the
 * first of all, value 0, is the root. Offsets are those of the text. The table is kept and filled anew for each text.
 */
export class ValueTable {
  /** How many values the text has; what the lists hold beyond is of no account. */
  count = 0;
  /** Whether there is white space between tokens. */
  hasWhitespace = false;
  kinds = new Uint8Array(INITIAL_VALUES);
  /** The first byte of a member's name, or of the value when it is an element. */
  memberStarts = new Int32Array(INITIAL_VALUES);
  starts = new Int32Array(INITIAL_VALUES);
  /** The byte after the value. */
  ends = new Int32Array(INITIAL_VALUES);
  /** The container that a value stands in; -1 for the root. */
  parents = new Int32Array(INITIAL_VALUES);
  /** The first value after a value and all that is inside it: the next one of the same container, if any. */
  nexts = new Int32Array(INITIAL_VALUES);

  /**
   * Fills the table from the JSON text in `bytes`, which must be whole JSON: of another text it makes anything. Returns
   * false, and the table means nothing, when there are more than `maxValues` values.
   */
  read(bytes: Uint8Array, maxValues: number): boolean {
    this.count = 0;
    this.hasWhitespace = false;
    const end = bytes.length;
    let parent = NONE;
    let nameStart = NONE;
    let at = 0;
    while (at < end) {
      const byte = bytes[at]!;
      if (byte === COMMA || byte === COLON) {
        at += 1;
        continue;
      }
      if (isWhitespace(byte)) {
        this.hasWhitespace = true;
        at += 1;
        continue;
      }
      if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (parent === NONE) return true;
        this.ends[parent] = at + 1;
        this.nexts[parent] = this.count;
        parent = this.parents[parent]!;
        at += 1;
        continue;
      }
      if (byte === QUOTE && nameStart === NONE && parent !== NONE && this.kinds[parent] === ValueKind.OBJECT) {
        nameStart = at;
        at = endOfString(bytes, at, end);
        continue;
      }
      if (this.count === maxValues) return false;
      const value = this.#add(at, nameStart, parent);
      nameStart = NONE;
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.kinds[value] = byte === OPEN_BRACE ? ValueKind.OBJECT : ValueKind.ARRAY;
        parent = value;
        at += 1;
        continue;
      }
      this.kinds[value] = byte === QUOTE ? ValueKind.STRING : ValueKind.OTHER;
      at = byte === QUOTE ? endOfString(bytes, at, end) : endOfScalar(bytes, at, end);
      this.ends[value] = at;
      this.nexts[value] = this.count;
    }
    return true;
  }

  #add(start: number, nameStart: number, parent: number): number {
    const value = this.count;
    if (value === this.kinds.length) this.#grow();
    this.memberStarts[value] = nameStart === NONE ? start : nameStart;
    this.starts[value] = start;
    this.parents[value] = parent;
    this.count = value + 1;
    return value;
  }

  #grow(): void {
    const values = this.kinds.length * 2;
    const larger = (list: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(values);
      grown.set(list);
      return grown;
    };
    const kinds = new Uint8Array(values);
    kinds.set(this.kinds);
    this.kinds = kinds;
    this.memberStarts = larger(this.memberStarts);
    this.starts = larger(this.starts);
    this.ends = larger(this.ends);
    this.parents = larger(this.parents);
    this.nexts = larger(this.nexts);
  }
}

/** The byte after the string that begins at `at`. */
export function endOfString(bytes: Uint8Array, at: number, end: number): number {
  let next = at + 1;
  while (next < end && bytes[next] !== QUOTE) next += bytes[next] === BACKSLASH ? 2 : 1;
  return next + 1;
}

function endOfScalar(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end) {
    const byte = bytes[next]!;
    if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || isWhitespace(byte)) break;
    next += 1;
  }
  return next;
}
