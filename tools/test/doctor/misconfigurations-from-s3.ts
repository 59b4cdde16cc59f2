import type { Misconfiguration } from './misconfiguration';

const ANNOUNCEMENTS = 'bucket notifications QueueConfigurations';
const QUEUE = 'queues MicrosoftSentinelEKSSqs';
const ROLE = 'roles OIDC_MicrosoftSentinelRoleEKS';
const CONDITION = `${ROLE} trust Statement 0 Condition StringEquals`;
const ISSUER = 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/';
const AUDIENCE = 'api://1462b192-27f7-4cb9-8523-0f4ecb54b47e';
const SESSION = 'MicrosoftSentinel_01234567-89ab-cdef-0123-456789abcdef';

/** What can be wrong from the bucket to Sentinel. */
export const MISCONFIGURATIONS_FROM_S3: readonly Misconfiguration[] = [
  ['the bucket is missing', 's3.exists', 'bucket', undefined],
  ['no notification', 's3.notification', 'bucket notifications', {}],
  ['a notification to another queue', 's3.notification', `${ANNOUNCEMENTS} 0 QueueArn`, 'arn:aws:sqs:eu-west-1:1:old'],
  ['a notification about plain puts', 's3.notification-event', `${ANNOUNCEMENTS} 0 Events`, ['s3:ObjectCreated:Put']],
  [
    'a notification about another suffix',
    's3.notification-filter',
    `${ANNOUNCEMENTS} 0 Filter Key FilterRules 1 Value`,
    '.json',
  ],
  [
    'a notification about another prefix',
    's3.notification-filter',
    `${ANNOUNCEMENTS} 0 Filter Key FilterRules 0 Value`,
    'logs/',
  ],
  [
    'the stream writes another extension than is announced',
    's3.notification-filter',
    'stream Destinations 0 ExtendedS3DestinationDescription FileExtension',
    '.json',
  ],
  ['a notification about everything', 's3.notification-errors', `${ANNOUNCEMENTS} 0 Filter`, undefined],
  [
    'failures are announced to nobody',
    's3.notification-work-list',
    `${ANNOUNCEMENTS} 1 QueueArn`,
    'arn:aws:sqs:eu-west-1:1:old',
    'WARN',
  ],
  ['a block of public access is off', 's3.public-access', 'bucket publicAccess BlockPublicPolicy', false],
  ['no block of public access', 's3.public-access', 'bucket publicAccess', undefined],
  ['no bucket policy', 's3.policy', 'bucket policy', undefined, 'WARN'],
  [
    'the bucket policy lets only another role write',
    's3.policy-firehose',
    'bucket policy Statement 2 Condition ArnNotEquals',
    { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/old' },
  ],
  ['a bucket without encryption', 's3.encryption', 'bucket encryption', undefined, 'WARN'],
  ['nothing expires', 's3.lifecycle', 'bucket lifecycle', undefined, 'WARN'],
  ['a rule of the lifecycle is off', 's3.lifecycle', 'bucket lifecycle 0 Status', 'Disabled', 'WARN'],
  ['no recent object', 's3.rows', 'keys', ['eks-audit-logs/2026/05/11/08/a.json.gz']],
  [
    'recent failures',
    's3.errors',
    'keys',
    (keys: string[]) => [...keys, 'errors/processing-failed/2026/05/12/08/x'],
    'WARN',
  ],
  ['the queue is missing', 'sqs.exists', QUEUE, undefined],
  ['a FIFO queue', 'sqs.type', `${QUEUE} FifoQueue`, 'true'],
  ['bucket and queue in two regions', 'sqs.region', 'bucket region', 'us-east-1'],
  ['no queue policy', 'sqs.policy', `${QUEUE} Policy`, undefined],
  [
    'the queue policy names another bucket',
    'sqs.policy',
    `${QUEUE} Policy Statement 0 Condition ArnEquals`,
    { 'aws:SourceArn': 'arn:aws:s3:::old' },
  ],
  [
    'the queue policy names another account',
    'sqs.policy',
    `${QUEUE} Policy Statement 0 Condition StringEquals`,
    { 'aws:SourceAccount': '999999999999' },
  ],
  ['the key that AWS manages for SQS', 'sqs.key', `${QUEUE} KmsMasterKeyId`, 'alias/aws/sqs'],
  ['a queue without encryption', 'sqs.key', `${QUEUE} SqsManagedSseEnabled`, 'false', 'WARN'],
  ['an own key that S3 may not use', 'sqs.key-policy', `${QUEUE} KmsMasterKeyId`, '1234abcd'],
  ['no dead-letter queue', 'sqs.redrive', `${QUEUE} RedrivePolicy`, undefined, 'WARN'],
  ['a short retention', 'sqs.retention', `${QUEUE} MessageRetentionPeriod`, '345600', 'WARN'],
  ['Sentinel does not poll', 'sqs.age', 'metrics ApproximateAgeOfOldestMessage', [9000]],
  ['dead letters', 'sqs.dead-letters', 'queues MicrosoftSentinelEKSSqs-dlq ApproximateNumberOfMessages', '3', 'WARN'],
  ['no OIDC provider', 'identity.provider', 'provider', undefined],
  ['the provider lacks the audience', 'identity.audience', 'provider ClientIDList', ['api://defender']],
  ['the role of Sentinel is missing', 'identity.role', ROLE, undefined],
  [
    'the role trusts a provider without the slash',
    'identity.trust-provider',
    `${ROLE} trust Statement 0 Principal Federated`,
    (arn: string) => arn.slice(0, -1),
  ],
  [
    'the role trusts a provider of another partition',
    'identity.trust-provider',
    `${ROLE} trust Statement 0 Principal Federated`,
    (arn: string) => arn.replace('arn:aws:', 'arn:aws-cn:'),
  ],
  [
    'the trust names another audience',
    'identity.trust-audience',
    CONDITION,
    { [`${ISSUER}:aud`]: 'sts.amazonaws.com', 'sts:RoleSessionName': SESSION },
  ],
  [
    'the trust spells the condition key without the slash',
    'identity.trust-audience',
    CONDITION,
    { [`${ISSUER.slice(0, -1)}:aud`]: AUDIENCE, 'sts:RoleSessionName': SESSION },
  ],
  [
    'the trust names another workspace',
    'identity.trust-session',
    `${CONDITION} sts:RoleSessionName`,
    'MicrosoftSentinel_99999999-89ab-cdef-0123-456789abcdef',
  ],
  ['the trust accepts any session', 'identity.trust-session', `${CONDITION} sts:RoleSessionName`, undefined, 'WARN'],
  [
    'Sentinel may not read rows',
    'identity.bucket-rights',
    `${ROLE} policies read Statement 0 Resource`,
    'arn:aws:s3:::old/*',
  ],
  [
    'Sentinel may not delete messages',
    'identity.queue-rights',
    `${ROLE} policies read Statement 1 Action`,
    ['sqs:ReceiveMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ChangeMessageVisibility'],
  ],
];
