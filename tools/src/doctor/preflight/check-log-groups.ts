import { ask } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import { awsCommand } from '../aws-command';
import type { Chain, ClusterNames } from '../chain';
import { check, passIf, type CheckResult } from '../check';
import { findLogGroup } from '../checks/log-group';
import { listFilters } from '../checks/subscription';

/** Source: CloudWatch Logs quotas, subscription filters per log group. */
const MOST_FILTERS = 2;

/** Whether the log groups exist and have room for a filter: that decides about `CreateSubscriptionFilter`. */
export async function checkLogGroups(aws: AwsClients, chain: Chain): Promise<CheckResult[]> {
  const results = await Promise.all(chain.clusters.map((cluster) => checkLogGroup(aws, cluster, chain)));
  return results.flat();
}

async function checkLogGroup(aws: AwsClients, cluster: ClusterNames, chain: Chain): Promise<CheckResult[]> {
  const subject = cluster.logGroup;
  const group = await ask('logs:DescribeLogGroups', () => findLogGroup(aws, subject));
  const question = { id: 'preflight.log-group', subject, expected: 'known before the deployment' } as const;
  const found = check(question, group, (one) => ({
    status: 'PASS',
    observed:
      one === undefined
        ? 'does not exist yet: deploy with CreateSubscriptionFilter=false, then run Step 1 and Step 2'
        : 'exists: CreateSubscriptionFilter=true may be given',
  }));
  if (group.kind !== 'value' || group.value === undefined) return [found];
  const filters = await ask('logs:DescribeSubscriptionFilters', () => listFilters(aws, subject));
  const room = check({ id: 'preflight.filters', subject, expected: 'room for one more filter' }, filters, (all) => {
    const names = all.map(({ filterName = '' }) => filterName);
    const input = { logGroupName: subject, filterName: names.at(-1) ?? '' };
    const fix = awsCommand('logs', 'DeleteSubscriptionFilter', chain.region, input);
    const observed = `${names.length} of ${MOST_FILTERS} filters${names.length === 0 ? '' : `: ${names.join(', ')}`}`;
    return passIf(names.length < MOST_FILTERS, observed, 'FAIL', fix);
  });
  return [found, room];
}
