import type { Mutant } from './mutant';

const tools = (file: string, find: string, put: string): Mutant => ({
  file: `tools/${file}`,
  find,
  put,
  tests: 'tools/test/(shell|terminal)/|tools/demo/test/report',
});

/** Defects of what the command prints: commands for a shell, and text for a terminal. */
export const COMMAND_MUTANTS: readonly Mutant[] = [
  tools('src/shell/quote.ts', ".replaceAll(\"'\", `'\\\\''`)", ''),
  tools('src/shell/quote.ts', "&& character !== '\\\\'", ''),
  tools('src/shell/quote.ts', ".padStart(3, '0')", ''),
  tools('src/shell/quote.ts', 'if (UNSAYABLE.test(word)) return quote(PLACEHOLDER);', ''),
  tools('src/shell/shell-command.ts', '? quote(word) :', '? word :'),
  tools('src/shell/shell-command.ts', "value.startsWith('-')", 'false'),
  tools('src/doctor/chain.ts', 'named, () =>', 'named,'),
  tools(
    'src/doctor/checks/lambda.ts',
    "shellCommand(['aws', 'lambda', 'wait', 'function-updated-v2', ...place])",
    '`aws lambda wait function-updated-v2 --region ${region} --function-name ${FunctionName}` as ShellCommand',
  ),
  tools('src/doctor/checks/stack.ts', 'fix: fixOf(failure.kind, chain) ?? show', 'fix: show'),
  tools('src/cli/printable.ts', '[\\p{C}\\p{Zl}\\p{Zp}]', '[\\p{Cc}]'),
  tools('src/cli/printable.ts', '`${printable(line)}\\n`', '`${printableText(line)}\\n`'),
  tools('src/cli/guard-terminal.ts', 'return printableText(text);', 'return text;'),
  tools('src/cli/guard-terminal.ts', 'stream.isTTY === true ?', 'stream.isTTY === undefined ?'),
  tools('src/cli/guard-terminal.ts', "replace(/[\\t\\r]/g, ' ')", "replace(/\\n\\t/g, ' ')"),
  tools('src/cli/run-cli.ts', 'guardTerminal(stderr)', 'stderr'),
  tools('src/cli/run-cli.ts', 'return printable(error.message);', 'return error.message;'),
  tools('src/transform/transform-files.ts', 'printable(PREFIX + line)', 'PREFIX + line'),
  tools('demo/src/report.ts', '`  ${printable(line)}\\n`', '`  ${line}\\n`'),
];
