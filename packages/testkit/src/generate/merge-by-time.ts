import type { LogLine } from './audit-traffic';

/** Two sequences of lines as one, each already in the order of its timestamps. */
export function* mergeByTime(left: Iterable<LogLine>, right: Iterable<LogLine>): Generator<LogLine, void, undefined> {
  const lefts = left[Symbol.iterator]();
  const rights = right[Symbol.iterator]();
  let a = lefts.next();
  let b = rights.next();
  while (a.done !== true || b.done !== true) {
    if (b.done === true || (a.done !== true && a.value.timestamp <= b.value.timestamp)) {
      yield (a as IteratorYieldResult<LogLine>).value;
      a = lefts.next();
    } else {
      yield b.value;
      b = rights.next();
    }
  }
}
