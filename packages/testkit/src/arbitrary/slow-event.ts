import fc from 'fast-check';

import { AUDIT_EVENT_MEMBERS, buildAuditEvent } from '../build/audit-event';
import type { SlowEvent } from '../hostile/slow-event';
import { SLOW_EVENT_BYTES } from '../hostile/slow-event';
import type { Growth } from './grow-json';
import { GROWTHS, growJson } from './grow-json';
import { jsonValue } from './json-text';
import { nameToken, numberToken } from './tokens';

/** Members with values in them that some step of shrinking treats in its own way; the bulk goes between the two texts. */
const PLACES = [
  ['"user":{"username":"reader","extra":{"a":', '}}'],
  ['"user":{"groups":', ',"username":"reader"}'],
  ['"impersonatedUser":{"username":"root","extra":', '}'],
  ['"authenticationMetadata":{"impersonationConstraint":', '}'],
  ['"objectRef":{"resource":"pods","name":', '}'],
  ['"responseStatus":{"details":', ',"code":403}'],
  ['"annotations":{"authorization.k8s.io/reason":', ',"authorization.k8s.io/decision":"allow"}'],
  ['"requestObject":{"rules":', '}'],
  ['"requestObject":{"roleRef":{"name":"admin"},"subjects":', '}'],
  ['"requestObject":{"spec":{"containers":', '}}'],
  ['"requestObject":{"spec":{"template":{"spec":{"volumes":', '}}}}'],
  ['"requestObject":{"metadata":{"managedFields":', '}}'],
  ['"requestObject":{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":', '}}}'],
  ['"requestObject":[{"op":"add","path":"/a","value":', '}]'],
  ['"responseObject":{"items":', '}'],
] as const;

const UNITS = ['1', '""', '[]', '{}', 'null', '"a"', '{"a":1}', '"10.0.0.1"'] as const;
/** What strings are made of: a byte, a character of two, three and four, an escape, half a pair. */
const PIECES = ['x', 'é', '語', '😀', '\\u0041', '\\"', '\\\\', '\\n', '\\ud800', '\\ud83d\\ude00'] as const;
/** Lengths of strings, names and numbers at which something turns; any other is drawn, too. */
const LENGTHS = [1, 63, 64, 65, 255, 256, 257, 1_023, 1_024, 1_025, 4_096, 4_097] as const;
/** Two such fit into a third of 64,000 bytes. */
const MAX_LENGTH = 5_000;

/** How a value is made: a small one, grown step by step; the last step takes all the room that is left. */
interface Bulk {
  readonly place: readonly [before: string, after: string];
  readonly unit: string;
  readonly growths: readonly { readonly growth: Growth; readonly name: string; readonly bytes: number }[];
  /** The member stands once, or again and again with so many bytes of bulk each. */
  readonly repeatedAt: number | undefined;
  /** The member stands before those of the usual event, behind them, or instead of one of them. */
  readonly position: 'first' | 'last' | 'instead';
}

/**
 * A usual audit event with bulk of any shape in one to three of its members, or in members of any name: deep, wide, both,
 * with names and strings of all lengths, escaped, repeated, or not ASCII. Its text is made by repetition, so a property
 * can ask for a megabyte, and for more than one size. It is compact, on one line, and takes 40 to 100 % of the bytes that
 * are asked for when these are 64,000 or more.
 */
export function slowEvent(): fc.Arbitrary<SlowEvent> {
  return fc.array(bulk(), { minLength: 1, maxLength: 3 }).map((bulks) => ({
    name: bulks.map(describe).join('; '),
    text: (bytes = SLOW_EVENT_BYTES) => writeEvent(bulks, bytes),
  }));
}

function bulk(): fc.Arbitrary<Bulk> {
  const growth = fc.record({
    growth: fc.constantFrom(...GROWTHS),
    name: fc.oneof(nameToken(), longToken()),
    bytes: fc.integer({ min: 16, max: 4_000 }),
  });
  return fc.record({
    place: place(),
    unit: unit(),
    growths: fc.array(growth, { minLength: 1, maxLength: 3 }),
    repeatedAt: fc.option(fc.integer({ min: 1, max: 2_000 }), { nil: undefined, freq: 4 }),
    position: fc.constantFrom('first', 'last', 'instead'),
  });
}

function place(): fc.Arbitrary<readonly [string, string]> {
  const names = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...AUDIT_EVENT_MEMBERS).map((name) => `"${name}"`) },
    { weight: 1, arbitrary: nameToken() },
  );
  return fc.oneof(
    fc.constantFrom(...PLACES),
    names.map((name) => [`${name}:`, ''] as const),
  );
}

function unit(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...UNITS) },
    {
      weight: 2,
      arbitrary: jsonValue().map(({ compact }) => (Buffer.byteLength(compact) > MAX_LENGTH ? '[]' : compact)),
    },
    { weight: 2, arbitrary: longToken() },
    { weight: 1, arbitrary: numberToken() },
    { weight: 1, arbitrary: length().map((digits) => '1'.repeat(digits)) },
  );
}

function length(): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(...LENGTHS), fc.integer({ min: 1, max: MAX_LENGTH }));
}

/** A string of one piece again and again, quotes included. */
function longToken(): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...PIECES), length()).map(([piece, bytes]) => {
    return `"${piece.repeat(Math.ceil(bytes / Buffer.byteLength(piece)))}"`;
  });
}

function writeEvent(bulks: readonly Bulk[], bytes: number): string {
  const replaced = bulks.filter(({ position }) => position === 'instead').map(({ place: [before] }) => rootOf(before));
  const usual = buildAuditEvent(Object.fromEntries(replaced.map((name) => [name, undefined]))).slice(1, -1);
  const share = Math.floor((bytes - Buffer.byteLength(usual) - 2) / bulks.length) - 1;
  const membersAt = (isFirst: boolean): string[] =>
    bulks.filter(({ position }) => (position === 'first') === isFirst).map((one) => writeMembers(one, share));
  return `{${[...membersAt(true), usual, ...membersAt(false)].join(',')}}`;
}

/** The name of the member of the root, without its quotes. */
const rootOf = (before: string): string => before.slice(1, before.indexOf('"', 1));

function writeMembers({ place: [before, after], unit: smallest, growths, repeatedAt }: Bulk, share: number): string {
  const room = repeatedAt === undefined ? share : Math.min(repeatedAt + Buffer.byteLength(before + after), share);
  const last = growths.length - 1;
  const value = growths.reduce(
    (inner, { growth, name, bytes }, at) =>
      growJson(inner, growth, name, at === last ? room - Buffer.byteLength(before + after) : bytes),
    smallest,
  );
  const member = before + value + after;
  const times = repeatedAt === undefined ? 1 : Math.floor((share + 1) / (Buffer.byteLength(member) + 1));
  return `${`${member},`.repeat(Math.max(times - 1, 0))}${member}`;
}

function describe({ place: [before], unit: smallest, growths, repeatedAt, position }: Bulk): string {
  const steps = growths.map(({ growth, name, bytes }) => `${growth} ${name.slice(0, 20)} ${bytes}`);
  const times = repeatedAt === undefined ? '' : ` again and again at ${repeatedAt}`;
  return `${before.slice(0, 60)} ${position}${times}: ${smallest.slice(0, 40)} -> ${steps.join(' -> ')}`;
}
