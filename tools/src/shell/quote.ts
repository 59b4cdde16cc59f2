import { isPrintable } from '../cli/printable';

/** Means nothing to any shell; zsh expands a word that begins with `=`. */
const PLAIN = /^[A-Za-z0-9_./:@,+-][A-Za-z0-9_./:@=,+-]*$/;

/** No argument can hold NUL, and half a surrogate has no bytes: left out, the word would name another thing. */
const UNSAYABLE = /[\0\p{Cs}]/u;
const PLACEHOLDER = '<a name that no command can carry>';

/**
 * The word as bash and zsh take it literally, on one line and without a character that drives a terminal. A word with
 * such characters is written as `$'...'` with its bytes in octal: bash, zsh and POSIX.1-2024 read it, and where a shell
 * does not, it is still one word, because no quote stands inside.
 */
export function quote(word: string): string {
  if (UNSAYABLE.test(word)) return quote(PLACEHOLDER);
  if (PLAIN.test(word)) return word;
  if (isPrintable(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  return `$'${Array.from(word, inDollarQuotes).join('')}'`;
}

function inDollarQuotes(character: string): string {
  if (isPrintable(character) && character !== "'" && character !== '\\') return character;
  return Array.from(Buffer.from(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
