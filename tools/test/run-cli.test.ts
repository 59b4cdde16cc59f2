import { Readable, Writable } from 'node:stream';

import { describe, expect, it } from '@jest/globals';

import type { CliCommand } from '../src/cli/cli-command';
import { runCli } from '../src/cli/run-cli';
import { UsageError } from '../src/cli/usage-error';

/** A command that ends as `run` does; `--level <n>` is its only option. */
function commandThat(run: CliCommand['run']): CliCommand {
  return { name: 'probe', summary: 'probe it', declare: (command) => void command.option('--level <n>'), run };
}

async function runProbe(
  run: CliCommand['run'],
  args: readonly string[] = ['probe'],
  env: Record<string, string> = {},
): Promise<{ exitCode: number; stderr: string }> {
  let stderr = '';
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      stderr += chunk.toString();
      done();
    },
  });
  const io = { stdin: Readable.from([]), stdout: new Writable(), stderr: sink, env, now: () => 0 };
  return { exitCode: await runCli([commandThat(run)], args, io), stderr };
}

describe('runCli', () => {
  it('gives the exit code of the command, which sees its arguments and options', async () => {
    const seen: unknown[] = [];

    const { exitCode } = await runProbe(
      async (command) => {
        seen.push(command.args, command.opts());
        return 1;
      },
      ['probe', '--level', '3'],
    );

    expect(exitCode).toBe(1);
    expect(seen).toEqual([[], { level: '3' }]);
  });

  it('prints a UsageError in one line behind the name of the command', async () => {
    const result = await runProbe(async () => {
      throw new UsageError('the queue is missing: name it with --queue');
    });

    expect(result).toEqual({
      exitCode: 2,
      stderr: 'eks-sentinel probe: the queue is missing: name it with --queue\n',
    });
  });

  it('prints the name of an unexpected error and never its message, unless it is asked for the stack', async () => {
    const fail = async (): Promise<never> => {
      throw new RangeError('secret');
    };

    const quiet = await runProbe(fail);
    const debug = await runProbe(fail, ['probe'], { EKS_SENTINEL_DEBUG: '1' });

    expect(quiet).toEqual({
      exitCode: 2,
      stderr: 'eks-sentinel probe: unexpected RangeError; EKS_SENTINEL_DEBUG=1 prints where\n',
    });
    expect(debug.exitCode).toBe(2);
    expect(debug.stderr).toMatch(/^eks-sentinel probe: RangeError: secret\n {4}at .*run-cli\.test\.ts/);
  });

  it('ends quietly with 0 when the reader of the output is gone', async () => {
    const result = await runProbe(async () => {
      throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    });

    expect(result).toEqual({ exitCode: 0, stderr: '' });
  });

  it('names the command whose option is wrong', async () => {
    const result = await runProbe(async () => 0, ['probe', '--levle', '3']);

    expect(result).toEqual({
      exitCode: 2,
      stderr: "eks-sentinel probe: unknown option '--levle' (Did you mean --level?); see eks-sentinel probe --help\n",
    });
  });
});
