import { paginateDescribeSubscriptionFilters, type SubscriptionFilter } from '@aws-sdk/client-cloudwatch-logs';

import { ask, type Answer } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import { inTurn, type ShellCommand } from '../../shell/shell-command';
import { awsCommand } from '../aws-command';
import { arnIn, expectedResource, streamArn, type Chain, type ClusterNames } from '../chain';
import { check, passIf, result, unnamed, type CheckResult, type Station, type Verdict } from '../check';
import { step1 } from './cluster';
import { checkRights, checkServiceTrust, observeRole, type RoleFacts } from '../role';

/** Source: CloudWatch Logs quotas, subscription filters per log group. */
const MOST_FILTERS = 2;

export interface SubscriptionFacts {
  readonly cluster: ClusterNames;
  readonly filters: Answer<readonly SubscriptionFilter[]>;
  /** The role of our filter. */
  readonly role?: RoleFacts;
}

/** CloudWatch Logs: a filter sends the audit events to our stream, by a role that may put them there. */
export const subscriptionStation: Station<readonly SubscriptionFacts[]> = {
  id: 'subscription',

  observe: async (aws, chain) =>
    Promise.all(
      chain.clusters.map(async (cluster) => {
        const filters = await ask('logs:DescribeSubscriptionFilters', () => listFilters(aws, cluster.logGroup));
        const ours = filters.kind === 'value' ? oursAmong(filters.value, chain)[0] : undefined;
        const arn = ours?.roleArn;
        return arn === undefined ? { cluster, filters } : { cluster, filters, role: await observeRole(aws.iam, arn) };
      }),
    ),

  judge: (facts, chain) => {
    if (chain.stream === undefined) return [unnamed('subscription.filter', '--stream')];
    return facts.flatMap((one) => judgeSubscription(one, chain));
  },
};

export async function listFilters({ logs }: AwsClients, logGroupName: string): Promise<SubscriptionFilter[]> {
  const filters: SubscriptionFilter[] = [];
  for await (const page of paginateDescribeSubscriptionFilters({ client: logs }, { logGroupName })) {
    filters.push(...(page.subscriptionFilters ?? []));
  }
  return filters;
}

/** The filters whose destination is the stream of the chain. */
export function oursAmong(filters: readonly SubscriptionFilter[], chain: Chain): SubscriptionFilter[] {
  return filters.filter(({ destinationArn }) => destinationArn === streamArn(chain));
}

function judgeSubscription({ cluster, filters, role }: SubscriptionFacts, chain: Chain): CheckResult[] {
  const subject = cluster.logGroup;
  const expected = `a subscription filter whose destination is ${streamArn(chain)}`;
  const found = check(
    { id: 'subscription.filter', subject, expected },
    filters,
    (all) => judgeFilters(all, cluster, chain),
    step1(chain, cluster.name),
  );
  const ours = filters.kind === 'value' ? oursAmong(filters.value, chain) : [];
  const [filter] = ours;
  if (filter === undefined) return [found];
  return [
    found,
    judgeOnce(ours, cluster, chain),
    judgePattern(filter, cluster, chain),
    ...(role === undefined ? [] : judgeRole(role, cluster, chain)),
  ];
}

function judgeFilters(filters: readonly SubscriptionFilter[], cluster: ClusterNames, chain: Chain): Verdict {
  const ours = oursAmong(filters, chain);
  if (ours.length > 0) return { status: 'PASS', observed: `${ours[0]!.filterName ?? ''} sends to our stream` };
  const names = filters.map(({ filterName = '' }) => filterName);
  if (filters.length === 0) return { status: 'FAIL', observed: 'no subscription filter', fix: step2(chain, cluster) };
  const observed = `${filters.length} filter(s), none sends to our stream: ${names.join(', ')}`;
  const fix = step2(chain, cluster);
  if (filters.length < MOST_FILTERS) return { status: 'FAIL', observed, fix };
  const last = names.at(-1)!;
  const spared = `${observed}; a log group has room for ${MOST_FILTERS}, so that one must go`;
  return { status: 'FAIL', observed: spared, fix: inTurn([removeFilter(chain, cluster, last), fix]) };
}

function judgeOnce(ours: readonly SubscriptionFilter[], cluster: ClusterNames, chain: Chain): CheckResult {
  const question = {
    id: 'subscription.once',
    subject: cluster.logGroup,
    expected: 'one filter to our stream',
  } as const;
  const surplus = ours.at(-1)?.filterName ?? '';
  return result(
    question,
    passIf(
      ours.length === 1,
      ours.length === 1 ? 'one' : `${ours.length} filters: every audit event is sent as often`,
      'WARN',
      removeFilter(chain, cluster, surplus),
    ),
  );
}

function judgePattern(filter: SubscriptionFilter, cluster: ClusterNames, chain: Chain): CheckResult {
  const wanted = String(expectedResource(chain, 'SubscriptionFilter')['FilterPattern']);
  const question = { id: 'subscription.pattern', subject: cluster.logGroup, expected: `the term ${wanted}` } as const;
  const fix = step2(chain, cluster, filter);
  const pattern = (filter.filterPattern ?? '').trim();
  if (pattern === wanted) return result(question, { status: 'PASS', observed: pattern });
  if (pattern === '') {
    const observed = 'empty: every component of the control plane is sent and paid for';
    return result(question, { status: 'WARN', observed, fix });
  }
  if (pattern.startsWith('{')) {
    const observed = 'a JSON pattern, which never matches an audit event that was cut: those are lost';
    return result(question, { status: 'FAIL', observed, fix });
  }
  return result(question, { status: 'WARN', observed: 'another pattern: audit events may be left out', fix });
}

function judgeRole(role: RoleFacts, cluster: ClusterNames, chain: Chain): CheckResult[] {
  const sourceArn = arnIn(chain, 'logs', `log-group:${cluster.logGroup}:*`);
  const context = { 'aws:sourceaccount': chain.account, 'aws:sourcearn': sourceArn };
  const services = ['logs.amazonaws.com', `logs.${chain.region}.amazonaws.com`];
  const trust = { id: 'subscription.role-trust', roleId: 'SubscriptionRole', services } as const;
  return [
    checkServiceTrust(chain, trust, role, context),
    checkRights(chain, { id: 'subscription.role-rights', roleId: 'SubscriptionRole' }, role),
  ];
}

/** The command that subscribes the log group; a filter of the same name is replaced. */
export function step2(
  chain: Chain,
  cluster: ClusterNames,
  { filterName = cluster.filterName, roleArn = chain.subscriptionRoleArn }: SubscriptionFilter = {},
): ShellCommand {
  return awsCommand('logs', 'PutSubscriptionFilter', chain.region, {
    logGroupName: cluster.logGroup,
    filterName,
    filterPattern: String(expectedResource(chain, 'SubscriptionFilter')['FilterPattern']),
    destinationArn: streamArn(chain),
    roleArn: roleArn ?? '<arn-of-the-role-of-the-subscription>',
  });
}

function removeFilter(chain: Chain, cluster: ClusterNames, filterName: string): ShellCommand {
  const input = { logGroupName: cluster.logGroup, filterName };
  return awsCommand('logs', 'DeleteSubscriptionFilter', chain.region, input);
}
