import type { Writable } from 'node:stream';

import type { Output } from './cli-command';
import { printableText } from './printable';

/** Takes the line away that the cursor is in: the one control sequence that commands use. */
export const ERASE_LINE = '\r\u001b[K';

/**
 * The stream as commands may write to it. Text cannot drive a terminal, whatever names and values went into it; only
 * ERASE_LINE in front of it stays. Bytes are rows: they go through as they are, but for a terminal they are shown as text.
 */
export function guardTerminal(stream: Writable & Pick<Output, 'isTTY' | 'columns'>): Output {
  return {
    get isTTY() {
      return stream.isTTY;
    },
    get columns() {
      return stream.columns;
    },
    write: (chunk, done) => {
      if (typeof chunk === 'string') return stream.write(shown(chunk), done);
      return stream.write(stream.isTTY === true ? shownRows(chunk) : chunk, done);
    },
  };
}

function shown(text: string): string {
  if (!text.startsWith(ERASE_LINE)) return printableText(text);
  return ERASE_LINE + printableText(text.slice(ERASE_LINE.length));
}

/** Rows are JSON: tabs and carriage returns stand between tokens only, where a space means the same. */
function shownRows(rows: Uint8Array): string {
  return printableText(
    Buffer.from(rows.buffer, rows.byteOffset, rows.length)
      .toString()
      .replace(/[\t\r]/g, ' '),
  );
}
