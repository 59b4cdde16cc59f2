/**
 * Node copies a shorter result into V8's heap, whose fresh pages cost five times as much as the encoding itself; a
 * longer one stays where it was encoded (`EXTERN_APEX` in Node's src/string_bytes.cc).
 */
const MIN_EXTERNAL_CHARACTERS = 1_031_913;

/** Of a shorter text the copy is cheaper than encoding MIN_EXTERNAL_CHARACTERS. */
const MIN_WORTHWHILE_CHARACTERS = MIN_EXTERNAL_CHARACTERS / 4;

/**
 * With more memory than this outside of V8's heap a text is copied into it. V8 collects early when its heap fills, but
 * not before some 64 MB when only what lies outside of it does, and then late: less keeps the peak of a process low.
 */
const MAX_EXTERNAL_BYTES = 56 * 1_048_576;

const QUANTUM_BYTES = 3;
const QUANTUM_CHARACTERS = 4;

/**
 * The data of a record in base64. Where the bytes have enough memory before them in their ArrayBuffer, that is encoded
 * along and cut off again, so that the text is long enough to stay out of V8's heap: same characters, made faster.
 * `externalBytes` is what the process has outside of that heap (`v8.getHeapStatistics().external_memory`).
 */
export function encodeData(bytes: Buffer, externalBytes: number): string {
  const characters = Math.ceil(bytes.length / QUANTUM_BYTES) * QUANTUM_CHARACTERS;
  const leading = Math.ceil((MIN_EXTERNAL_CHARACTERS - characters) / QUANTUM_CHARACTERS);
  const start = bytes.byteOffset - leading * QUANTUM_BYTES;
  const isWorthwhile = leading > 0 && characters >= MIN_WORTHWHILE_CHARACTERS && start >= 0;
  if (!isWorthwhile || externalBytes > MAX_EXTERNAL_BYTES) return bytes.toString('base64');
  const extended = Buffer.from(bytes.buffer, start, leading * QUANTUM_BYTES + bytes.length);
  return extended.toString('base64').slice(leading * QUANTUM_CHARACTERS);
}
