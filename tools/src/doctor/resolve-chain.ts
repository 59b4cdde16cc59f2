import { DescribeStacksCommand, paginateListStackResources, type Stack } from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { clusterOf } from '@eks-sentinel/cloudwatch-logs';
import { PARAMETERS } from '@eks-sentinel/connector';

import { ask, valueOf } from '../aws/answer';
import type { AwsClients } from '../aws/aws-clients';
import { callAws } from '../aws/call-aws';
import { STACK_OUTPUTS, stackNameOf } from '../aws/stack-names';
import { UsageError } from '../cli/usage-error';
import type { Chain, ClusterNames } from './chain';
import { discoverNames } from './discover-names';
import type { DoctorOptions } from './options';

type Names = Readonly<Record<string, string>>;

/**
 * Who asks, where, and what the stations are called: by the options, else by the stack. A UsageError says what is
 * missing: credentials, a region, the stack.
 */
export async function resolveChain(aws: AwsClients, options: DoctorOptions, now: number): Promise<Chain> {
  const stackName = stackNameOf(options);
  if (stackName === undefined && options.cluster === undefined && options.logGroup === undefined) {
    throw new UsageError('which chain? give --stack <name>, --stage <stage>, or names, at least --cluster <name>');
  }
  const identity = await callAws({ action: 'sts:GetCallerIdentity', on: 'the account' }, async () => ({
    region: await aws.sts.config.region(),
    ...(await aws.sts.send(new GetCallerIdentityCommand({}))),
  }));
  const place = {
    account: identity.Account ?? '',
    region: identity.region,
    partition: identity.Arn?.split(':')[1] ?? 'aws',
    now,
  };
  const isNew = options.preflight === true;
  const stack = stackName === undefined ? undefined : await describeStack(aws, stackName, place.region, isNew);
  const chain = { ...place, ...(await namesOf(aws, options, stack, stackName)) };
  return isNew ? chain : { ...chain, ...(await discoverNames(aws, chain)) };
}

async function describeStack(
  { cloudFormation }: AwsClients,
  StackName: string,
  region: string,
  mayBeAbsent: boolean,
): Promise<Stack | undefined> {
  const answer = await ask('cloudformation:DescribeStacks', () =>
    cloudFormation.send(new DescribeStacksCommand({ StackName })),
  );
  switch (answer.kind) {
    case 'value':
      return answer.value.Stacks?.[0];
    case 'absent':
      if (mayBeAbsent) return undefined;
      throw new UsageError(`there is no stack ${StackName} in ${region}: check the name and --region, or give names`);
    case 'denied':
      throw new UsageError(`not allowed: ${answer.action}, which finds the names of the stack; give names instead`);
    case 'failed':
      throw new UsageError(`stack ${StackName} could not be read (${answer.code}): give names instead`);
  }
}

async function namesOf(
  aws: AwsClients,
  options: DoctorOptions,
  stack: Stack | undefined,
  stackName: string | undefined,
): Promise<Omit<Chain, 'account' | 'region' | 'partition' | 'now'>> {
  const outputs = pairs(stack?.Outputs, 'OutputKey', 'OutputValue');
  const parameters = pairs(stack?.Parameters, 'ParameterKey', 'ParameterValue');
  const resources = stack === undefined ? {} : await resourcesOf(aws, stackName!);
  const stream = options.stream ?? outputs[STACK_OUTPUTS.stream] ?? resources['DeliveryStream'] ?? stackName;
  const clusters = clusterNames(options, outputs, parameters, stream);
  const account = stack?.StackId?.split(':').slice(0, 5);
  const roleArn = (id: string): string | undefined =>
    resources[id] === undefined
      ? undefined
      : `arn:${account?.[1] ?? 'aws'}:iam::${account?.[4] ?? ''}:role/${resources[id]}`;
  return withoutUndefined({
    stack: stackName,
    clusters,
    stream,
    functionName:
      options.function ??
      outputs['TransformFunctionName'] ??
      (stackName === undefined ? undefined : `${stackName}-transform`),
    bucket: options.bucket ?? outputs[STACK_OUTPUTS.bucket] ?? parameters['BucketName'],
    queue:
      options.queue ??
      outputs['SentinelSQSQueueName'] ??
      parameters['SentinelSQSQueueName'] ??
      defaultOf('SentinelSQSQueueName', options),
    role:
      options.role ??
      lastPart(outputs['SentinelRoleArn']) ??
      parameters['AwsRoleName'] ??
      defaultOf('AwsRoleName', options),
    subscriptionRoleArn: outputs['CloudWatchLogsRoleArn'] ?? roleArn('SubscriptionRole'),
    firehoseRoleArn: roleArn('FirehoseRole'),
    workspaceIds: options.workspaceId ?? parameters['SentinelWorkspaceId']?.split(',') ?? [],
    azureCloud: options.azureCloud ?? (parameters['AzureCloud'] === 'Government' ? 'Government' : 'Commercial'),
    kmsKeyArn: parameters['KmsKeyArn'] ?? '',
    protectErrors: parameters['ProtectErrors'] === 'true' ? 'true' : 'false',
  });
}

/** Logical id -> physical name; without the permission to list them, the names that are made up stay unknown. */
async function resourcesOf({ cloudFormation }: AwsClients, StackName: string): Promise<Names> {
  const found: Record<string, string> = {};
  const answer = await ask('cloudformation:ListStackResources', async () => {
    for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName })) {
      for (const { LogicalResourceId = '', PhysicalResourceId } of page.StackResourceSummaries ?? []) {
        if (PhysicalResourceId !== undefined) found[LogicalResourceId] = PhysicalResourceId;
      }
    }
    return found;
  });
  return valueOf(answer) ?? {};
}

function clusterNames(options: DoctorOptions, outputs: Names, parameters: Names, stream?: string): ClusterNames[] {
  const given = options.cluster?.map((name) => ({ name, logGroup: `/aws/eks/${name}/cluster` }));
  const group = options.logGroup === undefined ? undefined : [named(options.logGroup)];
  const told = Object.entries(outputs)
    .filter(([key]) => key.startsWith('CloudWatchLogGroup'))
    .map(([, logGroup]) => named(logGroup));
  const [first] = parameters['EKSClusterName']?.split(',').map((name) => named(`/aws/eks/${name}/cluster`)) ?? [];
  const found = group ?? given ?? (told.length > 0 ? told : first === undefined ? [] : [first]);
  const base = `${stream ?? 'eks-sentinel'}-audit`;
  return found.map((cluster, index) => ({ ...cluster, filterName: index === 0 ? base : `${base}-${cluster.name}` }));
}

/** The name that a deployment takes where none is given. */
function defaultOf(parameter: string, { preflight }: DoctorOptions): string | undefined {
  return preflight === true ? String(PARAMETERS[parameter]?.Default) : undefined;
}

function named(logGroup: string): { name: string; logGroup: string } {
  return { name: clusterOf(logGroup) ?? logGroup, logGroup };
}

function pairs<K extends string, V extends string>(
  list: readonly Partial<Readonly<Record<K | V, unknown>>>[] | undefined,
  key: K,
  value: V,
): Names {
  return Object.fromEntries((list ?? []).map((one) => [String(one[key]), String(one[value])]));
}

function lastPart(arn: string | undefined): string | undefined {
  return arn?.slice(arn.lastIndexOf('/') + 1);
}

/** The members that are known, as `exactOptionalPropertyTypes` wants them. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
