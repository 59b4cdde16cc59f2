import { quote } from './quote';

declare const made: unique symbol;

/**
 * One line that a shell reads as commands, ready to be pasted. Only this file makes one, out of words: the compiler takes
 * no other text for it, so that no name gets into a command unquoted.
 */
export type ShellCommand = string & { readonly [made]: true };

/** What a command prints, in the place of a word. */
export interface Printed {
  readonly printedBy: ShellCommand;
}

export type Word = string | Printed;

/** The command that these words are. */
export function shellCommand(words: readonly Word[]): ShellCommand {
  const texts = words.map((word) => (typeof word === 'string' ? quote(word) : `"$(${word.printedBy})"`));
  return texts.join(' ') as ShellCommand;
}

/** The commands one after the other, as long as none fails. */
export function inTurn(commands: readonly ShellCommand[]): ShellCommand {
  return commands.join(' && ') as ShellCommand;
}

/** An option with its value; a value that begins with a hyphen would be taken for an option of its own. */
export function optionWords(name: string, value: Word): Word[] {
  return typeof value === 'string' && value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];
}
