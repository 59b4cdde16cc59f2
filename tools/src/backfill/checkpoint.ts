import { readFile, rename, rm, writeFile } from 'node:fs/promises';

import { UsageError } from '../cli/usage-error';
import type { TimeRange } from '../repair/time-range';

/** How far a backfill is: everything before `doneUntil` is in the stream. Times in milliseconds since 1970. */
export interface Checkpoint extends TimeRange {
  readonly logGroup: string;
  readonly stream: string;
  readonly doneUntil: number;
}

const VERSION = 1;

/** The checkpoint of a file, or undefined when there is no such file; another content is a UsageError. */
export async function loadCheckpoint(path: string): Promise<Checkpoint | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
    throw new UsageError(`${path} cannot be read: give another file with --checkpoint`);
  }
  const checkpoint = parse(text);
  if (checkpoint !== undefined) return checkpoint;
  throw new UsageError(`${path} is no checkpoint of backfill: give another file with --checkpoint, or remove it`);
}

/** Written beside it and renamed: an interruption leaves the old one or the new one. */
export async function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  try {
    await writeFile(unfinished, `${JSON.stringify({ version: VERSION, ...checkpoint })}\n`);
    await rename(unfinished, path);
  } catch {
    throw new UsageError(`${path} cannot be written: give a file in a folder of yours with --checkpoint`);
  }
}

export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true });
}

function parse(text: string): Checkpoint | undefined {
  let members: Record<string, unknown>;
  try {
    members = (JSON.parse(text) ?? {}) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { version, logGroup, stream, from, to, doneUntil } = members;
  const areTimes = [from, to, doneUntil].every((time) => Number.isSafeInteger(time));
  if (version !== VERSION || typeof logGroup !== 'string' || typeof stream !== 'string' || !areTimes) return undefined;
  return { logGroup, stream, from: from as number, to: to as number, doneUntil: doneUntil as number };
}
