import type { Readable } from 'node:stream';

import { MAX_LOG_LINE_BYTES } from './limits';

/** What the runtime client writes after each invocation (see `bootstrap.cjs`). */
const END_OF_INVOCATION = '\u001eend';

/** Splits what a process writes into lines; the end mark of an invocation is no line. */
export function readLines(stream: Readable, onLine: (line: string) => void, onEndMark: () => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    lines.forEach(take);
    if (rest.length > MAX_LOG_LINE_BYTES) {
      take(rest.slice(0, MAX_LOG_LINE_BYTES));
      rest = '';
    }
  });
  stream.on('end', () => {
    if (rest !== '') take(rest);
    rest = '';
  });

  function take(line: string): void {
    const mark = line.indexOf(END_OF_INVOCATION);
    if (mark < 0) {
      onLine(line);
      return;
    }
    // A line without a newline before the mark is a line too.
    if (mark > 0) onLine(line.slice(0, mark));
    onEndMark();
  }
}
