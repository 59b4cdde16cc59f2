/** What stands at the end of an audit event that was too long for its log. */
export const TRUNCATION_SUFFIX = '[Truncated...]';

/** An audit event as it arrives when it was too long: its first `bytes` bytes, cut at a code point, and the suffix. */
export function truncateEvent(text: string, bytes: number): string {
  const all = Buffer.from(text);
  let end = Math.min(Math.max(bytes, 0), all.length);
  // A byte 10xxxxxx is the inside of a code point.
  while (end > 0 && end < all.length && (all[end]! & 0xc0) === 0x80) end--;
  return all.toString('utf8', 0, end) + TRUNCATION_SUFFIX;
}
