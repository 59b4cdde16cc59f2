import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand } from '@aws-sdk/client-cloudwatch-logs';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Template } from '@eks-sentinel/connector';

import { startFirehoseSimulation, type FirehoseSimulation } from '../../../firehose-sim/src/index';
import { runSls } from '../run-sls';
import { applyStack, type AppliedStack } from './apply-stack';
import type { Clients } from './applied';
import { startMotoServer } from './moto-server';

/** A stage as it was packaged, created on an emulated AWS, with a simulated stream in the place of the emulated one. */
export interface DeployedStage extends AppliedStack {
  readonly clients: Clients;
  readonly simulation: FirehoseSimulation;
  readonly stop: () => Promise<void>;
}

export const REGION = 'eu-west-1';
/** The account that moto plays. */
export const ACCOUNT = '123456789012';
export const STACK = 'eks-sentinel-prod';
export const BUCKET = 'acme-eks-audit';
export const LOG_GROUP = '/aws/eks/prod-1/cluster';
export const AUDIT_STREAM = 'kube-apiserver-audit-0123456789abcdef0123456789abcdef';
export const OTHER_STREAM = 'kube-apiserver-0123456789abcdef0123456789abcdef';

const CREDENTIALS = { accessKeyId: 'any', secretAccessKey: 'any' };
const GIVEN = [
  'EKSClusterName=prod-1',
  'SentinelWorkspaceId=01234567-89ab-cdef-0123-456789abcdef',
  `BucketName=${BUCKET}`,
  'CreateSubscriptionFilter=true',
  'CreateOidcProvider=true',
];
const PSEUDO_PARAMETERS = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::StackName': STACK,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};
const root = resolve(__dirname, '../../../..');

/** The destination of the stream, as the packaged template spells it. */
interface Destination {
  readonly Prefix: string;
  readonly ErrorOutputPrefix: string;
  readonly FileExtension: string;
  readonly CompressionFormat: 'GZIP';
  readonly BufferingHints: { readonly SizeInMBs: number; readonly IntervalInSeconds: number };
}

export async function deployStage(): Promise<DeployedStage> {
  const server = await startMotoServer();
  try {
    const clients = clientsOf(server.endpoint);
    // EKS makes the log group when audit logging is turned on: Step 1 comes first.
    await clients.logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
    for (const logStreamName of [AUDIT_STREAM, OTHER_STREAM]) {
      await clients.logs.send(new CreateLogStreamCommand({ logGroupName: LOG_GROUP, logStreamName }));
    }
    const template = packageStage();
    const stack = await applyStack(clients, template, PSEUDO_PARAMETERS);
    // moto takes the policy, and then denies everything: it reads a Deny without its conditions.
    await clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: BUCKET }));
    const simulation = await simulate(template, server.endpoint);
    const stop = async (): Promise<void> => {
      await simulation.stop();
      await server.stop();
    };
    return { ...stack, clients, simulation, stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The template of `sls package`, with the zip itself where the framework would have put it into its bucket. */
function packageStage(): Template {
  const folder = mkdtempSync(join(tmpdir(), 'moto-'));
  try {
    const words = ['package', '--stage', 'prod', '--package', folder, ...GIVEN.flatMap((pair) => ['--param', pair])];
    const { status, said } = runSls(...words);
    if (status !== 0) throw new Error(said);
    const template = JSON.parse(
      readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8'),
    ) as Template;
    const own = Object.entries(template.Resources).filter(([id]) => !id.startsWith('ServerlessDeploymentBucket'));
    const outputs = Object.entries(template.Outputs).filter(([id]) => id !== 'ServerlessDeploymentBucketName');
    const Resources = Object.fromEntries(own);
    const fn = Resources['TransformLambdaFunction']!;
    const ZipFile = readFileSync(join(folder, 'eks-sentinel.zip')).toString('base64');
    Resources['TransformLambdaFunction'] = { ...fn, Properties: { ...fn.Properties, Code: { ZipFile } } };
    return { ...template, Resources, Outputs: Object.fromEntries(outputs) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function simulate(template: Template, endpoint: string): Promise<FirehoseSimulation> {
  const stream = template.Resources['DeliveryStream']!.Properties;
  const destination = stream['ExtendedS3DestinationConfiguration'] as unknown as Destination;
  return startFirehoseSimulation({
    streamName: STACK,
    region: REGION,
    accountId: ACCOUNT,
    s3: { endpoint, bucket: BUCKET, region: REGION, credentials: CREDENTIALS },
    transform: { bundle: join(root, 'dist/transform/index.cjs'), memoryMb: 1024, bufferSizeInMBs: 0.2 },
    delivery: {
      prefix: destination.Prefix,
      errorOutputPrefix: destination.ErrorOutputPrefix,
      fileExtension: destination.FileExtension,
      compressionFormat: destination.CompressionFormat,
      bufferSizeInMBs: destination.BufferingHints.SizeInMBs,
      bufferIntervalInSeconds: destination.BufferingHints.IntervalInSeconds,
    },
  });
}

function clientsOf(endpoint: string): Clients {
  const options = { endpoint, region: REGION, credentials: CREDENTIALS };
  return {
    cloudWatch: new CloudWatchClient(options),
    logs: new CloudWatchLogsClient(options),
    firehose: new FirehoseClient(options),
    iam: new IAMClient(options),
    lambda: new LambdaClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    sqs: new SQSClient(options),
  };
}
