import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { runCli } from '../../src/cli/run-cli';
import { doctorCommand } from '../../src/commands/doctor';
import type { CheckResult } from '../../src/doctor/check';

/** What a run of `eks-sentinel doctor` gave. */
export interface DoctorRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The report of `--json`, as far as tests read it. */
export interface DoctorReport {
  readonly checks: readonly CheckResult[];
  readonly missingPermissions: readonly string[];
  readonly cause: string | null;
  readonly sentence: string;
}

/** Runs the command in process. */
export async function runDoctor(
  args: readonly string[],
  { stdin = '', now = Date.now, env = {} }: { stdin?: string; now?: () => number; env?: Record<string, string> } = {},
): Promise<DoctorRun> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const said = Promise.all([text(stdout), text(stderr)]);
  const io = { stdin: Readable.from([stdin]), stdout, stderr, env, now };
  const exitCode = await runCli([doctorCommand], ['doctor', ...args], io);
  stdout.end();
  stderr.end();
  const [out, err] = await said;
  return { exitCode, stdout: out, stderr: err };
}
