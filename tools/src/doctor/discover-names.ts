import { GetBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { ROWS_PREFIX } from '@eks-sentinel/connector';

import { ask, valueOf } from '../aws/answer';
import type { AwsClients } from '../aws/aws-clients';
import type { Chain } from './chain';
import { describeStream, destinationOf } from './checks/firehose';
import { listFilters } from './checks/subscription';

type Names = Pick<Chain, 'stream' | 'functionName' | 'bucket' | 'queue'>;

/** Names that nobody gave, each from the station before it: filter, stream, bucket. What is not found stays unknown. */
export async function discoverNames(
  aws: AwsClients,
  { stream, functionName, bucket, queue, clusters }: Chain,
): Promise<Names> {
  const [cluster] = clusters;
  const streamName = stream ?? (cluster === undefined ? undefined : await streamOf(aws, cluster.logGroup));
  const destination =
    streamName === undefined ? undefined : destinationOf(valueOf(await describeStream(aws, streamName)));
  const processor = destination?.ProcessingConfiguration?.Processors?.find(({ Type }) => Type === 'Lambda');
  const lambda = processor?.Parameters?.find(({ ParameterName }) => ParameterName === 'LambdaArn')?.ParameterValue;
  const bucketName = bucket ?? destination?.BucketARN?.split(':').at(-1);
  const found = {
    stream: streamName,
    functionName: functionName ?? lambda?.split(':')[6],
    bucket: bucketName,
    queue: queue ?? (bucketName === undefined ? undefined : await queueOf(aws, bucketName)),
  };
  return Object.fromEntries(Object.entries(found).filter(([, name]) => name !== undefined));
}

async function streamOf(aws: AwsClients, logGroup: string): Promise<string | undefined> {
  const filters = valueOf(await ask('logs:DescribeSubscriptionFilters', () => listFilters(aws, logGroup))) ?? [];
  const arns = filters.map(({ destinationArn = '' }) => /:firehose:.*:deliverystream\/(.+)$/.exec(destinationArn)?.[1]);
  return arns.find((name) => name !== undefined);
}

async function queueOf({ s3 }: AwsClients, Bucket: string): Promise<string | undefined> {
  const answer = await ask('s3:GetBucketNotification', () =>
    s3.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
  );
  const announced = (valueOf(answer)?.QueueConfigurations ?? []).find(({ Filter }) => {
    const prefix = Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === 'prefix')?.Value ?? '';
    return ROWS_PREFIX.startsWith(prefix);
  });
  return announced?.QueueArn?.split(':').at(-1);
}
