import type { Random } from '../generate/random';

/** Strings at which a reader of JSON may stumble. */
const STRINGS = [
  ...[
    '',
    'a',
    'get',
    '\\',
    '"',
    '\n',
    '\t',
    '\b',
    '\f',
    '\r',
    '\u0000',
    '\u001f',
    '\u007f',
    'é',
    '你好',
    '😀',
    '\ud800',
  ],
  ...['\udc00x', '\u2028', '</script>', 'a\\"b', '\\\\', '\\u0041', 'x'.repeat(7), 'x'.repeat(8), 'x'.repeat(15)],
  ...['y'.repeat(16), 'z'.repeat(17), 'q'.repeat(300), '\\'.repeat(33), '"'.repeat(40), '/', '&<>', '/a?b', '?', 'a/b'],
  ...[
    '2026-02-28T00:00:00.000000Z',
    '2026-02-30T00:00:00.000000Z',
    '2024-02-29T23:59:59.999999Z',
    '2026-05-12T08:15:42Z',
  ],
  ...['2026-05-12T08:15:60.000000Z', '2026-13-01T00:00:00.000000Z', '0000-01-01T00:00:00.000000Z'],
] as [string, ...string[]];

const NUMBERS = [
  ...['0', '-0', '1', '-1', '1.5', '1e5', '1E-7', '200', '404', '999999999', '1000000000', '999999999999999'],
  ...['9007199254740991', '9007199254740993', '12345678901234567890', '1e400', '-1e400', '0.1e+3', '200.0', '2e2'],
] as [string, ...string[]];
const BROKEN_NUMBERS = ['007', '1.', '.5', '-', '+1', '1e', '0x10', 'NaN', '2e+', '--1', '1..2', '00'] as const;
const LITERALS = ['true', 'false', 'null'] as const;
const BROKEN_LITERALS = ['nul', 'True', 'nulll', 'falsee', 'tru'] as const;
const SPACES = [' ', '\n', '\t', '\r', '  ', '\r\n'] as const;

/** Names that columns read, and names that are nearly so. */
const NAMES = [
  ...['kind', 'verb', 'user', 'username', 'sourceIPs', 'userAgent', 'objectRef', 'responseStatus', 'annotations'],
  ...['requestReceivedTimestamp', 'stageTimestamp', 'stage', 'code', 'name', 'namespace', 'resource', 'subresource'],
  ...['requestURI', 'authorization.k8s.io/decision', '__proto__', 'constructor', 'toString', 'x', '', 'verb ', 'ver'],
  ...['useragent', 'é', 'k:{"a":"b"}', 'eksSentinel', 'authorization.k8s.io/decisio', 'n'.repeat(32), 'n'.repeat(33)],
] as [string, ...string[]];

const MAX_DEPTH = 5;

/** How hostile a text is: the share of what is no JSON, of white space, of escapes that need not be. */
export interface Hostility {
  readonly broken: number;
  readonly spaces: number;
  readonly escapes: number;
}

export const hostileName = (random: Random, hostility: Hostility): string =>
  hostileStringJson(random.pick(NAMES), random, hostility);

/** The JSON text of a string, now and then with escapes that it does not need. */
export function hostileStringJson(text: string, random: Random, { escapes }: Hostility): string {
  let json = JSON.stringify(text);
  if (random.chance(escapes)) json = json.replace(/[a-z?.]/, (character) => unicodeEscape(character, random));
  if (random.chance(escapes)) json = json.replace('/', '\\/');
  if (random.chance(escapes)) json = json.replace(/[<>&]/g, (character) => unicodeEscape(character, random));
  return json;
}

function unicodeEscape(character: string, random: Random): string {
  const hex = character.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${random.chance(0.5) ? hex : hex.toUpperCase()}`;
}

/** The text of a JSON value of any kind. */
export function hostileValue(random: Random, hostility: Hostility, depth = 0): string {
  const space = (): string => hostileSpace(random, hostility);
  const kind = random.next();
  if (kind < 0.4) return hostileStringJson(random.pick(STRINGS), random, hostility);
  if (kind < 0.5) return random.chance(hostility.broken) ? random.pick(BROKEN_NUMBERS) : random.pick(NUMBERS);
  if (kind < 0.6) return random.chance(hostility.broken) ? random.pick(BROKEN_LITERALS) : random.pick(LITERALS);
  if (depth >= MAX_DEPTH) return '1';
  if (kind < 0.8) return hostileObject(random, hostility, depth + 1);
  const elements = Array.from({ length: random.int(0, 4) }, () => {
    const isString = random.chance(0.5);
    const json = isString ? hostileStringJson(random.pick(STRINGS), random, hostility) : undefined;
    return `${space()}${json ?? hostileValue(random, hostility, depth + 1)}${space()}`;
  });
  return `[${space()}${elements.join(',')}]`;
}

/** The text of a JSON object whose names are often those that columns read. */
export function hostileObject(random: Random, hostility: Hostility, depth = 0): string {
  const space = (): string => hostileSpace(random, hostility);
  const members = Array.from({ length: random.int(0, 5) }, () => {
    const value = hostileValue(random, hostility, depth + 1);
    return `${space()}${hostileName(random, hostility)}${space()}:${space()}${value}${space()}`;
  });
  return `{${space()}${members.join(',')}}`;
}

export function hostileSpace(random: Random, { spaces }: Hostility): string {
  return random.chance(spaces) ? random.pick(SPACES) : '';
}
