import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EKSClient } from '@aws-sdk/client-eks';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';

import type { AwsOptions } from './aws-options';
import { clientSettings, s3Settings } from './client-settings';

/** A client of each service that the chain runs through. */
export interface AwsClients {
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly eks: EKSClient;
  readonly firehose: FirehoseClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly sts: STSClient;
}

/** A service that does not answer within these times is taken as out of reach. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 20_000 };

/** Clients with the credentials and the region of the SDK's usual chain, unless the options say otherwise. */
export function awsClients(options: AwsOptions, env: Readonly<Record<string, string | undefined>>): AwsClients {
  const common = { ...clientSettings(options), requestHandler: TIMEOUTS };
  return {
    cloudFormation: new CloudFormationClient(common),
    cloudWatch: new CloudWatchClient(common),
    eks: new EKSClient(common),
    firehose: new FirehoseClient(common),
    iam: new IAMClient(common),
    kms: new KMSClient(common),
    lambda: new LambdaClient(common),
    logs: new CloudWatchLogsClient(common),
    s3: new S3Client({ ...s3Settings(options, env), requestHandler: TIMEOUTS, followRegionRedirects: true }),
    sqs: new SQSClient(common),
    sts: new STSClient(common),
  };
}
