import type { JsonValue } from './go-json';
import { goJson } from './go-json';

/**
 * The members of an audit event in the order in which kube-apiserver writes them.
 * Source: `type Event` in k8s.io/apiserver/pkg/apis/audit/v1/types.go.
 */
export const AUDIT_EVENT_MEMBERS = [
  'kind',
  'apiVersion',
  'level',
  'auditID',
  'stage',
  'requestURI',
  'verb',
  'user',
  'impersonatedUser',
  'authenticationMetadata',
  'sourceIPs',
  'userAgent',
  'objectRef',
  'responseStatus',
  'requestObject',
  'responseObject',
  'requestReceivedTimestamp',
  'stageTimestamp',
  'annotations',
] as const;

/** An audit event as builders take it: any member may be absent or of any type. */
export type AuditEvent = Readonly<Partial<Record<(typeof AUDIT_EVENT_MEMBERS)[number], JsonValue | undefined>>>;

/** Writes an audit event as kube-apiserver does: its member order, Go's escapes, no whitespace. */
export function writeAuditEvent(event: AuditEvent): string {
  return goJson(Object.fromEntries(AUDIT_EVENT_MEMBERS.map((member) => [member, event[member]])));
}

/**
 * The text of one audit event: a reader of payments gets a pod, and what `overrides` says instead. A member that is
 * overridden with `undefined` is left out.
 */
export function buildAuditEvent(overrides: AuditEvent = {}): string {
  return writeAuditEvent({ ...DEFAULTS, ...overrides });
}

const DEFAULTS: AuditEvent = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Request',
  auditID: '6a2f0f4e-9d0b-4c53-8f1e-2f1b7c9d3a10',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/payments/pods/ledger-7d9c6b5f4-x2x7q',
  verb: 'get',
  user: { username: 'reader', groups: ['readers', 'system:authenticated'] },
  sourceIPs: ['198.51.100.23'],
  userAgent: 'kubectl/v1.33.4 (linux/amd64) kubernetes/74cdb42',
  objectRef: { resource: 'pods', namespace: 'payments', name: 'ledger-7d9c6b5f4-x2x7q', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 200 },
  requestReceivedTimestamp: '2026-05-12T08:15:42.118031Z',
  stageTimestamp: '2026-05-12T08:15:42.123456Z',
  annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
};
