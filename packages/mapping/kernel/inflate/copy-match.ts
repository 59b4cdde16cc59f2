/**
 * Copies `length` bytes, 3 to 258, from `distance` bytes before `target` to `target`; where the two overlap, what is
 * copied is copied again. Up to 32 bytes behind the end are overwritten.
 */
@inline
export function copyMatch(target: usize, distance: usize, length: usize): void {
  let s = target - distance;
  let d = target;
  const end = target + length;
  if (distance >= 16) {
    do {
      copy16(d, s);
      copy16(d + 16, s + 16);
      s += 32;
      d += 32;
    } while (d < end);
  } else if (distance >= 8) {
    do {
      store<u64>(d, load<u64>(s));
      s += 8;
      d += 8;
    } while (d < end);
  } else {
    do {
      store<u8>(d, load<u8>(s));
      s += 1;
      d += 1;
    } while (d < end);
  }
}

/** Precondition: the source ends at or before the target, or the two are 8 bytes apart. */
@inline
function copy16(target: usize, source: usize): void {
  if (ASC_FEATURE_SIMD) {
    v128.store(target, v128.load(source));
  } else {
    store<u64>(target, load<u64>(source));
    store<u64>(target, load<u64>(source, 8), 8);
  }
}
