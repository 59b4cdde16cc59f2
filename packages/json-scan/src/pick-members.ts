import type { JsonReader } from './json-reader';
import { Token, nextToken, openReader, skipContainer } from './json-reader';
import type { KeyTree, WantedMember } from './key-tree';
import { findWanted } from './key-tree';

/** What `pickMembers` found out about a text. */
export interface PickResult {
  /** `object`: one whole JSON object. `other`: one whole JSON value of another kind. `invalid`: no JSON. */
  readonly kind: 'object' | 'other' | 'invalid';
  /** The value without the white space around it; for `invalid`, `end` is the first offending byte. */
  readonly start: number;
  readonly end: number;
  /** The most containers open at once; a flat object has 1. */
  readonly depth: number;
}

/** The start and end of a slot that no member filled. */
export const ABSENT = -1;

/**
 * Reads the whole JSON text in `bytes[start, end)` and notes where the wanted members lie: `spans[2 * slot]` is the
 * first byte of a value, `spans[2 * slot + 1]` the byte after it, both ABSENT where there is none. Of a repeated member
 * the last one counts, with all that is inside it, as in JSON.parse. On `invalid` the spans mean nothing.
 */
export function pickMembers(
  bytes: Uint8Array,
  start: number,
  end: number,
  keys: KeyTree,
  spans: Int32Array,
): PickResult {
  spans.fill(ABSENT, 0, keys.slotCount * 2);
  const reader = openReader(bytes, start, end);
  const first = nextToken(reader);
  const valueStart = reader.tokenStart;
  let isSound = first !== Token.INVALID;
  if (first === Token.OBJECT_START) isSound = pickFromObject(reader, keys.wanted, spans);
  else if (first === Token.ARRAY_START) isSound = skipContainer(reader) !== Token.INVALID;

  const valueEnd = reader.tokenEnd;
  if (isSound && nextToken(reader) === Token.END) {
    const kind = first === Token.OBJECT_START ? 'object' : 'other';
    return { kind, start: valueStart, end: valueEnd, depth: reader.maxDepth };
  }
  return { kind: 'invalid', start, end: reader.tokenStart, depth: reader.maxDepth };
}

/** The reader stands after the OBJECT_START of the root. False when the text turns out to be invalid. */
function pickFromObject(reader: JsonReader, wantedAtRoot: readonly WantedMember[], spans: Int32Array): boolean {
  // The objects from the root to the reader in which members are wanted; its depth is bounded by the tree of names.
  const path = [{ wanted: wantedAtRoot, slot: -1 }];
  while (path.length > 0) {
    const level = path[path.length - 1]!;
    const token = nextToken(reader);
    if (token === Token.OBJECT_END) {
      if (level.slot >= 0) spans[2 * level.slot + 1] = reader.tokenEnd;
      path.pop();
      continue;
    }
    if (token !== Token.KEY) return false;

    const member = findWanted(level.wanted, reader.bytes, reader.keyStart, reader.keyEnd);
    const value = nextToken(reader);
    if (member !== undefined) {
      for (const slot of member.slots) spans.fill(ABSENT, 2 * slot, 2 * slot + 2);
      if (member.slot >= 0) spans[2 * member.slot] = reader.tokenStart;
    }
    if (value === Token.OBJECT_START && member !== undefined && member.inside.length > 0) {
      path.push({ wanted: member.inside, slot: member.slot });
      continue;
    }
    const isContainer = value === Token.OBJECT_START || value === Token.ARRAY_START;
    if ((isContainer ? skipContainer(reader) : value) === Token.INVALID) return false;
    if (member !== undefined && member.slot >= 0) spans[2 * member.slot + 1] = reader.tokenEnd;
  }
  return true;
}
