/**
 * What drives a terminal, breaks a line or hides text: controls (C0, DEL, C1), format characters such as overrides of
 * the direction, half surrogates, what Unicode does not assign, and its own separators of lines and paragraphs.
 */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;
const ALL_UNPRINTABLE = new RegExp(UNPRINTABLE, 'gu');
const ALL_BUT_LINE_FEEDS = new RegExp(`(?!\\n)${UNPRINTABLE.source}`, 'gu');

export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** The text as a terminal may have it, on one line: the rest stands as `\u001b`, which says the same in a JSON text. */
export function printable(text: string): string {
  return text.replace(ALL_UNPRINTABLE, escape);
}

/** The same for a text of several lines: its line feeds stay. */
export function printableText(text: string): string {
  return text.replace(ALL_BUT_LINE_FEEDS, escape);
}

/** Lines as one text. A line break inside of a line, as a name may hold one, begins no new line. */
export function textOfLines(lines: readonly string[]): string {
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function escape(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
