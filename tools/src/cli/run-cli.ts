import type { Writable } from 'node:stream';

import { Command, CommanderError } from 'commander';

import { version } from '../../package.json';
import type { CliCommand, CliIo, ExitCode, Output } from './cli-command';
import { guardTerminal } from './guard-terminal';
import { printable } from './printable';
import { UsageError } from './usage-error';

const PROGRAM = 'eks-sentinel';

/** The streams of the process, or what stands for them in a test. */
export interface ProcessIo extends CliIo {
  readonly stdout: Writable & Pick<Output, 'isTTY' | 'columns'>;
  readonly stderr: Writable & Pick<Output, 'isTTY' | 'columns'>;
}

/**
 * Runs the command that `args` name and returns its exit code. Every error of every command is printed here, and all that
 * any command writes goes through the guard of the terminal.
 */
export async function runCli(
  commands: readonly CliCommand[],
  args: readonly string[],
  { stdout, stderr, ...rest }: ProcessIo,
): Promise<ExitCode> {
  // Writers learn of an error from their own write; without a listener the stream would throw it once more.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const io = { ...rest, stdout: guardTerminal(stdout), stderr: guardTerminal(stderr) };
  const chosen = commands.find(({ name }) => name === args[0])?.name;
  try {
    return await run(commands, args, io);
  } catch (error) {
    if (isClosedPipe(error) || isHelp(error)) return 0;
    io.stderr.write(`${[PROGRAM, chosen].filter(Boolean).join(' ')}: ${sentenceOf(error, chosen, io)}\n`);
    return 2;
  }
}

async function run(commands: readonly CliCommand[], args: readonly string[], io: CliIo): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = new Command(PROGRAM)
    .description('Amazon EKS audit logs into Microsoft Sentinel: try, check and repair the pipeline.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help, or that of a command')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void io.stdout.write(text), writeErr: () => undefined })
    .configureHelp({ showGlobalOptions: false });
  program.addHelpText('after', `\n${PROGRAM} <command> --help explains a command.`);
  for (const { name, summary, declare, run } of commands) {
    const command = program.command(name).summary(summary).description(summary);
    declare(command);
    command.action(async () => {
      exitCode = await run(command, io);
    });
  }
  if (args.length === 0) throw new UsageError(`no command: ${expected(commands)}`);
  if (!args[0]!.startsWith('-') && !names(commands).includes(args[0]!)) {
    throw new UsageError(`unknown command: ${expected(commands)}`);
  }
  await program.parseAsync([...args], { from: 'user' });
  return exitCode;
}

function expected(commands: readonly CliCommand[]): string {
  return `expected is one of ${names(commands).join(', ')}; see ${PROGRAM} help`;
}

function names(commands: readonly CliCommand[]): string[] {
  return [...commands.map(({ name }) => name), 'help'];
}

/** Whoever read the output, as `head` does, has read enough. */
function isClosedPipe(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'EPIPE';
}

/** Help and version, which commander ends as if they were errors. */
function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}

function sentenceOf(error: unknown, chosen: string | undefined, { env }: CliIo): string {
  if (error instanceof UsageError) return printable(error.message);
  if (error instanceof CommanderError) {
    const sentence = error.message
      .replace(/^error: /, '')
      .replace(/\s+/g, ' ')
      .replace(/\.$/, '');
    return `${printable(sentence)}; see ${[PROGRAM, chosen, '--help'].filter(Boolean).join(' ')}`;
  }
  if (env['EKS_SENTINEL_DEBUG'] === '1' && error instanceof Error) return error.stack ?? error.name;
  const name = error instanceof Error ? error.constructor.name : typeof error;
  return `unexpected ${name}; EKS_SENTINEL_DEBUG=1 prints where`;
}
