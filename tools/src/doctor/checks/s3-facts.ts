import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  type GetBucketNotificationConfigurationCommandOutput,
  type LifecycleRule,
  type PublicAccessBlockConfiguration,
  type NotificationConfiguration,
} from '@aws-sdk/client-s3';
import { ERRORS_PREFIX, ROWS_PREFIX } from '@eks-sentinel/connector';
import type { DeliveryStreamDescription } from '@aws-sdk/client-firehose';

import { absentAs, ask, mapAnswer, type Answer } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import { parsePolicy, type PolicyDocument } from '../policy';
import { describeStream } from './firehose';

/** Pages of 1,000 keys under `errors/` that are counted. */
const MOST_PAGES = 10;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface BucketFacts {
  readonly head: Answer<string | undefined>;
  readonly notifications: Answer<NotificationConfiguration>;
  readonly publicAccess: Answer<PublicAccessBlockConfiguration>;
  readonly policy: Answer<PolicyDocument | undefined>;
  /** The algorithm of the default encryption. */
  readonly encryption: Answer<string | undefined>;
  readonly lifecycle: Answer<readonly LifecycleRule[]>;
  /** Objects of rows of this hour and the one before. */
  readonly recentRows: Answer<number>;
  /** Objects of failures, of the last day and older ones. */
  readonly errors: Answer<{ readonly recent: number; readonly older: number }>;
  readonly stream: Answer<DeliveryStreamDescription>;
}

/** Asks for all that is checked of the bucket. */
export async function observeBucket(
  aws: AwsClients,
  Bucket: string,
  streamName: string | undefined,
  now: number,
): Promise<BucketFacts> {
  const { s3 } = aws;
  const [head, notifications, publicAccess, policy, encryption, lifecycle, recentRows, errors, stream] =
    await Promise.all([
      ask('s3:ListBucket', () => s3.send(new HeadBucketCommand({ Bucket }))),
      ask('s3:GetBucketNotification', () => s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))),
      ask('s3:GetBucketPublicAccessBlock', () => s3.send(new GetPublicAccessBlockCommand({ Bucket }))),
      ask('s3:GetBucketPolicy', () => s3.send(new GetBucketPolicyCommand({ Bucket }))),
      ask('s3:GetEncryptionConfiguration', () => s3.send(new GetBucketEncryptionCommand({ Bucket }))),
      ask('s3:GetLifecycleConfiguration', () => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))),
      ask('s3:ListBucket', () => countRecentRows(aws, Bucket, now)),
      ask('s3:ListBucket', () => countErrors(aws, Bucket, now)),
      streamName === undefined ? Promise.resolve({ kind: 'absent' } as const) : describeStream(aws, streamName),
    ]);
  return {
    head: mapAnswer(head, ({ BucketRegion }) => BucketRegion),
    notifications: mapAnswer(notifications, withoutMetadata),
    publicAccess: absentAs(
      mapAnswer(publicAccess, (one) => one.PublicAccessBlockConfiguration ?? {}),
      {},
    ),
    policy: absentAs(
      mapAnswer(policy, ({ Policy }) => parsePolicy(Policy)),
      undefined,
    ),
    encryption: absentAs(
      mapAnswer(encryption, ({ ServerSideEncryptionConfiguration }) => {
        const [rule] = ServerSideEncryptionConfiguration?.Rules ?? [];
        return rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
      }),
      undefined,
    ),
    lifecycle: absentAs(
      mapAnswer(lifecycle, ({ Rules = [] }) => Rules),
      [],
    ),
    recentRows,
    errors,
    stream,
  };
}

async function countRecentRows({ s3 }: AwsClients, Bucket: string, now: number): Promise<number> {
  const counts = await Promise.all(
    [now, now - HOUR].map(async (time) => {
      const hour = new Date(time).toISOString().slice(0, 13).replace(/[-T]/g, '/');
      const answer = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${ROWS_PREFIX}${hour}/` }));
      return answer.KeyCount ?? 0;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function countErrors(
  { s3 }: AwsClients,
  Bucket: string,
  now: number,
): Promise<{ recent: number; older: number }> {
  const found = { recent: 0, older: 0 };
  let pages = 0;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: ERRORS_PREFIX })) {
    for (const { LastModified } of Contents) {
      if ((LastModified?.getTime() ?? 0) >= now - DAY) found.recent++;
      else found.older++;
    }
    if (++pages === MOST_PAGES) break;
  }
  return found;
}

/** What can be sent back as it came. */
function withoutMetadata(answer: GetBucketNotificationConfigurationCommandOutput): NotificationConfiguration {
  const { TopicConfigurations, QueueConfigurations, LambdaFunctionConfigurations, EventBridgeConfiguration } = answer;
  return {
    ...(TopicConfigurations && { TopicConfigurations }),
    ...(QueueConfigurations && { QueueConfigurations }),
    ...(LambdaFunctionConfigurations && { LambdaFunctionConfigurations }),
    ...(EventBridgeConfiguration && { EventBridgeConfiguration }),
  };
}
