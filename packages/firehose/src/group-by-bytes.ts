/** A run of neighbours, `end` not included. */
export interface Group {
  readonly start: number;
  readonly end: number;
}

/**
 * Parts neighbours into groups of at most `maxBytes` and `maxCount` in order; what is larger than `maxBytes` alone gets
 * a group of its own.
 */
export function groupByBytes(sizes: readonly number[], maxBytes: number, maxCount = Infinity): Group[] {
  const groups: Group[] = [];
  let start = 0;
  let bytes = 0;
  sizes.forEach((size, index) => {
    if (index > start && (bytes + size > maxBytes || index - start >= maxCount)) {
      groups.push({ start, end: index });
      start = index;
      bytes = 0;
    }
    bytes += size;
  });
  if (sizes.length > start) groups.push({ start, end: sizes.length });
  return groups;
}
