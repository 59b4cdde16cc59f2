import { PutDashboardCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutRetentionPolicyCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import type { CreateDeliveryStreamCommandInput } from '@aws-sdk/client-firehose';
import { CreateOpenIDConnectProviderCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateFunctionCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';

import type { Applied, Clients } from './applied';
import { createBucket, putBucketPolicy } from './bucket-appliers';

type Properties = Readonly<Record<string, unknown>> & Readonly<Record<`${string}Name`, string>>;
type Applier = (properties: Properties) => Promise<Applied>;

/** For each type of the templates: properties as CloudFormation spells them, sent as the API takes them. */
export function appliersOf({ cloudWatch, logs, firehose, iam, lambda, s3, sqs }: Clients): Record<string, Applier> {
  return {
    'AWS::SQS::Queue': async ({ QueueName, ...rest }) => {
      const Attributes = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, textOf(value)]));
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
      const answer = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
      return { ref: QueueUrl!, attributes: { Arn: answer.Attributes!.QueueArn!, QueueName: QueueName! } };
    },
    'AWS::SQS::QueuePolicy': async ({ Queues, PolicyDocument }) => {
      for (const QueueUrl of Queues as string[]) {
        await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: textOf(PolicyDocument) } }));
      }
      return { ref: 'policy' };
    },
    'AWS::S3::Bucket': async (properties) => createBucket(s3, properties),
    'AWS::S3::BucketPolicy': async ({ Bucket, PolicyDocument }) =>
      putBucketPolicy(s3, Bucket as string, textOf(PolicyDocument)),
    'AWS::Logs::LogGroup': async ({ LogGroupName, RetentionInDays }) => {
      await logs.send(new CreateLogGroupCommand({ logGroupName: LogGroupName }));
      const retentionInDays = Number(RetentionInDays);
      await logs.send(new PutRetentionPolicyCommand({ logGroupName: LogGroupName, retentionInDays }));
      return { ref: LogGroupName! };
    },
    'AWS::Logs::LogStream': async ({ LogGroupName, LogStreamName }) => {
      await logs.send(new CreateLogStreamCommand({ logGroupName: LogGroupName, logStreamName: LogStreamName }));
      return { ref: LogStreamName! };
    },
    'AWS::Logs::SubscriptionFilter': async ({ LogGroupName, FilterName, FilterPattern, DestinationArn, RoleArn }) => {
      await logs.send(
        new PutSubscriptionFilterCommand({
          logGroupName: LogGroupName,
          filterName: FilterName,
          filterPattern: FilterPattern as string,
          destinationArn: DestinationArn as string,
          roleArn: RoleArn as string,
        }),
      );
      return { ref: FilterName! };
    },
    'AWS::IAM::Role': async (properties) => {
      // A role without a name gets one from CloudFormation.
      const RoleName =
        properties['RoleName'] ?? `made-up-${String(properties['Description']).slice(0, 20).replace(/\W/g, '-')}`;
      const document = textOf(properties['AssumeRolePolicyDocument']);
      const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document }));
      for (const { PolicyName, PolicyDocument } of properties['Policies'] as Properties[]) {
        await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: textOf(PolicyDocument) }));
      }
      return { ref: RoleName, attributes: { Arn: Role!.Arn! } };
    },
    'AWS::IAM::OIDCProvider': async ({ Url, ClientIdList, ThumbprintList }) => {
      const answer = await iam.send(
        new CreateOpenIDConnectProviderCommand({
          Url: Url as string,
          ClientIDList: ClientIdList as string[],
          ThumbprintList: ThumbprintList as string[],
        }),
      );
      return { ref: answer.OpenIDConnectProviderArn! };
    },
    'AWS::Lambda::Function': async ({ Code, ...properties }) => {
      const input = { ...properties, MemorySize: Number(properties['MemorySize']), Code } as CreateFunctionCommandInput;
      const { FunctionName, FunctionArn } = await lambda.send(new CreateFunctionCommand(input));
      return { ref: FunctionName!, attributes: { Arn: FunctionArn! } };
    },
    'AWS::Lambda::Version': async ({ FunctionName, Description }) => {
      const answer = await lambda.send(new PublishVersionCommand({ FunctionName, Description: Description as string }));
      return { ref: answer.FunctionArn!, attributes: { Version: answer.Version! } };
    },
    'AWS::Lambda::Alias': async ({ FunctionName, Name, FunctionVersion }) => {
      const input = { FunctionName, Name: Name!, FunctionVersion: FunctionVersion as string };
      return { ref: (await lambda.send(new CreateAliasCommand(input))).AliasArn! };
    },
    'AWS::KinesisFirehose::DeliveryStream': async (properties) => {
      const input = properties as unknown as CreateDeliveryStreamCommandInput;
      const { DeliveryStreamARN } = await firehose.send(new CreateDeliveryStreamCommand(input));
      return { ref: properties['DeliveryStreamName']!, attributes: { Arn: DeliveryStreamARN! } };
    },
    'AWS::CloudWatch::Alarm': async (properties) => {
      await cloudWatch.send(new PutMetricAlarmCommand(properties as unknown as PutMetricAlarmCommandInput));
      return { ref: properties['AlarmName']! };
    },
    'AWS::CloudWatch::Dashboard': async ({ DashboardName, DashboardBody }) => {
      await cloudWatch.send(new PutDashboardCommand({ DashboardName, DashboardBody: DashboardBody as string }));
      return { ref: DashboardName! };
    },
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
