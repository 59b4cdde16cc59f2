/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return
  -- answers of services are changed anywhere, also into what their types forbid */
import { Readable } from 'node:stream';

import { awsClients, type AwsClients } from '../../src/aws/aws-clients';
import { expectedResource, type Chain } from '../../src/doctor/chain';

/** What a command of the SDK looks like from outside. */
interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Readonly<Record<string, never>>;
}

/** A value that tests may change anywhere. */
type Loose = any;

export const NOW = Date.parse('2026-05-12T08:15:42Z');
export const WORKSPACE = '01234567-89ab-cdef-0123-456789abcdef';
export const SUBSCRIPTION_ROLE = 'arn:aws:iam::111122223333:role/subscription';
export const FIREHOSE_ROLE = 'arn:aws:iam::111122223333:role/firehose';

export const CHAIN: Chain = {
  account: '111122223333',
  region: 'eu-west-1',
  partition: 'aws',
  stack: 'eks-sentinel-prod',
  clusters: [{ name: 'prod-1', logGroup: '/aws/eks/prod-1/cluster', filterName: 'eks-sentinel-prod-audit' }],
  stream: 'eks-sentinel-prod',
  functionName: 'eks-sentinel-prod-transform',
  bucket: 'acme-eks-audit',
  queue: 'MicrosoftSentinelEKSSqs',
  role: 'OIDC_MicrosoftSentinelRoleEKS',
  subscriptionRoleArn: SUBSCRIPTION_ROLE,
  firehoseRoleArn: FIREHOSE_ROLE,
  workspaceIds: [WORKSPACE],
  azureCloud: 'Commercial',
  kmsKeyArn: '',
  protectErrors: 'false',
  now: NOW,
};

/** An error as a service throws it. */
export function serviceError(name: string, status = 400, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

/** All that the services know about a chain: `undefined` is what does not exist. Tests change what they like. */
export type Account = ReturnType<typeof healthyAccount>;

/** An account in which the stack was just deployed and audit events flow. */
export function healthyAccount(chain: Chain = CHAIN) {
  const arns = { FirehoseRole: FIREHOSE_ROLE, SubscriptionRole: SUBSCRIPTION_ROLE };
  const resource = (id: string): Loose => expectedResource(chain, id, arns);
  const role = (id: string): Loose => {
    const { AssumeRolePolicyDocument, Policies } = resource(id);
    const policies = Policies.map((one: Loose) => [one.PolicyName, one.PolicyDocument]);
    return { trust: AssumeRolePolicyDocument, policies: Object.fromEntries(policies) };
  };
  const bucket = resource('LogsBucket');
  const queueAttributes = {
    ...resource('NotificationQueue'),
    Policy: resource('NotificationQueuePolicy').PolicyDocument,
  };
  const stream = resource('DeliveryStream');
  return {
    cluster: {
      status: 'ACTIVE',
      version: '1.31',
      logging: { clusterLogging: [{ types: ['audit'], enabled: true }] },
    } as Loose,
    clusters: ['prod-1', 'prod-2', 'staging'],
    logGroups: [{ logGroupName: '/aws/eks/prod-1/cluster', logGroupClass: 'STANDARD' }] as Loose[],
    logStreams: [{ logStreamName: 'kube-apiserver-audit-0', lastEventTimestamp: NOW - 20_000 }] as Loose[],
    /** Lines of a log group, by its name. */
    logEvents: {} as Record<string, Loose[]>,
    filters: [
      {
        filterName: 'eks-sentinel-prod-audit',
        filterPattern: '"audit.k8s.io"',
        destinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/eks-sentinel-prod',
        roleArn: SUBSCRIPTION_ROLE,
      },
    ] as Loose[],
    metrics: { ForwardedLogEvents: [240], 'DeliveryToS3.DataFreshness': [71] } as Record<string, number[]>,
    stream: {
      DeliveryStreamStatus: 'ACTIVE',
      DeliveryStreamType: 'DirectPut',
      VersionId: '7',
      DeliveryStreamEncryptionConfiguration: { Status: 'ENABLED' },
      Destinations: [
        { DestinationId: 'd-1', ExtendedS3DestinationDescription: stream.ExtendedS3DestinationConfiguration },
      ],
    } as Loose,
    roles: {
      subscription: role('SubscriptionRole'),
      firehose: role('FirehoseRole'),
      transform: role('TransformRole'),
      OIDC_MicrosoftSentinelRoleEKS: role('SentinelRole'),
    } as Record<string, Loose>,
    fn: {
      State: 'Active',
      LastUpdateStatus: 'Successful',
      Runtime: 'nodejs24.x',
      MemorySize: 1024,
      Timeout: 120,
      Role: 'arn:aws:iam::111122223333:role/transform',
    } as Loose,
    alias: { FunctionVersion: '3' } as Loose,
    concurrency: {} as Loose,
    bucket: {
      region: 'eu-west-1',
      notifications: {
        QueueConfigurations: bucket.NotificationConfiguration.QueueConfigurations.map((one: Loose) => ({
          QueueArn: one.Queue,
          Events: [one.Event],
          Filter: { Key: { FilterRules: one.Filter.S3Key.Rules } },
        })),
      },
      publicAccess: bucket.PublicAccessBlockConfiguration,
      policy: resource('LogsBucketPolicy').PolicyDocument,
      encryption: 'AES256' as string | undefined,
      lifecycle: [
        { Status: 'Enabled', Filter: { Prefix: 'eks-audit-logs/' }, Expiration: { Days: 30 } },
        { Status: 'Enabled', Filter: { Prefix: 'errors/' }, Expiration: { Days: 90 } },
      ] as Loose[] | undefined,
    } as Loose,
    /** Keys of objects. */
    keys: ['eks-audit-logs/2026/05/12/08/a.json.gz'],
    /** Content of objects, by their keys. */
    objects: {} as Record<string, Buffer>,
    /** When objects were written, where it was not at NOW. */
    modified: {} as Record<string, number>,
    queues: {
      MicrosoftSentinelEKSSqs: queueAttributes,
      'MicrosoftSentinelEKSSqs-dlq': { ApproximateNumberOfMessages: '0' },
    } as Record<string, Loose>,
    keyPolicy: { Statement: [] } as Loose,
    provider: { ClientIDList: ['api://1462b192-27f7-4cb9-8523-0f4ecb54b47e'] } as Loose,
    stack: { StackStatus: 'UPDATE_COMPLETE' } as Loose,
    stackEvents: [] as Loose[],
    /** Calls that are refused, and calls that fail in another way, by the name of the command without `Command`. */
    refused: new Set<string>(),
    /** Calls that say that there is no such thing. */
    absent: new Set<string>(),
    /** Decisions of IAM about actions that are not allowed. */
    lacking: [] as string[],
    callerArn: 'arn:aws:iam::111122223333:user/ops',
    /** What was written, by the name of the command. */
    written: [] as { name: string; input: Readonly<Record<string, unknown>> }[],
  };
}

/** Clients whose every `send` is answered by the account; no network. */
export function clientsOf(account: Account): AwsClients {
  const send = async (command: Command): Promise<unknown> => {
    const name = command.constructor.name.replace(/Command$/, '');
    if (account.refused.has(name)) throw serviceError('AccessDeniedException', 403);
    if (account.absent.has(name)) throw serviceError('ResourceNotFoundException', 404);
    const answer = ANSWERS[name];
    if (answer === undefined) throw new Error(`the account knows no ${name}`);
    const found = answer(account, command.input);
    if (found === undefined) throw serviceError('ResourceNotFoundException', 404);
    return found;
  };
  // Paginators insist on real clients; nothing of them is used but their `send`.
  const clients = Object.entries(awsClients({ region: 'eu-west-1' }, {}));
  const answered = clients.map(([name, client]) => [name, Object.assign(client, { send })] as const);
  return Object.fromEntries(answered) as unknown as AwsClients;
}

/** An answer to each call; `undefined` says that there is no such thing. */
const ANSWERS: Record<string, (account: Account, input: Loose) => unknown> = {
  GetCallerIdentity: ({ callerArn }) => ({ Account: '111122223333', Arn: callerArn }),
  DescribeCluster: ({ cluster }) => cluster && { cluster },
  ListClusters: ({ clusters }) => ({ clusters }),
  DescribeLogGroups: ({ logGroups }, { logGroupNamePrefix }) => ({
    logGroups: logGroups.filter(({ logGroupName }) => String(logGroupName).startsWith(logGroupNamePrefix)),
  }),
  DescribeLogStreams: ({ logStreams, logGroups }) => (logGroups.length === 0 ? undefined : { logStreams }),
  FilterLogEvents: ({ logEvents }, { logGroupName }) => ({ events: logEvents[logGroupName] ?? [] }),
  GetLogEvents: ({ logEvents }, { logGroupName }) => ({ events: logEvents[logGroupName] ?? [] }),
  DescribeSubscriptionFilters: ({ filters, logGroups }) =>
    logGroups.length === 0 ? undefined : { subscriptionFilters: filters },
  GetMetricData: ({ metrics }, { MetricDataQueries }) => ({
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }: Loose) => {
      const Values = metrics[MetricStat.Metric.MetricName] ?? [];
      return { Id, Values, Timestamps: Values.map((_, index) => new Date(NOW - 300_000 * (index + 1))) };
    }),
  }),
  DescribeDeliveryStream: ({ stream }) => stream && { DeliveryStreamDescription: stream },
  GetRole: ({ roles }, { RoleName }) =>
    roles[RoleName] && {
      Role: {
        Arn: `arn:aws:iam::111122223333:role/${RoleName}`,
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(roles[RoleName].trust)),
      },
    },
  ListRolePolicies: ({ roles }, { RoleName }) =>
    roles[RoleName] && { PolicyNames: Object.keys(roles[RoleName].policies) },
  GetRolePolicy: ({ roles }, { RoleName, PolicyName }) => ({
    PolicyDocument: encodeURIComponent(JSON.stringify(roles[RoleName].policies[PolicyName])),
  }),
  ListAttachedRolePolicies: () => ({ AttachedPolicies: [] }),
  GetFunctionConfiguration: ({ fn, alias }, { Qualifier }) =>
    Qualifier !== undefined && alias === undefined ? undefined : fn,
  GetAlias: ({ alias }) => alias,
  GetFunctionConcurrency: ({ concurrency }) => concurrency,
  HeadBucket: ({ bucket }) => bucket && { BucketRegion: bucket.region },
  GetBucketNotificationConfiguration: ({ bucket }) => bucket?.notifications,
  GetPublicAccessBlock: ({ bucket }) => bucket?.publicAccess && { PublicAccessBlockConfiguration: bucket.publicAccess },
  GetBucketPolicy: ({ bucket }) => bucket?.policy && { Policy: JSON.stringify(bucket.policy) },
  GetBucketEncryption: ({ bucket }) =>
    bucket?.encryption && {
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: bucket.encryption } }],
      },
    },
  GetBucketLifecycleConfiguration: ({ bucket }) => bucket?.lifecycle && { Rules: bucket.lifecycle },
  ListObjectsV2: ({ bucket, keys: all, modified }, { Prefix }) => {
    if (bucket === undefined) return undefined;
    const keys = all.filter((key) => key.startsWith(Prefix));
    return {
      KeyCount: keys.length,
      Contents: keys.map((Key) => ({ Key, LastModified: new Date(modified[Key] ?? NOW) })),
    };
  },
  GetObject: ({ objects }, { Key }) => objects[Key] && { Body: Readable.from([objects[Key]]) },
  GetQueueUrl: ({ queues }, { QueueName }) =>
    queues[QueueName] && { QueueUrl: `https://sqs/111122223333/${QueueName}` },
  GetQueueAttributes: ({ queues }, { QueueUrl }) => {
    const attributes = queues[String(QueueUrl).split('/').at(-1)!] as object;
    const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
    return { Attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, text(value)])) };
  },
  GetKeyPolicy: ({ keyPolicy }) => keyPolicy && { Policy: JSON.stringify(keyPolicy) },
  GetOpenIDConnectProvider: ({ provider }) => provider,
  DescribeStacks: ({ stack }) => stack && { Stacks: [stack] },
  ListStackResources: () => ({ StackResourceSummaries: [] }),
  DescribeStackEvents: ({ stackEvents }) => ({ StackEvents: stackEvents }),
  SimulatePrincipalPolicy: ({ lacking }, { ActionNames }) => ({
    EvaluationResults: ActionNames.map((EvalActionName: string) => ({
      EvalActionName,
      EvalDecision: lacking.includes(EvalActionName) ? 'implicitDeny' : 'allowed',
    })),
  }),
  CreateLogStream: (account, input) => write(account, 'CreateLogStream', input),
  PutLogEvents: (account, input) => write(account, 'PutLogEvents', input),
};

function write(account: Account, name: string, input: Loose): object {
  account.written.push({ name, input });
  return {};
}
