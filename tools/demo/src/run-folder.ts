import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { UsageError } from '../../src/cli/usage-error';
import { reasonOf } from '../../src/transform/open-inputs';

/** So many runs may begin in one second. */
const MAX_RUNS = 100;

/** Makes a folder of its own for a run, named after its time, in `parent`. */
export async function makeRunFolder(parent: string, time: number): Promise<string> {
  const name = `demo-${new Date(time).toISOString().slice(0, 19).replaceAll(':', '-')}`;
  try {
    await mkdir(parent, { recursive: true });
    for (let run = 1; run <= MAX_RUNS; run++) {
      const folder = join(parent, run === 1 ? name : `${name}-${run}`);
      if (await makeNew(folder)) return folder;
    }
  } catch (error) {
    throw new UsageError(`--out ${parent} cannot be written: ${reasonOfWriting(error)}`);
  }
  throw new UsageError(`--out ${parent} holds ${MAX_RUNS} runs of this second: start again`);
}

async function makeNew(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') return false;
    throw error;
  }
}

function reasonOfWriting(error: unknown): string {
  const { code } = error as { code?: unknown };
  return code === 'EEXIST' || code === 'ENOTDIR' ? 'it is a file; name a folder' : reasonOf(error);
}
