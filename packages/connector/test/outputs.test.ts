import { describe, expect, it } from '@jest/globals';
import { parse } from 'shell-quote';

import type { Template } from '../src';
import { resolve, type Place } from './resolve';
import { OIDC, RESOURCES, serverlessStack } from './templates';

/** The outputs as the console shows them. */
function outputs(template: Template, place: Place = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(template.Outputs).map(([name, { Value }]) => [name, resolve(template, Value, place) as string]),
  );
}

const LONGEST: Place = {
  parameters: {
    EKSClusterName: `a${'_-'.repeat(49)}Z`,
    BucketName: `a${'-'.repeat(61)}z`,
    SentinelSQSQueueName: '_-'.repeat(36),
    AwsRoleName: `OIDC_${'_-'.repeat(29)}`,
  },
};

describe('the outputs', () => {
  it('carry the names of the official connector, both ways of deploying', () => {
    const names = [
      'SentinelRoleArn',
      'SentinelSQSQueueURL',
      'Step1EnableEKSAuditLogging',
      'Step2CreateSubscriptionFilter',
      'S3BucketName',
      'CloudWatchLogGroup',
      'FirehoseDeliveryStreamName',
      'CloudWatchLogsRoleArn',
      'SentinelSQSQueueArn',
      'SentinelSQSQueueName',
      'NotificationDlqUrl',
      'ErrorsQueueUrl',
      'TransformFunctionName',
      'AddSentinelAudience',
    ];

    expect(Object.keys(RESOURCES.Outputs)).toEqual(names);
    expect(serverlessStack().Outputs).toEqual(RESOURCES.Outputs);
  });

  it('say what to paste into Sentinel', () => {
    expect(outputs(RESOURCES)).toMatchObject({
      SentinelRoleArn: 'arn:aws:iam::111122223333:role/OIDC_MicrosoftSentinelRoleEKS',
      SentinelSQSQueueURL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/MicrosoftSentinelEKSSqs',
      CloudWatchLogGroup: '/aws/eks/prod-1/cluster',
      S3BucketName: 'acme-eks-audit',
    });
  });
});

describe('the commands', () => {
  it('of Step 1 are the words that enable the audit log', () => {
    expect(parse(outputs(RESOURCES)['Step1EnableEKSAuditLogging']!)).toEqual([
      ...['aws', 'eks', 'update-cluster-config', '--region', 'eu-west-1', '--name', 'prod-1'],
      ...['--logging', '{"clusterLogging":[{"types":["audit"],"enabled":true}]}'],
    ]);
  });

  it('of Step 2 are the words that subscribe the log group, the pattern a quoted term', () => {
    expect(parse(outputs(RESOURCES)['Step2CreateSubscriptionFilter']!)).toEqual([
      ...['aws', 'logs', 'put-subscription-filter', '--region', 'eu-west-1'],
      ...['--log-group-name', '/aws/eks/prod-1/cluster', '--filter-name', 'eks-sentinel-prod-audit'],
      ...['--filter-pattern', '"audit.k8s.io"'],
      ...['--destination-arn', 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/eks-sentinel-prod'],
      ...['--role-arn', 'arn:aws:iam::111122223333:role/SubscriptionRole'],
    ]);
  });

  it('of the audience are the words that add it to the provider of the account', () => {
    const words = [
      ...['aws', 'iam', 'add-client-id-to-open-id-connect-provider', '--open-id-connect-provider-arn'],
      'arn:aws:iam::111122223333:oidc-provider/sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/',
      ...['--client-id', 'api://1462b192-27f7-4cb9-8523-0f4ecb54b47e'],
    ];

    expect(parse(outputs(RESOURCES)['AddSentinelAudience']!)).toEqual(words);
    expect(parse(outputs(OIDC)['AddSentinelAudience']!)).toEqual(words);
  });

  it.each([
    ['the usual values', RESOURCES, {}],
    ['the longest and oddest values', RESOURCES, LONGEST],
    ['several clusters', serverlessStack({ EKSClusterName: 'a_b,a-b,ab' }), {}],
    ['GovCloud', RESOURCES, { partition: 'aws-us-gov', region: 'us-gov-west-1' }],
    ['China', RESOURCES, { partition: 'aws-cn', region: 'cn-north-1', urlSuffix: 'amazonaws.com.cn' }],
  ] as const)('are plain words with %s: no operator, no glob, no variable', (_name, template, place) => {
    const commands = Object.values(outputs(template, place)).filter((value) => value.startsWith('aws '));

    expect(commands.length).toBeGreaterThanOrEqual(3);
    for (const command of commands) {
      expect(parse(command).filter((word) => typeof word !== 'string')).toEqual([]);
      expect(command.replace(/'[^']*'/g, '')).toMatch(/^[A-Za-z0-9 ._:/-]+$/);
    }
  });

  it('come once for each cluster, and so do log group and filter', () => {
    const stack = serverlessStack({ EKSClusterName: 'prod-1,prod-2', CreateSubscriptionFilter: 'true' });
    const place = { parameters: { EKSClusterName: 'prod-1' } };

    expect(Object.keys(stack.Outputs).filter((name) => name.startsWith('Step'))).toEqual([
      'Step1EnableEKSAuditLogging',
      'Step2CreateSubscriptionFilter',
      'Step1EnableEKSAuditLoggingProd2d7d3fd',
      'Step2CreateSubscriptionFilterProd2d7d3fd',
    ]);
    const filters = Object.values(stack.Resources).filter(({ Type }) => Type === 'AWS::Logs::SubscriptionFilter');
    expect(filters.map(({ Properties }) => resolve(stack, Properties, place))).toEqual(
      [
        ['prod-1', 'eks-sentinel-prod-audit'],
        ['prod-2', 'eks-sentinel-prod-audit-prod-2'],
      ].map(([cluster, filter]) => ({
        LogGroupName: `/aws/eks/${cluster!}/cluster`,
        FilterName: filter,
        FilterPattern: '"audit.k8s.io"',
        DestinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/eks-sentinel-prod',
        RoleArn: 'arn:aws:iam::111122223333:role/SubscriptionRole',
      })),
    );
  });
});
