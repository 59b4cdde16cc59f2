import type { AuditEvent } from '../build/audit-event';
import type { Fill } from './fill';
import { array, between, elements, object, string } from './fill';
import { BULK, slowAtRoot, slowInside } from './slow-event';
import type { SlowEvent } from './slow-event';

/** Strings of more bytes are cut, and members of more are dropped earlier: shrinking turns at these. */
const LONG_STRING_BYTES = 1_024;
const SMALL_MEMBER_BYTES = 256;

const configMap: AuditEvent = {
  verb: 'create',
  requestObject: { kind: 'ConfigMap', metadata: { name: 'ledger' }, data: { file: BULK } },
};
const text = (bytes: number): string => `"${'x'.repeat(bytes)}"`;
/** A member whose name has about so many bytes, or fewer where there is no room for them. */
const named = (bytes: number, index: number, room: number): string =>
  `"${'n'.repeat(Math.max(Math.min(bytes, room - 12), 0))}${index}":1`;
/** Members that take, with name, quotes and colon, so many bytes. */
const membersOf = (bytes: number): Fill =>
  object((index) => {
    const name = `"m${index}":`;
    return name + text(bytes - name.length - 2);
  });

/** Events of long strings, names and numbers: what looks at a token again, or copies it, pays for its length. */
export const LONG_TOKEN_EVENTS: readonly SlowEvent[] = [
  slowInside('one plain string in requestObject', configMap, string('x')),
  slowInside('one string of escapes in requestObject', configMap, string('\\u0041')),
  slowInside('one string of escaped quotes in requestObject', configMap, string('\\"')),
  slowInside('one string of backslashes in annotations', { annotations: { a: BULK } }, string('\\\\')),
  slowInside('one string of lone surrogates in user.username', { user: { username: BULK } }, string('\\ud800')),
  slowInside('one string of three bytes a character in userAgent', { userAgent: BULK }, string('語')),
  slowInside('one string of pairs in requestURI', { requestURI: BULK }, string('😀')),
  slowInside('one escaped address in sourceIPs', { sourceIPs: [BULK] }, string('\\u003a')),
  slowInside(
    'strings just above the limit in annotations',
    { annotations: BULK },
    object((index) => `"a${index}":${text(LONG_STRING_BYTES + 1)}`),
  ),
  slowInside(
    'strings just above the limit in requestObject',
    { requestObject: { data: BULK } },
    object((index) => `"a${index}":${text(LONG_STRING_BYTES + 1)}`),
  ),
  slowInside(
    'strings at the limit in user.groups',
    { user: { username: 'reader', groups: BULK } },
    array(() => text(LONG_STRING_BYTES)),
  ),
  slowInside('members just above a small one in annotations', { annotations: BULK }, membersOf(SMALL_MEMBER_BYTES + 1)),
  slowInside('members just below a small one in annotations', { annotations: BULK }, membersOf(SMALL_MEMBER_BYTES - 1)),
  slowAtRoot('members just above a small one at the root', (room) =>
    membersOf(SMALL_MEMBER_BYTES + 1)(room + 2).slice(1, -1),
  ),
  slowInside(
    'members just below a small one in responseStatus',
    { responseStatus: BULK },
    membersOf(SMALL_MEMBER_BYTES - 1),
  ),
  slowInside('one long name in annotations', { annotations: BULK }, between('{', between('', string('n'), ':1'), '}')),
  slowInside('one long escaped name in user', { user: BULK }, between('{', between('', string('\\u006e'), ':1'), '}')),
  slowInside(
    'long names in annotations',
    { annotations: BULK },
    object((index, room) => named(1_000, index, room)),
  ),
  slowInside(
    'long names in objectRef',
    { objectRef: BULK },
    object((index, room) => named(10_000, index, room)),
  ),
  slowAtRoot(
    'long names at the root',
    elements((index, room) => named(1_000, index, room)),
  ),
  slowInside('one long number in responseStatus.code', { responseStatus: { code: BULK } }, (room) => '1'.repeat(room)),
  slowInside(
    'long numbers in annotations',
    { annotations: BULK },
    array((index) => `${index + 1}`.padEnd(1_000, '0')),
  ),
];
