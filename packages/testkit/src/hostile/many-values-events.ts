import type { AuditEvent } from '../build/audit-event';
import type { Fill } from './fill';
import { array, between, elements, nested, object, tree } from './fill';
import { BULK, slowAtRoot, slowInside } from './slow-event';
import type { SlowEvent } from './slow-event';

/** The deepest nesting that encoding/json of Go reads, and with it the API server: the deepest body of a patch. */
const GO_MAX_DEPTH = 10_000;

const arrays = nested('[1,', ']');
const objects = nested('{"a":', '}');
const numbers = array(() => '1');
/** As deep as a patch may be that has so many containers around; less deep where there is no room for it. */
const deepPatch = (around: number): Fill => nested('[1,', ']', '1', GO_MAX_DEPTH - around);
const address = (index: number): string => `"10.0.${(index >> 8) & 255}.${index & 255}"`;
const rule = (index: number): string => `{"verbs":["get"],"resources":["r${index}"]}`;
const container = (index: number): string => `{"name":"c${index}","image":"i"}`;

const user = (members: object): AuditEvent => ({ user: { username: 'reader', ...members } });
const response = (members: object): AuditEvent => ({ responseStatus: { metadata: {}, code: 200, ...members } });
const objectRef = (members: object): AuditEvent => ({
  objectRef: { resource: 'pods', namespace: 'payments', name: 'ledger-0', ...members },
});
const role: AuditEvent = {
  verb: 'patch',
  requestURI: '/apis/rbac.authorization.k8s.io/v1/clusterroles/reader',
  objectRef: { resource: 'clusterroles', name: 'reader', apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1' },
  requestObject: { kind: 'ClusterRole', metadata: { name: 'reader' }, rules: BULK },
};
const podSpec = (spec: object): AuditEvent => ({
  verb: 'patch',
  requestObject: { kind: 'Pod', metadata: { name: 'ledger-0' }, spec: { nodeName: 'ip-10-42-0-7', ...spec } },
});

/** Events of very many small values: what walks over values pays for each of them, in every step. */
export const MANY_VALUES_EVENTS: readonly SlowEvent[] = [
  slowInside('arrays deep in annotations', { annotations: BULK }, arrays),
  slowInside('objects deep in annotations', { annotations: BULK }, objects),
  slowInside('a tree in objectRef', objectRef({ extra: BULK }), tree(4, ['a', 'b', 'c', 'd'])),
  slowInside('a tree in responseStatus', response({ details: BULK }), tree(4, ['a', 'b', 'c', 'd'])),
  slowInside('a tree in user.extra', user({ extra: BULK }), tree(4)),
  slowInside('numbers in user.groups', user({ groups: BULK }), numbers),
  slowInside('numbers in annotations', { annotations: BULK }, numbers),
  slowInside('numbers in sourceIPs', { sourceIPs: BULK }, numbers),
  slowAtRoot(
    'annotations again and again',
    elements(() => '"annotations":{"a":"b"}'),
  ),
  slowInside('rules in requestObject', role, array(rule)),
  slowInside('containers in requestObject', podSpec({ containers: BULK }), array(container)),
  slowInside('addresses in sourceIPs', { sourceIPs: BULK }, array(address)),
  slowInside(
    'a deep patch again and again in rules',
    role,
    array((_, room) => deepPatch(2)(room)),
  ),
  slowInside(
    'a deep patch again and again in securityContext',
    podSpec({ containers: BULK }),
    array((index, room) => between(`{"name":"c${index}","securityContext":`, deepPatch(4), '}')(room)),
  ),

  slowInside('arrays deep in requestObject', { requestObject: BULK }, arrays),
  slowInside('arrays deep in responseObject', { responseObject: BULK }, arrays),
  slowInside('arrays and objects in turn, deep in user.extra', user({ extra: BULK }), nested('{"a":[', ']}')),
  slowAtRoot('arrays deep in a member that nobody knows', between('"x":', arrays, '')),
  slowInside(
    'mixed depth and width in annotations',
    { annotations: BULK },
    array((index, room) => nested('[0,{"a":1},[],{},', ']', 'null', 1 + (index % 97))(Math.max(room, 20))),
  ),
  slowInside(
    'members in annotations',
    { annotations: BULK },
    object((index) => `"a${index}":"b"`),
  ),
  slowInside(
    'one name again and again in annotations',
    { annotations: BULK },
    object(() => '"a":1'),
  ),
  slowAtRoot(
    'user again and again',
    elements((index) => `"user":{"username":"u${index}"}`),
  ),
  slowAtRoot(
    'requestObject again and again',
    elements(() => '"requestObject":{}'),
  ),
  slowAtRoot(
    'members that nobody knows',
    elements((index) => `"x${index}":1`),
  ),
  slowInside(
    'empty containers in responseStatus.details',
    response({ details: BULK }),
    array((index) => (index % 2 === 0 ? '[]' : '{}')),
  ),
  slowInside(
    'operations of a patch',
    { verb: 'patch', requestObject: BULK },
    array((index) => `{"op":"add","path":"/p${index}","value":1}`),
  ),
  slowInside(
    'managedFields of the objects in a list',
    { verb: 'list', responseObject: { kind: 'PodList', items: BULK } },
    array((index) => `{"metadata":{"name":"p${index}","managedFields":[{"f:a":{}}]}}`),
  ),
];
