import { runCli } from './cli/run-cli';
import { COMMANDS } from './commands/all-commands';

// The SDK warns on standard error about the oldest Node that this command runs on.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const { stdin, stdout, stderr, env } = process;
void runCli(COMMANDS, process.argv.slice(2), { stdin, stdout, stderr, env, now: () => Date.now() }).then((exitCode) => {
  process.exitCode = exitCode;
  // An input that nobody reads to its end, as behind `| head`, must not keep the process waiting.
  stdin.destroy();
});
