import type { WrittenEvent } from './api-request';

/** Audit events that are still to come, the earliest first. */
export interface PendingEvents {
  readonly add: (event: WrittenEvent) => void;
  /** The earliest one, if it is due at `micros`. */
  readonly takeDue: (micros: number) => WrittenEvent | undefined;
}

/** A binary heap: a watch that ends in ten minutes waits here while thousands of other events pass. */
export function createPendingEvents(): PendingEvents {
  const heap: WrittenEvent[] = [];
  return {
    add: (event) => {
      heap.push(event);
      let child = heap.length - 1;
      while (child > 0) {
        const parent = (child - 1) >> 1;
        if (heap[parent]!.micros <= heap[child]!.micros) break;
        swap(heap, parent, child);
        child = parent;
      }
    },
    takeDue: (micros) => {
      const first = heap[0];
      if (first === undefined || first.micros > micros) return undefined;
      const last = heap.pop()!;
      if (heap.length > 0) {
        heap[0] = last;
        sinkRoot(heap);
      }
      return first;
    },
  };
}

function sinkRoot(heap: WrittenEvent[]): void {
  let parent = 0;
  for (;;) {
    const left = 2 * parent + 1;
    if (left >= heap.length) return;
    const right = left + 1;
    const child = right < heap.length && heap[right]!.micros < heap[left]!.micros ? right : left;
    if (heap[parent]!.micros <= heap[child]!.micros) return;
    swap(heap, parent, child);
    parent = child;
  }
}

function swap(heap: WrittenEvent[], left: number, right: number): void {
  [heap[left], heap[right]] = [heap[right]!, heap[left]!];
}
