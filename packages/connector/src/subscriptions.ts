import type { Cluster } from './clusters';
import { getAtt, ref, sub } from './intrinsics';
import { FILTER_PATTERN, regionalArn, STREAM_ARN } from './names';
import type { Resource, Resources } from './template';

/** The filter of each cluster, where the log group exists already. */
export function subscriptionFilters(clusters: readonly Cluster[]): Resources {
  return Object.fromEntries(
    clusters.map((cluster) => [
      `SubscriptionFilter${cluster.suffix}`,
      {
        Type: 'AWS::Logs::SubscriptionFilter',
        Condition: 'CreatesSubscriptionFilter',
        Properties: {
          LogGroupName: sub(`/aws/eks/${cluster.name}/cluster`),
          FilterName: sub(cluster.filterName),
          FilterPattern: FILTER_PATTERN,
          DestinationArn: getAtt('DeliveryStream', 'Arn'),
          RoleArn: getAtt('SubscriptionRole', 'Arn'),
        },
      },
    ]),
  );
}

/** The role by which CloudWatch Logs puts subscription messages into the stream. All clusters share it. */
export function subscriptionRole(): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      Description: 'CloudWatch Logs: puts EKS audit logs into the stream',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'logs.amazonaws.com' },
            Action: 'sts:AssumeRole',
            // Source: CloudWatch Logs user guide, "Subscription filters with Amazon Data Firehose".
            Condition: {
              StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
              ArnLike: { 'aws:SourceArn': regionalArn('logs', '*') },
            },
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'put',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'PutIntoStream',
                Effect: 'Allow',
                Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
                // A constructed ARN, so that the role is known everywhere by the time the filter tries it.
                Resource: STREAM_ARN,
              },
            ],
          },
        },
      ],
    },
  };
}
