// How V8 sizes its heap by the memory of the machine, in megabytes of 2^20 bytes: `HeapSizeFromPhysicalMemory` and
// `YoungGenerationSizeFromOldGenerationSize` in V8's src/heap/heap.cc, on 64 bits without pointer compression.
const OLD_GENERATION_SHARE = 1 / 2;
const LOW_OLD_GENERATION_MB = 256;
const SEMI_SPACE_SHARE_LOW = 1 / 256;
const SEMI_SPACE_SHARE = 1 / 128;
const MIN_SEMI_SPACE_MB = 1;
const MAX_SEMI_SPACE_MB = 16;
const SEMI_SPACES = 3;

/**
 * Options of Node that give a process the heap that it has on a machine of `memoryMb`. Without them the young generation
 * of a large machine is collected when it holds 16 MB instead of 1 to 4, and the peak is that of the garbage.
 */
export function heapOptions(memoryMb: number): string[] {
  const oldMb = memoryMb * OLD_GENERATION_SHARE;
  const share = oldMb <= LOW_OLD_GENERATION_MB ? SEMI_SPACE_SHARE_LOW : SEMI_SPACE_SHARE;
  const semiSpaceMb = Math.min(Math.max(oldMb * share, MIN_SEMI_SPACE_MB), MAX_SEMI_SPACE_MB);
  return [`--max-heap-size=${Math.ceil(oldMb + SEMI_SPACES * semiSpaceMb)}`];
}
