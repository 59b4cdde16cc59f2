import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateClusterCommand, EKSClient, UpdateClusterConfigCommand } from '@aws-sdk/client-eks';
import { FirehoseClient, StartDeliveryStreamEncryptionCommand } from '@aws-sdk/client-firehose';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { serverlessInclude, type Template } from '@eks-sentinel/connector';

import type { AwsClients } from '../../src/aws/aws-clients';
import { applyStack } from '../connector/moto/apply-stack';
import { startMotoServer } from '../connector/moto/moto-server';
import { startAwsFront, type AwsFront, type Call } from './aws-front';
import { emptyZip } from './empty-zip';

export const REGION = 'eu-west-1';
/** The account that moto plays. */
export const ACCOUNT = '123456789012';
export const STACK = 'eks-sentinel-prod';
export const BUCKET = 'acme-eks-audit';
export const CLUSTER = 'prod-1';
export const LOG_GROUP = `/aws/eks/${CLUSTER}/cluster`;
export const STREAM_ARN = `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/${STACK}`;

const PARAMETERS = {
  EKSClusterName: CLUSTER,
  SentinelWorkspaceId: '01234567-89ab-cdef-0123-456789abcdef',
  BucketName: BUCKET,
  CreateSubscriptionFilter: 'true',
  CreateOidcProvider: 'true',
};

/** A whole and healthy stage on an emulated AWS. */
export interface MotoStage {
  /** The emulation, with stand-ins for what it lacks. */
  readonly endpoint: string;
  readonly clients: AwsClients;
  /** Actions that are refused, by the name of the call. */
  readonly refused: Set<string>;
  readonly stop: () => Promise<void>;
}

export async function startMotoStage(): Promise<MotoStage> {
  const moto = await startMotoServer();
  const refused = new Set<string>();
  const roles = new Map<string, string>();
  let front: AwsFront | undefined;
  const stop = async (): Promise<void> => {
    await front?.stop();
    await moto.stop();
  };
  try {
    front = await startAwsFront(moto.endpoint, standIns(refused, roles));
    const clients = clientsOf(front.endpoint);
    await createStage(clients, roles);
    return { endpoint: front.endpoint, clients, refused, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function clientsOf(endpoint: string): AwsClients {
  const options = { endpoint, region: REGION, credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };
  return {
    cloudFormation: new CloudFormationClient(options),
    cloudWatch: new CloudWatchClient(options),
    eks: new EKSClient(options),
    firehose: new FirehoseClient(options),
    iam: new IAMClient(options),
    kms: new KMSClient(options),
    lambda: new LambdaClient(options),
    logs: new CloudWatchLogsClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    sqs: new SQSClient(options),
    sts: new STSClient(options),
  };
}

/**
 * What moto does wrongly: it denies everything once a bucket has our policy, since it reads a Deny without its
 * conditions, so that the front keeps the policy. And its CloudFormation does not know our roles.
 */
function standIns(refused: ReadonlySet<string>, roles: ReadonlyMap<string, string>) {
  let policy: string | undefined;
  return ({ name, body, isJson }: Call): { status: number; body: string } | undefined => {
    if ([...refused].some((one) => name.startsWith(one))) return { status: 403, body: denial(isJson) };
    if (name === 'ListStackResources') return { status: 200, body: stackResources(roles) };
    if (name === `PUT /${BUCKET}/?policy=`) {
      policy = body;
      return { status: 204, body: '' };
    }
    if (name === `DELETE /${BUCKET}/?policy=`) policy = undefined;
    if (name === `GET /${BUCKET}/?policy=` && policy !== undefined) return { status: 200, body: policy };
    return undefined;
  };
}

function stackResources(roles: ReadonlyMap<string, string>): string {
  const members = [...roles].map(
    ([id, name]) =>
      `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${name}</PhysicalResourceId></member>`,
  );
  const summaries = `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>`;
  return `<R><ListStackResourcesResult>${summaries}</ListStackResourcesResult></R>`;
}

function denial(isJson: boolean): string {
  return isJson
    ? '{"__type":"AccessDeniedException","message":"no"}'
    : '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>';
}

async function createStage(clients: AwsClients, roles: Map<string, string>): Promise<void> {
  const { eks, logs } = clients;
  const network = { subnetIds: ['subnet-1', 'subnet-2'] };
  await eks.send(
    new CreateClusterCommand({
      name: CLUSTER,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/eks`,
      resourcesVpcConfig: network,
    }),
  );
  const logging = { clusterLogging: [{ types: ['audit' as const], enabled: true }] };
  await eks.send(new UpdateClusterConfigCommand({ name: CLUSTER, logging }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
  const { outputs, resources } = await applyStack(clients, template(), {
    'AWS::Region': REGION,
    'AWS::AccountId': ACCOUNT,
    'AWS::StackName': STACK,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
  });
  for (const id of ['FirehoseRole', 'SubscriptionRole']) roles.set(id, resources.get(id)!.ref);
  // Creating the stream leaves its encryption out.
  const DeliveryStreamEncryptionConfigurationInput = { KeyType: 'AWS_OWNED_CMK' as const };
  await clients.firehose.send(
    new StartDeliveryStreamEncryptionCommand({ DeliveryStreamName: STACK, DeliveryStreamEncryptionConfigurationInput }),
  );
  await createNamesStack(clients, outputs);
  await letItFlow(clients);
}

function template(): Template {
  const include = serverlessInclude();
  const fn = include.Resources['TransformLambdaFunction']!;
  const Properties = { ...fn.Properties, Handler: 'index.handler', Code: { ZipFile: emptyZip() } };
  const Parameters = Object.entries(include.Parameters).map(([name, parameter]) => {
    const Default = (PARAMETERS as Readonly<Record<string, string>>)[name] ?? parameter.Default;
    return [name, Default === undefined ? parameter : { ...parameter, Default }] as const;
  });
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    ...include,
    Parameters: Object.fromEntries(Parameters),
    Resources: { ...include.Resources, TransformLambdaFunction: { ...fn, Properties } },
  };
}

/** CloudFormation here cannot create the resources; the stack carries their names. */
async function createNamesStack(
  { cloudFormation }: AwsClients,
  outputs: Readonly<Record<string, string>>,
): Promise<void> {
  // A list of ids would come back as Python prints it.
  const names = Object.keys(serverlessInclude().Parameters);
  const Parameters = Object.fromEntries(names.map((name) => [name, { Type: 'String', Default: '' }]));
  const TemplateBody = JSON.stringify({
    Parameters,
    Resources: { Handle: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'names' } } },
    Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }])),
  });
  const given = Object.entries(PARAMETERS).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
  await cloudFormation.send(new CreateStackCommand({ StackName: STACK, TemplateBody, Parameters: given }));
}

/** What a chain leaves behind in which audit events flow. */
async function letItFlow({ logs, cloudWatch, s3 }: AwsClients): Promise<void> {
  const now = new Date();
  const logStreamName = 'kube-apiserver-audit-0123456789abcdef0123456789abcdef';
  await logs.send(new CreateLogStreamCommand({ logGroupName: LOG_GROUP, logStreamName }));
  const logEvents = [{ timestamp: now.getTime(), message: '{"kind":"Event"}' }];
  await logs.send(new PutLogEventsCommand({ logGroupName: LOG_GROUP, logStreamName, logEvents }));
  const hour = now.toISOString().slice(0, 13).replace(/[-T]/g, '/');
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `eks-audit-logs/${hour}/rows.json.gz`, Body: 'rows' }));
  await cloudWatch.send(
    new PutMetricDataCommand({
      Namespace: 'AWS/Logs',
      MetricData: [
        {
          MetricName: 'ForwardedLogEvents',
          Value: 120,
          Timestamp: new Date(now.getTime() - 60_000),
          Dimensions: [
            { Name: 'LogGroupName', Value: LOG_GROUP },
            { Name: 'DestinationType', Value: 'Firehose' },
            { Name: 'FilterName', Value: `${STACK}-audit` },
          ],
        },
      ],
    }),
  );
}
