import {
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
  paginateDescribeLogStreams,
  type LogGroup,
} from '@aws-sdk/client-cloudwatch-logs';

import { ask, type Answer } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import { inTurn } from '../../shell/shell-command';
import { awsCommand } from '../aws-command';
import type { Chain, ClusterNames } from '../chain';
import { check, passIf, result, type CheckResult, type Station } from '../check';
import { step1 } from './cluster';

const AUDIT_STREAM_PREFIX = 'kube-apiserver-audit-';

/** A cluster audits its own leases every few seconds: half an hour without an event is silence. */
const SILENT_MINUTES = 30;

/** Streams that are looked at: EKS makes a new one when an API server is replaced, and keeps the old. */
const MOST_PAGES = 20;

export interface LogGroupFacts {
  readonly cluster: ClusterNames;
  readonly group: Answer<LogGroup | undefined>;
  readonly stream: Answer<AuditStreams>;
}

interface AuditStreams {
  readonly count: number;
  /** Milliseconds since 1970 of the newest audit event, where there is one. */
  readonly lastEvent?: number;
}

/** CloudWatch Logs: the log group of the cluster is there, can be subscribed to, and audit events arrive. */
export const logGroupStation: Station<readonly LogGroupFacts[]> = {
  id: 'log-group',

  observe: async (aws, { clusters, now }) =>
    Promise.all(
      clusters.map(async (cluster) => ({
        cluster,
        group: await ask('logs:DescribeLogGroups', () => findLogGroup(aws, cluster.logGroup)),
        stream: await ask('logs:DescribeLogStreams', () => auditStreams(aws, cluster.logGroup, now)),
      })),
    ),

  judge: (facts, chain) => facts.flatMap((one) => judgeLogGroup(one, chain)),
};

/** The log group of exactly this name: the API searches by prefix. */
export async function findLogGroup({ logs }: AwsClients, name: string): Promise<LogGroup | undefined> {
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix: name })) {
    const found = logGroups.find(({ logGroupName }) => logGroupName === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function auditStreams({ logs }: AwsClients, logGroupName: string, now: number): Promise<AuditStreams> {
  let count = 0;
  let lastEvent: number | undefined;
  let pages = 0;
  const input = { logGroupName, logStreamNamePrefix: AUDIT_STREAM_PREFIX };
  for await (const { logStreams = [] } of paginateDescribeLogStreams({ client: logs }, input)) {
    count += logStreams.length;
    for (const { lastEventTimestamp = 0 } of logStreams) lastEvent = Math.max(lastEvent ?? 0, lastEventTimestamp);
    if (++pages === MOST_PAGES) break;
  }
  const since = now - SILENT_MINUTES * 60_000;
  if (count > 0 && (lastEvent ?? 0) < since) {
    // The time that a stream carries may be an hour behind; the events themselves are not.
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ ...input, startTime: since, limit: 1 }));
    lastEvent = events[0]?.timestamp ?? lastEvent;
  }
  return lastEvent === undefined || lastEvent === 0 ? { count } : { count, lastEvent };
}

function judgeLogGroup({ cluster, group, stream }: LogGroupFacts, chain: Chain): CheckResult[] {
  const subject = cluster.logGroup;
  const exists = { id: 'log-group.exists', subject, expected: 'a log group of exactly this name' } as const;
  if (group.kind === 'value' && group.value === undefined) {
    const observed = 'no such log group: EKS makes it when audit logging is turned on';
    return [result(exists, { status: 'FAIL', observed, fix: step1(chain, cluster.name) })];
  }
  const expected = `an audit event in the last ${SILENT_MINUTES} minutes`;
  return [
    check(exists, group, () => ({ status: 'PASS', observed: 'exists' })),
    check(
      { id: 'log-group.class', subject, expected: 'STANDARD: other classes take no subscription' },
      group,
      (one) => {
        const kind = one?.logGroupClass ?? 'STANDARD';
        // The class of a log group cannot be changed; EKS makes a new one, of the standard class.
        const remove = awsCommand('logs', 'DeleteLogGroup', chain.region, { logGroupName: subject });
        return passIf(kind === 'STANDARD', kind, 'FAIL', inTurn([remove, step1(chain, cluster.name)]));
      },
    ),
    check({ id: 'log-group.audit-events', subject, expected }, stream, (streams) =>
      judgeStreams(streams, cluster, chain),
    ),
  ];
}

function judgeStreams(
  { count, lastEvent }: AuditStreams,
  cluster: ClusterNames,
  chain: Chain,
): ReturnType<typeof passIf> {
  const fix = step1(chain, cluster.name);
  if (count === 0) return { status: 'FAIL', observed: `no log stream begins with ${AUDIT_STREAM_PREFIX}`, fix };
  if (lastEvent === undefined) return { status: 'FAIL', observed: 'the audit log streams are empty', fix };
  const minutes = Math.floor((chain.now - lastEvent) / 60_000);
  const observed = `the newest audit event is ${Math.max(minutes, 0)} min old`;
  return passIf(minutes < SILENT_MINUTES, observed, 'FAIL', fix);
}
