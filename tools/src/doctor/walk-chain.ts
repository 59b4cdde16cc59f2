import type { AwsClients } from '../aws/aws-clients';
import type { Chain } from './chain';
import type { CheckResult, Station } from './check';
import { clusterStation } from './checks/cluster';
import { firehoseStation } from './checks/firehose';
import { flowStation } from './checks/flow';
import { identityStation } from './checks/identity';
import { lambdaStation } from './checks/lambda';
import { logGroupStation } from './checks/log-group';
import { s3Station } from './checks/s3';
import { sqsStation } from './checks/sqs';
import { stackStation } from './checks/stack';
import { subscriptionStation } from './checks/subscription';

/** Looks at every station, all at once, and gives the results in the order of the data. */
export async function walkChain(aws: AwsClients, chain: Chain): Promise<CheckResult[]> {
  const results = await Promise.all([
    look(clusterStation, aws, chain),
    look(logGroupStation, aws, chain),
    look(subscriptionStation, aws, chain),
    look(flowStation, aws, chain),
    look(firehoseStation, aws, chain),
    look(lambdaStation, aws, chain),
    look(s3Station, aws, chain),
    look(sqsStation, aws, chain),
    look(identityStation, aws, chain),
    look(stackStation, aws, chain),
  ]);
  return results.flat();
}

async function look<Facts>(
  { observe, judge }: Station<Facts>,
  aws: AwsClients,
  chain: Chain,
): Promise<readonly CheckResult[]> {
  return judge(await observe(aws, chain), chain);
}
