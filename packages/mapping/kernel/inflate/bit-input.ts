// The input of inflate as bits, lowest first, between blocks. Inside a block `inflate-block.ts` keeps them in locals.

/** The next byte to load. */
export let source: usize = 0;
/** Bits that are loaded and not consumed, the next one lowest; above `bitCount` of them stands nothing that counts. */
export let bits: u64 = 0;
export let bitCount: u32 = 0;

/** A refill leaves at least this many bits. */
export const MIN_BITS: u32 = 56;

export function openBits(at: usize): void {
  resumeBits(at, 0, 0);
}

/** Goes on where locals have been. */
export function resumeBits(at: usize, loaded: u64, count: u32): void {
  source = at;
  bits = loaded;
  bitCount = count;
}

/** Loads bits up to MIN_BITS or more. Precondition: 8 bytes at `source` may be read; what they are may not matter. */
export function refill(): void {
  bits |= load<u64>(source) << bitCount;
  source += (63 - bitCount) >> 3;
  bitCount |= MIN_BITS;
}

/** Consumes up to 32 bits. Precondition: they are loaded. */
export function takeBits(count: u32): u32 {
  const taken = <u32>(bits & (((<u64>1) << count) - 1));
  bits >>= count;
  bitCount -= count;
  return taken;
}

/** The first byte of which no bit is consumed. */
export function unreadByte(): usize {
  return source - (bitCount >> 3);
}
