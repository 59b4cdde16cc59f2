import type { ByteWriter } from '@eks-sentinel/json-scan';

import type { Output } from '../cli/cli-command';
import { UsageError } from '../cli/usage-error';

/** Standard output takes no more, as on a full disk: the run is over, whatever input is read. */
export class OutputError extends UsageError {}

/** Writes out all rows and empties their writer. Resolves when the reader has taken them, so that rows never pile up. */
export async function writeRows(rows: ByteWriter, stdout: Output): Promise<number> {
  const bytes = rows.length;
  if (bytes === 0) return 0;
  await new Promise<void>((resolve, reject) => {
    stdout.write(rows.view(), (error) => {
      if (error == null) resolve();
      else reject(sinkError(error));
    });
  });
  rows.truncate(0);
  return bytes;
}

/** A closed pipe is no fault: see `runCli`. */
function sinkError(error: Error & { readonly code?: string }): Error {
  if (error.code === 'EPIPE' || error.code === undefined) return error;
  return new OutputError(`standard output cannot be written: the system says ${error.code}; the rows end too soon`);
}
