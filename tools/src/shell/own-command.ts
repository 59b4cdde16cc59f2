import { optionWords, shellCommand, type ShellCommand } from './shell-command';

/** A command of this program with its options; one whose value is undefined is left out. */
export function ownCommand(
  name: 'backfill' | 'doctor' | 'redrive' | 'replay',
  options: Readonly<Record<string, string | undefined>>,
): ShellCommand {
  const given = Object.entries(options).flatMap(([option, value]) =>
    value === undefined ? [] : optionWords(option, value),
  );
  return shellCommand(['npx', '--no', 'eks-sentinel', name, ...given]);
}
