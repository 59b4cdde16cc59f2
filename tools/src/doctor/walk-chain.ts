import type { AwsClients } from '../aws/aws-clients';
import type { Chain } from './chain';
import type { CheckResult, Station, StationId } from './check';
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

/** In the order of the data. */
export const STATIONS: readonly Sight[] = [
  lookAt(clusterStation),
  lookAt(logGroupStation),
  lookAt(subscriptionStation),
  lookAt(flowStation),
  lookAt(firehoseStation),
  lookAt(lambdaStation),
  lookAt(s3Station),
  lookAt(sqsStation),
  lookAt(identityStation),
  lookAt(stackStation),
];

/** A station that can be looked at, whatever its facts are. */
interface Sight {
  readonly id: StationId;
  readonly look: (aws: AwsClients, chain: Chain) => Promise<readonly CheckResult[]>;
}

/** Looks at every station, all at once, and gives the results in the order of the data. */
export async function walkChain(aws: AwsClients, chain: Chain): Promise<CheckResult[]> {
  const results = await Promise.all(STATIONS.map(({ look }) => look(aws, chain)));
  return results.flat();
}

function lookAt<Facts>({ id, observe, judge }: Station<Facts>): Sight {
  return { id, look: async (aws, chain) => judge(await observe(aws, chain), chain) };
}
