import type { Random } from '../generate/random';
import type { Hostility } from './hostile-json';
import { hostileName, hostileObject, hostileSpace, hostileStringJson, hostileValue } from './hostile-json';

const CHARACTERS = [
  ...[
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '1',
    'e',
    '-',
    '.',
    ' ',
    '\n',
    '\u0001',
    '\u0000',
    'é',
    'u',
    'n',
    '?',
  ],
] as [string, ...string[]];

const TEXTS = [
  ...[
    '',
    'null',
    '1',
    '[]',
    '"s"',
    '{}',
    'I0101 12:00:00 no JSON',
    '{',
    '{"a":1}x',
    '\ufeff{}',
    '{"a":1} ',
    ' {"a":1}',
  ],
  ...['{"verb":"get"}', '{"a":"b\\\n"}', '{"a":"b\\x"}', '{"a":"\\u12G4"}', '{"a":"b\u0001"}', '{"a":1,}', '{,"a":1}'],
] as [string, ...string[]];

/** Nesting at which readers give up: the kernel's and that of .NET lie between. */
const DEPTHS = [60, 70] as const;
const TRUNCATION_MARK = '[Truncated...]';

/**
 * The text of a log event that may be an audit event: `sound` with members added, doubled, left out or of another type,
 * or changed by a few characters, or something else altogether.
 */
export function hostileEvent(random: Random, sound: string): string {
  const hostility: Hostility = {
    broken: random.chance(0.1) ? 0.2 : 0,
    spaces: random.chance(0.15) ? 0.2 : 0,
    escapes: random.chance(0.3) ? 0.3 : 0,
  };
  const kind = random.next();
  if (kind < 0.3) return sound;
  if (kind < 0.7) return withMembers(sound, random, hostility);
  if (kind < 0.82) return mutate(random.chance(0.5) ? sound : withMembers(sound, random, hostility), random);
  if (kind < 0.88) return hostileObject(random, hostility);
  if (kind < 0.92) return random.pick(TEXTS);
  if (kind < 0.95) return nested(random);
  if (kind < 0.97) return sound.slice(0, random.int(0, sound.length)) + TRUNCATION_MARK;
  return hostileValue(random, hostility);
}

/** Up to three characters of a text removed, added or replaced. */
export function mutate(text: string, random: Random): string {
  let changed = text;
  for (let count = random.int(1, 3); count > 0; count -= 1) {
    const at = random.int(0, changed.length);
    const removed = random.chance(0.6) ? 1 : 0;
    const added = random.chance(0.7) ? random.pick(CHARACTERS) : '';
    changed = changed.slice(0, at) + added + changed.slice(at + removed);
  }
  return changed;
}

function withMembers(sound: string, random: Random, hostility: Hostility): string {
  const members = Object.entries(JSON.parse(sound) as Record<string, unknown>).map(
    ([name, value]) => [JSON.stringify(name), JSON.stringify(value)] as [string, string],
  );
  for (let count = random.int(0, 3); count > 0; count -= 1) {
    const value = memberValue(random, hostility);
    const at = random.int(0, members.length - 1);
    if (random.chance(0.5)) members[at] = [members[at]![0], value];
    else members.splice(at, random.int(0, 1), [hostileName(random, hostility), value]);
  }
  const space = (): string => hostileSpace(random, hostility);
  return `{${members.map(([name, value]) => `${space()}${name}${space()}:${space()}${value}${space()}`).join(',')}}`;
}

function memberValue(random: Random, hostility: Hostility): string {
  switch (random.int(0, 5)) {
    case 0:
      return '["198.51.100.7","2001:db8::1"]';
    case 1:
      return hostileObject(random, hostility);
    case 2:
      return hostileStringJson('/api/v1/pods?a=1&b=<2>', random, hostility);
    case 3:
      return `{"username":"a","code":${random.int(0, 600)},"resource":"pods","name":"","namespace":"b"}`;
    default:
      return hostileValue(random, hostility);
  }
}

/** Containers in containers, and now and then one that is closed by the wrong bracket. */
function nested(random: Random): string {
  const opening: string[] = [];
  const closing: string[] = [];
  for (let depth = random.int(...DEPTHS); depth > 0; depth -= 1) {
    const isArray = random.chance(0.5);
    opening.push(isArray ? '[' : '{"k":');
    closing.unshift(isArray ? ']' : '}');
  }
  if (random.chance(0.3)) {
    const at = random.int(0, closing.length - 1);
    closing[at] = closing[at] === ']' ? '}' : ']';
  }
  return `{"stageTimestamp":"2026-05-12T08:15:42.123456Z","x":${opening.join('')}1${closing.join('')}}`;
}
