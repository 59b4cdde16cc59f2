import type { Cluster } from './clusters';
import { getAtt, ref, sub } from './intrinsics';
import { FILTER_PATTERN } from './names';
import { ADD_AUDIENCE_COMMAND } from './oidc-provider';
import { FUNCTION_ID } from './transform-function';
import type { Output, Outputs } from './template';

const LOGGING = '{"clusterLogging":[{"types":["audit"],"enabled":true}]}';

/** What a person needs after a deployment. The names are those of the official connector, and runbooks know them. */
export function outputs(clusters: readonly Cluster[]): Outputs {
  return {
    SentinelRoleArn: {
      Description: 'Paste into the connector page of Sentinel: Role ARN',
      Value: getAtt('SentinelRole', 'Arn'),
    },
    SentinelSQSQueueURL: {
      Description: 'Paste into the connector page of Sentinel: Queue URL',
      Value: ref('NotificationQueue'),
    },
    ...Object.fromEntries(clusters.flatMap(steps)),
    S3BucketName: { Description: 'Bucket of rows and of failed records', Value: ref('LogsBucket') },
    ...Object.fromEntries(clusters.map(logGroup)),
    FirehoseDeliveryStreamName: {
      Description: 'Stream that the subscription filters write into',
      Value: ref('DeliveryStream'),
    },
    CloudWatchLogsRoleArn: {
      Description: 'Role of the subscription filters',
      Value: getAtt('SubscriptionRole', 'Arn'),
    },
    SentinelSQSQueueArn: { Description: 'Queue that Sentinel polls', Value: getAtt('NotificationQueue', 'Arn') },
    SentinelSQSQueueName: {
      Description: 'Queue that Sentinel polls',
      Value: getAtt('NotificationQueue', 'QueueName'),
    },
    NotificationDlqUrl: {
      Description: 'Dead-letter queue: notifications that Sentinel gave up on',
      Value: ref('NotificationDlq'),
    },
    ErrorsQueueUrl: { Description: 'Work list of failed records for redrive', Value: ref('ErrorsQueue') },
    TransformFunctionName: {
      Description: 'Function behind the alias live',
      Value: ref(FUNCTION_ID),
    },
    AddSentinelAudience: {
      Description: 'Run this when the account had the OIDC provider of the issuer before; it is safe to repeat',
      Value: ADD_AUDIENCE_COMMAND,
    },
  };
}

function steps(cluster: Cluster): [string, Output][] {
  const { name, suffix, filterName } = cluster;
  const destination = '--destination-arn ${DeliveryStream.Arn} --role-arn ${SubscriptionRole.Arn}';
  return [
    [
      `Step1EnableEKSAuditLogging${suffix}`,
      {
        Description: 'Step 1: run this to enable audit logging ("No changes needed" is fine)',
        Value: sub(`aws eks update-cluster-config --region \${AWS::Region} --name ${name} --logging '${LOGGING}'`),
      },
    ],
    [
      `Step2CreateSubscriptionFilter${suffix}`,
      {
        Description: 'Step 2: run this once the log group exists, unless CreateSubscriptionFilter is true',
        Value: sub(
          `aws logs put-subscription-filter --region \${AWS::Region} --log-group-name /aws/eks/${name}/cluster ` +
            `--filter-name ${filterName} --filter-pattern '${FILTER_PATTERN}' ${destination}`,
        ),
      },
    ],
  ];
}

function logGroup({ name, suffix }: Cluster): [string, Output] {
  return [
    `CloudWatchLogGroup${suffix}`,
    { Description: 'Log group of the cluster', Value: sub(`/aws/eks/${name}/cluster`) },
  ];
}
