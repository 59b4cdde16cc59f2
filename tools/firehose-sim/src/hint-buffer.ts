import type { Clock } from './clock';

export interface HintBuffer<T> {
  add(entry: T, bytes: number): void;
  /** Releases what is held, however little it is. */
  flush(): void;
  /** Throws away what is held, and its timer. */
  discard(): void;
  count(): number;
  bytes(): number;
}

/**
 * Holds entries until one of the two hints is reached: "the first buffer condition that is satisfied triggers".
 * An entry that reaches the size belongs to the released batch, so a batch can exceed the size by one entry.
 * https://docs.aws.amazon.com/firehose/latest/dev/buffering-hints.html
 */
export function createHintBuffer<T>(
  hints: { maxBytes: number; intervalMs: number },
  clock: Clock,
  release: (entries: T[]) => void,
): HintBuffer<T> {
  let entries: T[] = [];
  let heldBytes = 0;
  let cancelTimer: (() => void) | undefined;

  function flush(): void {
    const released = entries;
    discard();
    if (released.length > 0) release(released);
  }

  function discard(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    entries = [];
    heldBytes = 0;
  }

  return {
    add: (entry, bytes) => {
      entries.push(entry);
      heldBytes += bytes;
      if (heldBytes >= hints.maxBytes) flush();
      else cancelTimer ??= clock.schedule(hints.intervalMs, flush);
    },
    flush,
    discard,
    count: () => entries.length,
    bytes: () => heldBytes,
  };
}
