import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';

import { runCli } from '../../src/cli/run-cli';
import { transformCommand } from '../../src/commands/transform';
import { transformFiles } from '../../src/transform/transform-files';

/** What a run gave. */
export interface TransformResult {
  readonly exitCode: number;
  readonly lines: string[];
  readonly rows: Record<string, unknown>[];
  readonly stderr: string;
}

/** What `runTransform` may be told. */
export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  /** How many bytes of standard input come at once. */
  readonly chunkBytes?: number;
  readonly isTerminal?: boolean;
  /** Another limit than MAX_DOCUMENT_BYTES; the arguments are then files only. */
  readonly maxDocumentBytes?: number;
}

const DEFAULTS = { cluster: 'local', account: '000000000000', region: 'local' };

export const ARRIVAL = '2026-05-12T09:00:00.000Z';

/** Runs the command in process, on the clock of ARRIVAL; each look at the clock takes a second. */
export async function runTransform(args: readonly string[], options: RunOptions = {}): Promise<TransformResult> {
  const stdout = collector();
  const stderr = Object.assign(collector(), { isTTY: options.isTerminal === true, columns: 80 });
  const stdin = Readable.from(chunksOf(Buffer.from(options.stdin ?? ''), options.chunkBytes ?? 65_536));
  let time = Date.parse(ARRIVAL);
  const now = (): number => {
    time += 1_000;
    return time - 1_000;
  };
  const io = { stdin, stdout, stderr, env: {}, now };
  const exitCode =
    options.maxDocumentBytes === undefined
      ? await runCli([transformCommand], ['transform', ...args], io)
      : await transformFiles(args, DEFAULTS, io, options.maxDocumentBytes);
  const lines = stdout.text().split('\n').slice(0, -1);
  return {
    exitCode,
    lines,
    rows: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    stderr: stderr.text(),
  };
}

/** A writable that keeps what it is given. */
function collector(): Writable & { text: () => string } {
  const chunks: Buffer[] = [];
  const writable = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return Object.assign(writable, { text: () => Buffer.concat(chunks).toString() });
}

/** Splits bytes as a pipe might. */
export function* chunksOf(bytes: Buffer, chunkBytes: number): Generator<Buffer, void, undefined> {
  for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes);
}

/** A folder for files of a test. */
export interface Folder {
  readonly path: string;
  /** Writes a file and returns its path. */
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly remove: () => void;
}

/** A new folder. */
export function makeFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'transform-'));
  return {
    path,
    write: (name, content) => {
      writeFileSync(join(path, name), content);
      return join(path, name);
    },
    remove: () => {
      rmSync(path, { recursive: true });
    },
  };
}
