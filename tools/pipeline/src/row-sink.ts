import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

import { rowLine, type TableRow } from './table-row';

/** Where rows go. A promise asks the writer to wait. */
export interface RowSink {
  readonly write: (row: TableRow) => Promise<void> | undefined;
  /** Resolves when everything is written. */
  readonly close: () => Promise<void>;
}

/** Writes rows as NDJSON at the pace of the stream; an error of the stream comes out of the next write or the close. */
export function createNdjsonSink(stream: Writable): RowSink {
  const failure: { error?: Error } = {};
  stream.on('error', (error: Error) => {
    failure.error = error;
  });
  return {
    write: (row) => {
      if (failure.error !== undefined) return Promise.reject(failure.error);
      return stream.write(rowLine(row)) ? undefined : once(stream, 'drain').then(() => undefined);
    },
    close: async () => {
      if (failure.error !== undefined) throw failure.error;
      const done = finished(stream);
      stream.end();
      await done;
    },
  };
}
