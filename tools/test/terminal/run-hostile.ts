import { Readable, Writable } from 'node:stream';

import { runCli } from '../../src/cli/run-cli';
import { COMMANDS } from '../../src/commands/all-commands';
import type { CliCommand } from '../../src/cli/cli-command';

/** Sets the title of a window and a colour, by C0 and by C1; turns the direction of text; parts lines; as text: PWNED. */
export const HOSTILE = '\u001b]0;PWNED\u0007\u001b[31m\u007f\u009b31m\u202e\u2066\u2028\u2029\ud800';

/** What no output may hold beside its line feeds. */
export const DRIVING = /(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u;

export interface HostileRun {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs one of the commands, or of those given, in process; standard error is a terminal. */
export async function runHostile(
  args: readonly string[],
  {
    isTTY = false,
    stdin = '',
    commands = COMMANDS,
  }: { isTTY?: boolean; stdin?: string; commands?: readonly CliCommand[] } = {},
): Promise<HostileRun> {
  const stdout = Object.assign(collector(), { isTTY });
  const stderr = Object.assign(collector(), { isTTY: true, columns: 200 });
  const exitCode = await runCli(commands, args, {
    stdin: Readable.from([stdin]),
    stdout,
    stderr,
    env: {},
    now: Date.now,
  });
  return { exitCode, stdout: stdout.bytes(), stderr: stderr.bytes().toString() };
}

function collector(): Writable & { bytes: () => Buffer } {
  const chunks: Buffer[] = [];
  const writable = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return Object.assign(writable, { bytes: () => Buffer.concat(chunks) });
}
