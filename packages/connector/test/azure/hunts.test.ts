import { SENTINEL_MEMBER, TRUNCATED_ANNOTATION } from '@eks-sentinel/schema';
import { attackStory, auditTraffic } from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';

import { ALL_QUERIES } from '../../src/azure/queries/all-queries';
import { readExpression, readFilters } from './kql-rows';
import type { Row } from './kql-rows';
import { kindOf, nodesOf, textOf } from './kusto';
import { analyzeInWorkspace } from './workspace';

const DAY = { seed: 7, from: Date.UTC(2026, 2, 2), to: Date.UTC(2026, 2, 3) };
/** The hunt for reused audit IDs looks at all events together, so that its filter says nothing. */
const HUNTS = ALL_QUERIES.filter(({ id, group }) => group === 'hunting' && id !== 'reused-audit-ids').map(
  ({ id, kql }) => ({ id, filter: readFilters(kql) }),
);

interface AuditEvent {
  readonly verb?: string;
  readonly user?: { readonly username?: string };
  readonly sourceIPs?: readonly string[];
  readonly responseStatus?: { readonly code?: number };
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

/** The columns that hunts filter by. */
function rowOf(text: string): Row {
  const event = JSON.parse(text) as AuditEvent;
  return {
    ClusterName: 'shop',
    Verb: event.verb ?? '',
    User: event.user?.username ?? '',
    SourceIPs: event.sourceIPs ?? [],
    ResponseCode: event.responseStatus?.code ?? null,
    AuthDecision: event.annotations?.['authorization.k8s.io/decision'] ?? '',
    RawEvent: event,
  };
}
function huntsThatFind(row: Row): string[] {
  return HUNTS.filter(({ filter }) => filter([row]).length > 0).map(({ id }) => id);
}

/** Members that no API server writes and that stand only in degraded and shrunk rows. */
const ADDED_BY_THE_TRANSFORM = [
  `RawEvent.annotations["${TRUNCATED_ANNOTATION}"]`,
  `RawEvent.${SENTINEL_MEMBER}`,
  `RawEvent.${SENTINEL_MEMBER}.degraded`,
  `RawEvent.${SENTINEL_MEMBER}.removed`,
];

/** Members that only a constrained impersonation has, from Kubernetes 1.35 on, which the generated day does not have. */
const OF_CONSTRAINED_IMPERSONATION = [
  'RawEvent.authenticationMetadata',
  'RawEvent.authenticationMetadata.impersonationConstraint',
];

function everydayRows(events: number): Row[] {
  return [...auditTraffic({ ...DAY, events, withAttack: false })].map(({ text }) => rowOf(text));
}

describe('hunts', () => {
  it('find every step of an attack', () => {
    const found = attackStory(DAY).map(({ text }) => huntsThatFind(rowOf(text)));

    expect(found).toEqual([
      ['failed-authentication'],
      ['forbidden-bursts'],
      ['secret-reads'],
      ['exec-into-pods'],
      ['privileged-workloads'],
      ['rbac-escalations'],
      ['service-account-tokens'],
      ['secret-reads'],
      ['aws-auth-changes'],
      ['mass-deletions'],
    ]);
  });

  it('pass less than a fiftieth of the everyday traffic of a cluster, each of them', () => {
    const rows = everydayRows(2_000);

    for (const { id, filter } of HUNTS) expect([id, filter(rows).length < rows.length / 50]).toEqual([id, true]);
  });

  it('name only members that audit events have', () => {
    const rows = [...everydayRows(2_000), ...attackStory(DAY).map(({ text }) => rowOf(text))];
    const nodes = ALL_QUERIES.flatMap(({ kql }) => nodesOf(analyzeInWorkspace(kql).root)).filter(
      (node) => /^(Path|Element)Expression$/.test(kindOf(node)) && textOf(node).startsWith('RawEvent'),
    );
    const paths = new Map(nodes.map((node) => [textOf(node), readExpression(node)]));
    const unknown = [...paths].filter(([, value]) => !rows.some((row) => value(row) !== null)).map(([path]) => path);

    expect(paths.size).toBeGreaterThan(40);
    expect(unknown.sort()).toEqual([...ADDED_BY_THE_TRANSFORM, ...OF_CONSTRAINED_IMPERSONATION].sort());
  });
});
