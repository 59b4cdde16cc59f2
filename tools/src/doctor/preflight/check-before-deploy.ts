import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

import { ask, mapAnswer } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import { awsCommand } from '../aws-command';
import type { Chain } from '../chain';
import { check, result, type CheckResult } from '../check';
import { clusterStation } from '../checks/cluster';
import { checkLogGroups } from './check-log-groups';
import { checkNames } from './check-names';
import { checkPermissions } from './check-permissions';
import { checkProvider } from './check-provider';

/** States out of which a stack cannot be updated: it has to be deleted first. */
const DEAD = /^(ROLLBACK_COMPLETE|ROLLBACK_FAILED|CREATE_FAILED|DELETE_FAILED|REVIEW_IN_PROGRESS)$/;

/** What would stop a first deployment, or has to be known before it. */
export async function checkBeforeDeploy(aws: AwsClients, chain: Chain): Promise<CheckResult[]> {
  const stack = await checkStack(aws, chain);
  const cluster = await clusterStation.observe(aws, chain);
  const [logGroups, names, provider, permissions] = await Promise.all([
    checkLogGroups(aws, chain),
    // The names of a stack that is there are taken by itself.
    stack?.status === 'WARN' ? [] : checkNames(aws, chain),
    checkProvider(aws, chain),
    checkPermissions(aws, chain),
  ]);
  return [
    ...(stack === undefined ? [] : [stack]),
    ...clusterStation.judge(cluster, chain).map(turnedOnLater),
    ...logGroups,
    ...names,
    ...provider,
    permissions,
  ];
}

async function checkStack({ cloudFormation }: AwsClients, chain: Chain): Promise<CheckResult | undefined> {
  const { stack, region } = chain;
  if (stack === undefined) return undefined;
  const question = { id: 'preflight.stack', subject: stack, expected: 'no stack of this name' } as const;
  const answer = await ask('cloudformation:DescribeStacks', () =>
    cloudFormation.send(new DescribeStacksCommand({ StackName: stack })),
  );
  const status = mapAnswer(answer, ({ Stacks = [] }) => Stacks[0]?.StackStatus ?? '');
  if (status.kind === 'absent') return result(question, { status: 'PASS', observed: 'there is none' });
  const remove = awsCommand('cloudformation', 'DeleteStack', region, { StackName: stack });
  return check(question, status, (found) =>
    DEAD.test(found)
      ? { status: 'FAIL', observed: `${found}: it has to be deleted first`, fix: remove }
      : { status: 'WARN', observed: `${found}: a deployment updates it` },
  );
}

/** Before a deployment the audit log may be off: Step 1 turns it on. */
function turnedOnLater(one: CheckResult): CheckResult {
  return one.id === 'cluster.audit-logging' && one.status === 'FAIL' ? { ...one, status: 'WARN' } : one;
}
