import type { Readable } from 'node:stream';

import type { Command } from 'commander';

/** A stream that commands write to: text for a person or JSON as a string, rows as bytes. */
export interface Output {
  readonly write: (chunk: string | Uint8Array, done?: (error?: Error | null) => void) => boolean;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** What a command touches of the world around it. */
export interface CliIo {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** 0: all is well; 1: the command ran, and not all is well; 2: it could not do its work; 130: Ctrl-C ended it. */
export type ExitCode = 0 | 1 | 2 | 130;

/** One command. Its file is loaded for every help: what is heavy is imported inside `run`. */
export interface CliCommand {
  readonly name: string;
  /** One line of the help. */
  readonly summary: string;
  /** Declares arguments, options and the long help. */
  readonly declare: (command: Command) => void;
  /** Arguments stand in `command.args`, options in `command.opts()`. A UsageError ends it with exit code 2. */
  readonly run: (command: Command, io: CliIo) => Promise<ExitCode>;
}
