type Part = { literal: string } | { letter: string; width: number };

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const SUPPORTED = 'yuMLdDHhKkmsSaEQVzZXxO';

/**
 * Writes a time, in UTC, by a pattern of Java's DateTimeFormatter (the fields that a path needs, not all of it).
 * https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html
 */
export function formatJavaTime(pattern: string, timeMs: number): string {
  const time = new Date(timeMs);
  return parsePattern(pattern)
    .parts.map((part) => ('literal' in part ? part.literal : formatField(part.letter, part.width, time)))
    .join('');
}

/** What is wrong with a pattern, or undefined. */
export function findPatternProblem(pattern: string): string | undefined {
  return parsePattern(pattern).problem;
}

function parsePattern(pattern: string): { parts: Part[]; problem?: string } {
  const parts: Part[] = [];
  let at = 0;
  while (at < pattern.length) {
    const char = pattern[at]!;
    if (char === "'") {
      const quoted = readQuoted(pattern, at);
      if (quoted === undefined) return { parts, problem: `the quote at ${at} is not closed` };
      parts.push({ literal: quoted.text });
      at = quoted.end;
    } else if (/[A-Za-z]/.test(char)) {
      let end = at + 1;
      while (pattern[end] === char) end++;
      if (!SUPPORTED.includes(char)) return { parts, problem: `the letter ${char} is not supported` };
      parts.push({ letter: char, width: end - at });
      at = end;
    } else {
      parts.push({ literal: char });
      at++;
    }
  }
  return { parts };
}

/** Quoted text; two quotes are one quote, inside quotes and outside. */
function readQuoted(pattern: string, start: number): { text: string; end: number } | undefined {
  if (pattern[start + 1] === "'") return { text: "'", end: start + 2 };
  let text = '';
  for (let at = start + 1; at < pattern.length; at++) {
    if (pattern[at] !== "'") text += pattern[at]!;
    else if (pattern[at + 1] === "'") {
      text += "'";
      at++;
    } else return { text, end: at + 1 };
  }
  return undefined;
}

function formatField(letter: string, width: number, time: Date): string {
  const hours = time.getUTCHours();
  switch (letter) {
    case 'y':
    case 'u':
      return width === 2 ? pad(time.getUTCFullYear() % 100, 2) : pad(time.getUTCFullYear(), width);
    case 'M':
    case 'L':
      return formatName(MONTHS[time.getUTCMonth()]!, time.getUTCMonth() + 1, width);
    case 'Q':
      return pad(Math.floor(time.getUTCMonth() / 3) + 1, width);
    case 'd':
      return pad(time.getUTCDate(), width);
    case 'D':
      return pad(dayOfYear(time), width);
    case 'E':
      return formatName(DAYS[time.getUTCDay()]!, 0, Math.max(width, 3));
    case 'a':
      return hours < 12 ? 'AM' : 'PM';
    case 'H':
      return pad(hours, width);
    case 'k':
      return pad(hours === 0 ? 24 : hours, width);
    case 'K':
      return pad(hours % 12, width);
    case 'h':
      return pad(hours % 12 === 0 ? 12 : hours % 12, width);
    case 'm':
      return pad(time.getUTCMinutes(), width);
    case 's':
      return pad(time.getUTCSeconds(), width);
    case 'S':
      // Times of Firehose's expressions have the precision of a second, whatever the number of digits.
      return '0'.repeat(width);
    default:
      return formatZone(letter, width);
  }
}

function formatName(name: string, number: number, width: number): string {
  if (width <= 2) return pad(number, width);
  if (width === 3) return name.slice(0, 3);
  return width === 4 ? name : name.slice(0, 1);
}

function formatZone(letter: string, width: number): string {
  if (letter === 'X') return 'Z';
  if (letter === 'x') return width === 1 ? '+00' : width % 2 === 0 ? '+0000' : '+00:00';
  if (letter === 'Z') return width <= 3 ? '+0000' : width === 4 ? 'GMT' : 'Z';
  return letter === 'O' ? 'GMT' : 'UTC';
}

function dayOfYear(time: Date): number {
  return Math.floor((time.getTime() - Date.UTC(time.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
