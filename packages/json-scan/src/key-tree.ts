import { decodeString, hasBackslash } from './decode-string';

/** One wanted member: where its span is put, and what is wanted inside it. */
export interface WantedMember {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  /** Index of the span in the result, or -1 when only members inside it are wanted. */
  slot: number;
  readonly inside: WantedMember[];
  /** All slots at or below this member: a repeated member starts them anew. */
  readonly slots: number[];
}

/** The members wanted from an object, as a tree of names. */
export interface KeyTree {
  readonly wanted: readonly WantedMember[];
  readonly slotCount: number;
}

/** Builds the tree for `paths`; the span of `paths[i]` is put in slot `i`. The same path twice is a bug and throws. */
export function compileKeyTree(paths: readonly (readonly string[])[]): KeyTree {
  const wanted: WantedMember[] = [];
  paths.forEach((path, slot) => {
    let level = wanted;
    path.forEach((name, index) => {
      let member = level.find((candidate) => candidate.name === name);
      if (member === undefined) {
        member = { name, nameBytes: Buffer.from(name), slot: -1, inside: [], slots: [] };
        level.push(member);
      }
      member.slots.push(slot);
      if (index === path.length - 1) {
        if (member.slot !== -1) throw new Error(`the path in slot ${slot} stands in slot ${member.slot} already`);
        member.slot = slot;
      }
      level = member.inside;
    });
  });
  return { wanted, slotCount: paths.length };
}

/** The wanted member whose name is the JSON string in `bytes[start, end)`, quotes included; escapes are resolved. */
export function findWanted(
  wanted: readonly WantedMember[],
  bytes: Uint8Array,
  start: number,
  end: number,
): WantedMember | undefined {
  if (hasBackslash(bytes, start, end)) {
    if (!wanted.some(({ nameBytes }) => mayBeEscaped(nameBytes.length, end - start - 2))) return undefined;
    const name = decodeString(bytes, start, end);
    return wanted.find((member) => member.name === name);
  }
  for (let index = 0; index < wanted.length; index += 1) {
    if (hasName(wanted[index]!.nameBytes, bytes, start + 1, end - 1)) return wanted[index];
  }
  return undefined;
}

/** Whether a name of so many bytes can be written with escapes in so many, at six bytes a character. */
function mayBeEscaped(nameBytes: number, writtenBytes: number): boolean {
  return writtenBytes > nameBytes && writtenBytes <= 6 * nameBytes;
}

function hasName(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== name.length) return false;
  for (let index = 0; index < name.length; index += 1) {
    if (bytes[start + index] !== name[index]) return false;
  }
  return true;
}
