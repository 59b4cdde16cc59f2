import type { CheckResult } from '../../src/doctor/check';
import { ACCOUNT, BUCKET, CLUSTER, LOG_GROUP, REGION, STACK, STREAM_ARN } from './moto-stage';

/** Commands that spoil a healthy stage, and the check that has to say so; its fix makes it healthy again. */
export interface SpoiltStage {
  readonly name: string;
  readonly commands: string;
  readonly found: CheckResult['id'];
}

const QUEUE = 'MicrosoftSentinelEKSSqs';
const QUEUE_URL = `http://127.0.0.1/${ACCOUNT}/${QUEUE}`;
const QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:${QUEUE}`;
const ROLE = 'OIDC_MicrosoftSentinelRoleEKS';
const FUNCTION = `${STACK}-transform`;
const ISSUER = 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/';
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
const AUDIENCE = 'api://1462b192-27f7-4cb9-8523-0f4ecb54b47e';

const update = (change: object): string =>
  `aws firehose update-destination --delivery-stream-name ${STACK} --current-delivery-stream-version-id $(version) ` +
  `--destination-id destinationId-000000000001 --extended-s3-destination-update '${JSON.stringify(change)}'`;

const configure = (change: string): string =>
  `aws lambda update-function-configuration --function-name ${FUNCTION} ${change} && ` +
  `aws lambda update-alias --function-name ${FUNCTION} --name live ` +
  `--function-version "$(aws lambda publish-version --function-name ${FUNCTION} --query Version --output text)"`;

const notify = (...announcements: object[]): string =>
  `aws s3api put-bucket-notification-configuration --bucket ${BUCKET} ` +
  `--notification-configuration '${JSON.stringify({ QueueConfigurations: announcements })}'`;

const announce = (change: object): object => ({
  QueueArn: QUEUE_ARN,
  Events: ['s3:ObjectCreated:*'],
  Filter: {
    Key: {
      FilterRules: [
        { Name: 'prefix', Value: 'eks-audit-logs/' },
        { Name: 'suffix', Value: '.gz' },
      ],
    },
  },
  ...change,
});

const attributes = (change: object): string =>
  `aws sqs set-queue-attributes --queue-url ${QUEUE_URL} --attributes '${JSON.stringify(change)}'`;

const trust = (role: string, document: object): string =>
  `aws iam update-assume-role-policy --role-name ${role} --policy-document '${JSON.stringify(document)}'`;

const filter = (pattern: string): string =>
  `aws logs put-subscription-filter --log-group-name ${LOG_GROUP} --filter-name ${STACK}-audit ` +
  `--filter-pattern '${pattern}' --destination-arn ${STREAM_ARN} --role-arn $(subscription)`;

const federated = (change: object): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: PROVIDER },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${ISSUER}:aud`]: AUDIENCE,
          'sts:RoleSessionName': ['MicrosoftSentinel_01234567-89ab-cdef-0123-456789abcdef'],
        },
      },
      ...change,
    },
  ],
});

/** `$(version)` and `$(subscription)` and so on are filled in with what the stage holds at that moment. */
export const SPOILT_STAGES: readonly SpoiltStage[] = [
  {
    name: 'the audit log is off',
    commands: `aws eks update-cluster-config --name ${CLUSTER} --logging '{"clusterLogging":[{"types":["audit"],"enabled":false}]}'`,
    found: 'cluster.audit-logging',
  },
  {
    name: 'no subscription filter',
    commands: `aws logs delete-subscription-filter --log-group-name ${LOG_GROUP} --filter-name ${STACK}-audit`,
    found: 'subscription.filter',
  },
  { name: 'a JSON pattern', commands: filter('{ $.verb = "get" }'), found: 'subscription.pattern' },
  {
    name: 'the subscription role trusts another service',
    commands: trust('$(subscription-role)', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
    found: 'subscription.role-trust',
  },
  {
    name: 'the subscription role has no rights',
    commands: 'aws iam delete-role-policy --role-name $(subscription-role) --policy-name put',
    found: 'subscription.role-rights',
  },
  {
    name: 'no transform',
    commands: update({ ProcessingConfiguration: { Enabled: false, Processors: [] } }),
    found: 'firehose.transform',
  },
  { name: 'rows under another prefix', commands: update({ Prefix: 'logs/' }), found: 'firehose.prefix' },
  {
    name: 'failures below the rows',
    commands: update({ ErrorOutputPrefix: 'eks-audit-logs/failed/' }),
    found: 'firehose.error-prefix',
  },
  {
    name: 'uncompressed objects',
    commands: update({ CompressionFormat: 'UNCOMPRESSED' }),
    found: 'firehose.compression',
  },
  { name: 'another bucket', commands: update({ BucketARN: 'arn:aws:s3:::other' }), found: 'firehose.bucket' },
  {
    name: 'no log of the stream',
    commands: update({ CloudWatchLoggingOptions: { Enabled: false } }),
    found: 'firehose.logging',
  },
  {
    name: 'a stream without encryption',
    commands: `aws firehose stop-delivery-stream-encryption --delivery-stream-name ${STACK}`,
    found: 'firehose.encryption',
  },
  {
    name: 'the Firehose role has no rights',
    commands: 'aws iam delete-role-policy --role-name $(firehose-role) --policy-name deliver',
    found: 'firehose.role-rights',
  },
  {
    name: 'the Firehose role serves another account',
    commands: trust('$(firehose-role)', {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'firehose.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': '999999999999' } },
        },
      ],
    }),
    found: 'firehose.role-trust',
  },
  { name: 'an old runtime', commands: configure('--runtime nodejs20.x'), found: 'lambda.runtime' },
  { name: 'too little memory', commands: configure('--memory-size 128'), found: 'lambda.memory' },
  { name: 'a short time-out', commands: configure('--timeout 3'), found: 'lambda.timeout' },
  {
    name: 'no alias',
    commands: `aws lambda delete-alias --function-name ${FUNCTION} --name live`,
    found: 'lambda.alias',
  },
  { name: 'no notification', commands: notify(), found: 's3.notification' },
  {
    name: 'a notification about plain puts',
    commands: notify(announce({ Events: ['s3:ObjectCreated:Put'] })),
    found: 's3.notification-event',
  },
  {
    name: 'a notification about another suffix',
    commands: notify(announce({ Filter: { Key: { FilterRules: [{ Name: 'suffix', Value: '.json' }] } } })),
    found: 's3.notification-filter',
  },
  {
    name: 'a notification about everything',
    commands: notify(announce({ Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'e' }] } } })),
    found: 's3.notification-errors',
  },
  {
    name: 'failures are announced to nobody',
    commands: notify(announce({})),
    found: 's3.notification-work-list',
  },
  {
    name: 'no block of public access',
    commands: `aws s3api delete-public-access-block --bucket ${BUCKET}`,
    found: 's3.public-access',
  },
  { name: 'no bucket policy', commands: `aws s3api delete-bucket-policy --bucket ${BUCKET}`, found: 's3.policy' },
  { name: 'nothing expires', commands: `aws s3api delete-bucket-lifecycle --bucket ${BUCKET}`, found: 's3.lifecycle' },
  { name: 'no encryption', commands: `aws s3api delete-bucket-encryption --bucket ${BUCKET}`, found: 's3.encryption' },
  { name: 'no queue', commands: `aws sqs delete-queue --queue-url ${QUEUE_URL}`, found: 'sqs.exists' },
  { name: 'no queue policy', commands: attributes({ Policy: '' }), found: 'sqs.policy' },
  { name: 'no dead-letter queue', commands: attributes({ RedrivePolicy: '' }), found: 'sqs.redrive' },
  { name: 'a short retention', commands: attributes({ MessageRetentionPeriod: '345600' }), found: 'sqs.retention' },
  { name: 'the key of AWS', commands: attributes({ KmsMasterKeyId: 'alias/aws/sqs' }), found: 'sqs.key' },
  {
    name: 'no provider',
    commands: `aws iam delete-open-id-connect-provider --open-id-connect-provider-arn ${PROVIDER}`,
    found: 'identity.provider',
  },
  {
    name: 'a provider without the slash',
    commands: trust(ROLE, federated({ Principal: { Federated: PROVIDER.slice(0, -1) } })),
    found: 'identity.trust-provider',
  },
  {
    name: 'another audience',
    commands: trust(ROLE, federated({ Condition: { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } } })),
    found: 'identity.trust-audience',
  },
  {
    name: 'another workspace',
    commands: trust(
      ROLE,
      federated({
        Condition: { StringEquals: { [`${ISSUER}:aud`]: AUDIENCE, 'sts:RoleSessionName': 'MicrosoftSentinel_other' } },
      }),
    ),
    found: 'identity.trust-session',
  },
  {
    name: 'Sentinel has no rights',
    commands: `aws iam delete-role-policy --role-name ${ROLE} --policy-name read`,
    found: 'identity.queue-rights',
  },
  {
    name: 'no role',
    commands: `aws iam delete-role-policy --role-name ${ROLE} --policy-name read && aws iam delete-role --role-name ${ROLE}`,
    found: 'identity.role',
  },
  {
    name: 'no stream',
    commands: `aws firehose delete-delivery-stream --delivery-stream-name ${STACK}`,
    found: 'firehose.exists',
  },
];
