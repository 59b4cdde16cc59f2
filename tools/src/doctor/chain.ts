import { resolveIntrinsics, serverlessInclude } from '@eks-sentinel/connector';

/** One cluster and the names of its parts. */
export interface ClusterNames {
  readonly name: string;
  readonly logGroup: string;
  readonly filterName: string;
}

/** Where the chain lies and what its stations are called. What is not known is undefined. */
export interface Chain {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly stack?: string;
  readonly clusters: readonly ClusterNames[];
  readonly stream?: string;
  readonly functionName?: string;
  readonly bucket?: string;
  readonly queue?: string;
  readonly role?: string;
  /** Roles whose names CloudFormation made up. */
  readonly subscriptionRoleArn?: string;
  readonly firehoseRoleArn?: string;
  readonly workspaceIds: readonly string[];
  readonly azureCloud: 'Commercial' | 'Government';
  readonly kmsKeyArn: string;
  /** Of the stack, so that a fix of the bucket does not lift it. */
  readonly protectErrors: 'true' | 'false';
  /** Milliseconds since 1970 when the walk began. */
  readonly now: number;
}

/** Members of a resource as the template defines it, with everything filled in. */
export type Expected = Readonly<Record<string, unknown>>;

const TEMPLATE = serverlessInclude();

/**
 * A resource as the stack would create it for this chain: what a check expects and what a fix puts in place both come
 * from the templates that are deployed.
 *
 * @param arns ARNs of resources whose names CloudFormation makes up, such as `FirehoseRole`
 */
export function expectedResource(chain: Chain, id: string, arns: Readonly<Record<string, string>> = {}): Expected {
  const resource = TEMPLATE.Resources[id];
  if (resource === undefined) throw new Error(`no resource ${id} in the template`);
  const known = knownValues(chain, arns);
  const resolved = resolveIntrinsics(TEMPLATE, resource.Properties, {
    values: { ...valuesOf(chain), ...known },
    attributeOf: (reference) => known[reference] ?? `<${reference}>`,
  }) as Expected;
  // The template names the function after the stream; by explicit names, the two are independent.
  const named = `function:${chain.stream ?? ''}-transform`;
  return JSON.parse(JSON.stringify(resolved), (_name, value: unknown) =>
    typeof value === 'string' ? value.replaceAll(named, () => `function:${chain.functionName ?? '<function>'}`) : value,
  ) as Expected;
}

/** The ARN of something in the account and region of the chain. */
export function arnIn({ partition, region, account }: Chain, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

export function streamArn(chain: Chain): string {
  return arnIn(chain, 'firehose', `deliverystream/${chain.stream ?? '<stream>'}`);
}

export function queueArn(chain: Chain, suffix = ''): string {
  return arnIn(chain, 'sqs', `${chain.queue ?? '<queue>'}${suffix}`);
}

export function functionArn(chain: Chain): string {
  return arnIn(chain, 'lambda', `function:${chain.functionName ?? '<function>'}`);
}

export function bucketArn({ partition, bucket }: Chain): string {
  return `arn:${partition}:s3:::${bucket ?? '<bucket>'}`;
}

export function urlSuffixOf(partition: string): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}

/** The options by which a command that repairs is told of the chain: the stack, or the names that it needs. */
export function chainOptions(
  { stack, region }: Chain,
  names: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  if (stack !== undefined) return { stack, region };
  const needed = Object.entries(names).map(([option, name]) => [option, name ?? `<${option}>`] as const);
  return { ...Object.fromEntries(needed), region };
}

function valuesOf(chain: Chain): Record<string, unknown> {
  const defaults = Object.entries(TEMPLATE.Parameters).map(([name, { Default }]) => [name, Default] as const);
  return {
    ...Object.fromEntries(defaults),
    EKSClusterName: chain.clusters[0]?.name ?? '<cluster>',
    SentinelWorkspaceId: chain.workspaceIds,
    BucketName: chain.bucket ?? '<bucket>',
    SentinelSQSQueueName: chain.queue ?? '<queue>',
    AwsRoleName: chain.role ?? '<role>',
    AzureCloud: chain.azureCloud,
    KmsKeyArn: chain.kmsKeyArn,
    ProtectErrors: chain.protectErrors,
    'AWS::AccountId': chain.account,
    'AWS::Partition': chain.partition,
    'AWS::Region': chain.region,
    'AWS::StackName': chain.stream ?? chain.stack ?? '<stack>',
    'AWS::URLSuffix': urlSuffixOf(chain.partition),
  };
}

function knownValues(chain: Chain, arns: Readonly<Record<string, string>>): Record<string, string> {
  const made = Object.entries(arns).map(([id, arn]) => [`${id}.Arn`, arn] as const);
  return {
    LogsBucket: chain.bucket ?? '<bucket>',
    'LogsBucket.Arn': bucketArn(chain),
    'NotificationQueue.Arn': queueArn(chain),
    'NotificationDlq.Arn': queueArn(chain, '-dlq'),
    'ErrorsQueue.Arn': queueArn(chain, '-errors'),
    'DeliveryStream.Arn': streamArn(chain),
    TransformAlias: `${functionArn(chain)}:live`,
    TransformLambdaFunction: chain.functionName ?? '<function>',
    FirehoseLogGroup: `/aws/kinesisfirehose/${chain.stream ?? '<stream>'}`,
    FirehoseLogStream: 'DestinationDelivery',
    ...Object.fromEntries(made),
  };
}
