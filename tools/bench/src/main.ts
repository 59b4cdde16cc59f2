import { runCli } from '../../src/cli/run-cli';
import { benchCommand } from './bench-command';
import type { Bundles } from './run-bench';

/** Runs the benchmark of the command line; the bundles were built beforehand. */
export async function main(args: readonly string[], bundles: Bundles, outFolder: string): Promise<void> {
  const { stdin, stdout, stderr, env } = process;
  const io = { stdin, stdout, stderr, env, now: () => Date.now() };
  process.exitCode = await runCli([benchCommand(bundles, outFolder)], ['bench', ...args], io);
}
