import type { CheckResult } from '../../src/doctor/check';
import { NOW, type Account } from './account';

/** Something that is wrong in an account, and the check that has to say so. */
export interface Misconfiguration {
  readonly name: string;
  readonly spoil: (account: Account) => void;
  readonly found: CheckResult['id'];
  readonly status?: 'WARN';
}

const destination = (account: Account) => account.stream.Destinations[0].ExtendedS3DestinationDescription;
const processor = (account: Account) => destination(account).ProcessingConfiguration.Processors[0];
const queue = (account: Account) => account.queues['MicrosoftSentinelEKSSqs'];
const announcement = (account: Account) => account.bucket.notifications.QueueConfigurations[0];
const sentinel = (account: Account) => account.roles['OIDC_MicrosoftSentinelRoleEKS'];
const trust = (account: Account) => sentinel(account).trust.Statement[0];
const statement = (account: Account, role: string, policy: string, sid: string) =>
  account.roles[role].policies[policy].Statement.find(({ Sid }: { Sid: string }) => Sid === sid);

export const MISCONFIGURATIONS: readonly Misconfiguration[] = [
  { name: 'the cluster is unknown', spoil: (a) => (a.cluster = undefined), found: 'cluster.exists' },
  { name: 'the cluster failed', spoil: (a) => (a.cluster.status = 'FAILED'), found: 'cluster.active' },
  { name: 'no log type is enabled', spoil: (a) => (a.cluster.logging = undefined), found: 'cluster.audit-logging' },
  {
    name: 'only another log type is enabled',
    spoil: (a) => (a.cluster.logging.clusterLogging[0].types = ['api']),
    found: 'cluster.audit-logging',
  },
  { name: 'the log group is missing', spoil: (a) => (a.logGroups = []), found: 'log-group.exists' },
  {
    name: 'another log group begins with the name',
    spoil: (a) => (a.logGroups[0].logGroupName += '-old'),
    found: 'log-group.exists',
  },
  {
    name: 'the log group is of the class for infrequent access',
    spoil: (a) => (a.logGroups[0].logGroupClass = 'INFREQUENT_ACCESS'),
    found: 'log-group.class',
  },
  { name: 'no audit stream', spoil: (a) => (a.logStreams = []), found: 'log-group.audit-events' },
  {
    name: 'no audit event for an hour',
    spoil: (a) => (a.logStreams[0].lastEventTimestamp = NOW - 3_600_000),
    found: 'log-group.audit-events',
  },
  { name: 'no subscription filter', spoil: (a) => (a.filters = []), found: 'subscription.filter' },
  {
    name: 'the filter sends to another stream',
    spoil: (a) => (a.filters[0].destinationArn = 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/other'),
    found: 'subscription.filter',
  },
  {
    name: 'two filters of others leave no room',
    spoil: (a) => (a.filters = ['a', 'b'].map((filterName) => ({ filterName, destinationArn: 'arn:aws:lambda:x' }))),
    found: 'subscription.filter',
  },
  {
    name: 'two filters send the same',
    spoil: (a) => a.filters.push({ ...a.filters[0], filterName: 'again' }),
    found: 'subscription.once',
    status: 'WARN',
  },
  {
    name: 'an empty pattern',
    spoil: (a) => (a.filters[0].filterPattern = ''),
    found: 'subscription.pattern',
    status: 'WARN',
  },
  {
    name: 'a JSON pattern',
    spoil: (a) => (a.filters[0].filterPattern = '{ $.kind = "Event" }'),
    found: 'subscription.pattern',
  },
  {
    name: 'the subscription role trusts another account',
    spoil: (a) =>
      (a.roles['subscription'].trust.Statement[0].Condition.StringEquals['aws:SourceAccount'] = '999999999999'),
    found: 'subscription.role-trust',
  },
  {
    name: 'the subscription role may put into another stream',
    spoil: (a) => (statement(a, 'subscription', 'put', 'PutIntoStream').Resource += '-old'),
    found: 'subscription.role-rights',
  },
  {
    name: 'the subscription role is gone',
    spoil: (a) => delete a.roles['subscription'],
    found: 'subscription.role-trust',
  },
  { name: 'nothing is forwarded', spoil: (a) => delete a.metrics['ForwardedLogEvents'], found: 'flow.forwarded' },
  { name: 'log events were skipped', spoil: (a) => (a.metrics['DeliveryErrors'] = [9]), found: 'flow.delivery-errors' },
  {
    name: 'CloudWatch Logs is throttled',
    spoil: (a) => (a.metrics['DeliveryThrottling'] = [4]),
    found: 'flow.throttling',
    status: 'WARN',
  },
  { name: 'the stream is missing', spoil: (a) => (a.stream = undefined), found: 'firehose.exists' },
  {
    name: 'the stream is being deleted',
    spoil: (a) => (a.stream.DeliveryStreamStatus = 'DELETING'),
    found: 'firehose.active',
  },
  {
    name: 'the stream reads from Kinesis',
    spoil: (a) => (a.stream.DeliveryStreamType = 'KinesisStreamAsSource'),
    found: 'firehose.source',
  },
  {
    name: 'the stream is not encrypted',
    spoil: (a) => (a.stream.DeliveryStreamEncryptionConfiguration = undefined),
    found: 'firehose.encryption',
    status: 'WARN',
  },
  {
    name: 'the stream writes elsewhere than S3',
    spoil: (a) => (a.stream.Destinations = [{ DestinationId: 'd-1' }]),
    found: 'firehose.destination',
  },
  {
    name: 'the stream has no transform',
    spoil: (a) => (destination(a).ProcessingConfiguration = { Enabled: false }),
    found: 'firehose.transform',
  },
  {
    name: 'the stream calls another function',
    spoil: (a) => (processor(a).Parameters[0].ParameterValue = 'arn:aws:lambda:eu-west-1:111122223333:function:other'),
    found: 'firehose.transform',
  },
  {
    name: 'the stream calls the function without its alias',
    spoil: (a) => (processor(a).Parameters[0].ParameterValue = processor(a).Parameters[0].ParameterValue.slice(0, -5)),
    found: 'firehose.transform',
    status: 'WARN',
  },
  {
    name: 'a buffer hint that is too large',
    spoil: (a) => (processor(a).Parameters[3].ParameterValue = '3'),
    found: 'firehose.buffer-hint',
    status: 'WARN',
  },
  {
    name: 'the built-in decompression is on',
    spoil: (a) => destination(a).ProcessingConfiguration.Processors.push({ Type: 'Decompression' }),
    found: 'firehose.decompression',
  },
  {
    name: 'the stream writes into another bucket',
    spoil: (a) => (destination(a).BucketARN = 'arn:aws:s3:::other'),
    found: 'firehose.bucket',
  },
  { name: 'rows under another prefix', spoil: (a) => (destination(a).Prefix = 'logs/'), found: 'firehose.prefix' },
  {
    name: 'no error prefix',
    spoil: (a) => (destination(a).ErrorOutputPrefix = undefined),
    found: 'firehose.error-prefix',
  },
  {
    name: 'an error prefix below that of the rows',
    spoil: (a) => (destination(a).ErrorOutputPrefix = 'eks-audit-logs/failed/!{firehose:error-output-type}/'),
    found: 'firehose.error-prefix',
  },
  {
    name: 'uncompressed objects',
    spoil: (a) => (destination(a).CompressionFormat = 'UNCOMPRESSED'),
    found: 'firehose.compression',
  },
  {
    name: 'the log of the stream is off',
    spoil: (a) => (destination(a).CloudWatchLoggingOptions = { Enabled: false }),
    found: 'firehose.logging',
    status: 'WARN',
  },
  {
    name: 'the Firehose role trusts another account',
    spoil: (a) => (a.roles['firehose'].trust.Statement[0].Condition.StringEquals['sts:ExternalId'] = '999999999999'),
    found: 'firehose.role-trust',
  },
  {
    name: 'the Firehose role may not write failures',
    spoil: (a) => statement(a, 'firehose', 'deliver', 'WriteObjects').Resource.pop(),
    found: 'firehose.role-rights',
  },
  {
    name: 'the Firehose role may not invoke the function',
    spoil: (a) => (statement(a, 'firehose', 'deliver', 'InvokeTransform').Effect = 'Deny'),
    found: 'firehose.role-rights',
  },
  { name: 'the quota is reached', spoil: (a) => (a.metrics['ThrottledRecords'] = [3]), found: 'firehose.throttled' },
  {
    name: 'records wait in the stream',
    spoil: (a) => (a.metrics['DeliveryToS3.DataFreshness'] = [4000]),
    found: 'firehose.freshness',
  },
  {
    name: 'S3 refuses the stream',
    spoil: (a) => (a.metrics['DeliveryToS3.Success'] = [0, 1]),
    found: 'firehose.delivery',
  },
  {
    name: 'the function cannot be called',
    spoil: (a) => (a.metrics['ExecuteProcessing.Success'] = [0]),
    found: 'firehose.processing',
  },
  { name: 'the function is missing', spoil: (a) => (a.fn = undefined), found: 'lambda.exists' },
  { name: 'the alias is missing', spoil: (a) => (a.alias = undefined), found: 'lambda.alias' },
  { name: 'the function is inactive', spoil: (a) => (a.fn.State = 'Inactive'), found: 'lambda.active' },
  { name: 'the runtime is no longer supported', spoil: (a) => (a.fn.Runtime = 'nodejs20.x'), found: 'lambda.runtime' },
  { name: 'too little memory', spoil: (a) => (a.fn.MemorySize = 128), found: 'lambda.memory' },
  { name: 'a time-out that is too short', spoil: (a) => (a.fn.Timeout = 3), found: 'lambda.timeout' },
  { name: 'a time-out longer than Firehose waits', spoil: (a) => (a.fn.Timeout = 900), found: 'lambda.timeout' },
  {
    name: 'concurrency is reserved to 0',
    spoil: (a) => (a.concurrency = { ReservedConcurrentExecutions: 0 }),
    found: 'lambda.concurrency',
  },
  {
    name: 'the transform may not put records back',
    spoil: (a) => (statement(a, 'transform', 'transform', 'PutBackIntoOwnStream').Action = 'firehose:PutRecord'),
    found: 'lambda.role-rights',
  },
  {
    name: 'the transform logs errors',
    spoil: (a) => (a.logEvents['/aws/lambda/eks-sentinel-prod-transform'] = [{}, {}]),
    found: 'lambda.errors',
    status: 'WARN',
  },
  { name: 'the bucket is missing', spoil: (a) => (a.bucket = undefined), found: 's3.exists' },
  { name: 'no notification', spoil: (a) => (a.bucket.notifications = {}), found: 's3.notification' },
  {
    name: 'a notification to another queue',
    spoil: (a) => (announcement(a).QueueArn += '-old'),
    found: 's3.notification',
  },
  {
    name: 'a notification about plain puts only',
    spoil: (a) => (announcement(a).Events = ['s3:ObjectCreated:Put']),
    found: 's3.notification-event',
  },
  {
    name: 'a notification about another suffix',
    spoil: (a) => (announcement(a).Filter.Key.FilterRules[1].Value = '.json'),
    found: 's3.notification-filter',
  },
  {
    name: 'a notification about another prefix',
    spoil: (a) => (announcement(a).Filter.Key.FilterRules[0].Value = 'logs/'),
    found: 's3.notification-filter',
  },
  {
    name: 'a notification about everything',
    spoil: (a) => (announcement(a).Filter = undefined),
    found: 's3.notification-errors',
  },
  {
    name: 'failures are announced to nobody',
    spoil: (a) => a.bucket.notifications.QueueConfigurations.pop(),
    found: 's3.notification-work-list',
    status: 'WARN',
  },
  {
    name: 'a block of public access is off',
    spoil: (a) => (a.bucket.publicAccess.BlockPublicPolicy = false),
    found: 's3.public-access',
  },
  { name: 'no block of public access', spoil: (a) => (a.bucket.publicAccess = undefined), found: 's3.public-access' },
  {
    name: 'no bucket policy',
    spoil: (a) => (a.bucket.policy = undefined),
    found: 's3.policy',
    status: 'WARN',
  },
  {
    name: 'the bucket policy lets only another role write',
    spoil: (a) => (a.bucket.policy.Statement[2].Condition.ArnNotEquals['aws:PrincipalArn'] += '-old'),
    found: 's3.policy-firehose',
  },
  {
    name: 'the bucket is not encrypted',
    spoil: (a) => (a.bucket.encryption = undefined),
    found: 's3.encryption',
    status: 'WARN',
  },
  {
    name: 'nothing expires',
    spoil: (a) => (a.bucket.lifecycle = undefined),
    found: 's3.lifecycle',
    status: 'WARN',
  },
  {
    name: 'no recent object',
    spoil: (a) => (a.bucket.keys = ['eks-audit-logs/2026/05/11/08/a.json.gz']),
    found: 's3.rows',
  },
  {
    name: 'recent failures',
    spoil: (a) => a.bucket.keys.push('errors/processing-failed/2026/05/12/08/x'),
    found: 's3.errors',
    status: 'WARN',
  },
  { name: 'the queue is missing', spoil: (a) => delete a.queues['MicrosoftSentinelEKSSqs'], found: 'sqs.exists' },
  { name: 'a FIFO queue', spoil: (a) => (queue(a).FifoQueue = 'true'), found: 'sqs.type' },
  { name: 'bucket and queue in two regions', spoil: (a) => (a.bucket.region = 'us-east-1'), found: 'sqs.region' },
  { name: 'no queue policy', spoil: (a) => delete queue(a).Policy, found: 'sqs.policy' },
  {
    name: 'the queue policy names another bucket',
    spoil: (a) => (queue(a).Policy.Statement[0].Condition.ArnEquals['aws:SourceArn'] += '-old'),
    found: 'sqs.policy',
  },
  {
    name: 'the key that AWS manages for SQS',
    spoil: (a) => Object.assign(queue(a), { KmsMasterKeyId: 'alias/aws/sqs', SqsManagedSseEnabled: false }),
    found: 'sqs.key',
  },
  {
    name: 'an own key that S3 may not use',
    spoil: (a) => Object.assign(queue(a), { KmsMasterKeyId: '1234abcd', SqsManagedSseEnabled: false }),
    found: 'sqs.key-policy',
  },
  {
    name: 'no dead-letter queue',
    spoil: (a) => delete queue(a).RedrivePolicy,
    found: 'sqs.redrive',
    status: 'WARN',
  },
  {
    name: 'a short retention',
    spoil: (a) => (queue(a).MessageRetentionPeriod = 345_600),
    found: 'sqs.retention',
    status: 'WARN',
  },
  {
    name: 'Sentinel does not poll',
    spoil: (a) => (a.metrics['ApproximateAgeOfOldestMessage'] = [9000]),
    found: 'sqs.age',
  },
  {
    name: 'dead letters',
    spoil: (a) => (a.queues['MicrosoftSentinelEKSSqs-dlq'].ApproximateNumberOfMessages = '3'),
    found: 'sqs.dead-letters',
    status: 'WARN',
  },
  { name: 'no OIDC provider', spoil: (a) => (a.provider = undefined), found: 'identity.provider' },
  {
    name: 'the provider lacks the audience',
    spoil: (a) => (a.provider.ClientIDList = ['api://defender']),
    found: 'identity.audience',
  },
  {
    name: 'the role of Sentinel is missing',
    spoil: (a) => delete a.roles['OIDC_MicrosoftSentinelRoleEKS'],
    found: 'identity.role',
  },
  {
    name: 'the role trusts a provider without the slash',
    spoil: (a) => (trust(a).Principal.Federated = trust(a).Principal.Federated.slice(0, -1)),
    found: 'identity.trust-provider',
  },
  {
    name: 'the role trusts a provider of another partition',
    spoil: (a) => (trust(a).Principal.Federated = trust(a).Principal.Federated.replace('arn:aws:', 'arn:aws-cn:')),
    found: 'identity.trust-provider',
  },
  {
    name: 'the trust names another audience',
    spoil: (a) => {
      const keys = trust(a).Condition.StringEquals;
      keys[Object.keys(keys)[0]!] = 'sts.amazonaws.com';
    },
    found: 'identity.trust-audience',
  },
  {
    name: 'the trust spells the condition key without the slash',
    spoil: (a) => {
      const keys = trust(a).Condition.StringEquals;
      const key = Object.keys(keys)[0]!;
      keys[key.replace('/:aud', ':aud')] = keys[key];
      Reflect.deleteProperty(keys, key);
    },
    found: 'identity.trust-audience',
  },
  {
    name: 'the trust names another workspace',
    spoil: (a) =>
      (trust(a).Condition.StringEquals['sts:RoleSessionName'] = [
        'MicrosoftSentinel_99999999-89ab-cdef-0123-456789abcdef',
      ]),
    found: 'identity.trust-session',
  },
  {
    name: 'the trust accepts any session',
    spoil: (a) => delete trust(a).Condition.StringEquals['sts:RoleSessionName'],
    found: 'identity.trust-session',
    status: 'WARN',
  },
  {
    name: 'Sentinel may not read rows',
    spoil: (a) => (statement(a, 'OIDC_MicrosoftSentinelRoleEKS', 'read', 'ReadRows').Resource += '.gz'),
    found: 'identity.bucket-rights',
  },
  {
    name: 'Sentinel may not delete messages',
    spoil: (a) => statement(a, 'OIDC_MicrosoftSentinelRoleEKS', 'read', 'WorkOffNotifications').Action.splice(1, 1),
    found: 'identity.queue-rights',
  },
];
