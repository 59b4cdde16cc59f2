import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import { UsageError } from '../cli/usage-error';

/** One file, or standard input. */
export interface Input {
  /** As a person named it. */
  readonly name: string;
  /** Undefined when it is not known, as for a pipe. */
  readonly bytes: number | undefined;
  /** Opens it; to be called once. */
  readonly open: () => AsyncIterable<Buffer>;
}

const STANDARD_INPUT = '-';
/** Large reads: each one is a round trip to a thread. */
const READ_BYTES = 262_144;

/** Looks at all inputs before the first one is read: a wrong name in a list shows at once. */
export async function openInputs(names: readonly string[], stdin: Readable): Promise<Input[]> {
  if (names.filter((name) => name === STANDARD_INPUT).length > 1) {
    throw new UsageError('- stands for standard input, which can be read once only: name it once');
  }
  if (names.length === 0 && (stdin as { isTTY?: boolean }).isTTY === true) {
    throw new UsageError('nothing to read: name a file, or pipe audit events into the command; see --help');
  }
  const inputs: Input[] = [];
  for (const name of names.length === 0 ? [STANDARD_INPUT] : names) {
    inputs.push(name === STANDARD_INPUT ? standardInput(stdin) : await file(name));
  }
  return inputs;
}

function standardInput(stdin: Readable): Input {
  return { name: 'standard input', bytes: undefined, open: () => stdin as AsyncIterable<Buffer> };
}

async function file(name: string): Promise<Input> {
  try {
    const stats = await stat(name);
    if (stats.isDirectory()) throw new UsageError(`${name} is a directory: name the files in it`);
    await access(name, constants.R_OK);
    return {
      name,
      bytes: stats.isFile() ? stats.size : undefined,
      open: () => createReadStream(name, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>,
    };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${name} cannot be read: ${reasonOf(error)}`);
  }
}

/** Why a file cannot be opened or read, for a person. */
export function reasonOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file; check its name and the folder that the command runs in';
    case 'EACCES':
    case 'EPERM':
      return 'permission is denied; read it as another user, or change its mode';
    default:
      return typeof code === 'string' ? `the system says ${code}` : 'the reason is unknown';
  }
}
