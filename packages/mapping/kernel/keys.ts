import {
  ENTRY_KIND_AT,
  ENTRY_NAME_AT,
  ENTRY_SECTION_AT,
  ENTRY_SLOT_AT,
  KEY_HEADS_AT,
  MAX_NAME_BYTES,
  SECTION_BYTES,
  SPANS_AT,
} from '../src/fast/memory-map';
import { isEqual } from './runs';

/** No name of the section is equal. */
export const NO_ENTRY: usize = 0;

/** The entry of the wanted name that the `length` bytes at `name` are, or NO_ENTRY. 7 bytes behind it may be read. */
@inline
export function findEntry(section: u32, name: usize, length: usize): usize {
  if (length > <usize>MAX_NAME_BYTES) return NO_ENTRY;
  let entry = <usize>load<u16>(KEY_HEADS_AT + section * SECTION_BYTES + (length << 1));
  while (entry != NO_ENTRY) {
    if (isEqual(name, entry + ENTRY_NAME_AT, length)) return entry;
    entry = <usize>load<u16>(entry);
  }
  return NO_ENTRY;
}

@inline
export function slotOf(entry: usize): u32 {
  return load<u8>(entry, ENTRY_SLOT_AT);
}

@inline
export function kindOf(entry: usize): u32 {
  return load<u8>(entry, ENTRY_KIND_AT);
}

@inline
export function sectionOf(entry: usize): u32 {
  return load<u8>(entry, ENTRY_SECTION_AT);
}

@inline
export function setSpan(slot: u32, start: usize, end: usize): void {
  store<u32>(SPANS_AT + (slot << 3), <u32>start);
  store<u32>(SPANS_AT + (slot << 3), <u32>end, 4);
}

@inline
export function spanStart(slot: u32): usize {
  return load<u32>(SPANS_AT + (slot << 3));
}

@inline
export function spanEnd(slot: u32): usize {
  return load<u32>(SPANS_AT + (slot << 3), 4);
}
