import { either, getAtt, only, ref } from './intrinsics';
import {
  ALIAS_ARN,
  BUCKET_ARN,
  ERRORS_ARN,
  ERRORS_PREFIX,
  FILE_EXTENSION,
  FIREHOSE_LOG_STREAM,
  FUNCTION_ARN,
  regionalArn,
  ROWS_ARN,
  ROWS_PREFIX,
  STREAM_NAME,
} from './names';
import type { Resource, Resources, Value, ValueMap } from './template';

/** Rows reach Sentinel about a minute after Firehose got them; larger objects mean fewer notifications. */
const S3_BUFFER = { SizeInMBs: 64, IntervalInSeconds: 60 };

/**
 * What Firehose hands to the transform at once. The hint counts compressed bytes while the answer is uncompressed and
 * limited to 6 MiB: at 0.2 MB, the smallest, it fits up to about 19:1. What does not fit goes back into the stream.
 * Source: Firehose API reference, ProcessorParameter (BufferSizeInMBs 0.2 to 3, BufferIntervalInSeconds 0 to 900).
 */
const LAMBDA_BUFFER_MEGABYTES = '0.2';
const LAMBDA_BUFFER_SECONDS = '60';

/** Firehose's default, and spelled out because the way into the error prefix starts after it. */
const LAMBDA_RETRIES = '3';

const HOUR_FOLDERS = '!{timestamp:yyyy/MM/dd/HH}/';

/** The stream, and the role by which it reads, transforms and writes. */
export function deliveryStream(): Resources {
  return {
    FirehoseRole: firehoseRole(),
    DeliveryStream: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Retain',
      DependsOn: ['LogsBucketPolicy'],
      Properties: {
        DeliveryStreamName: STREAM_NAME,
        DeliveryStreamType: 'DirectPut',
        DeliveryStreamEncryptionConfigurationInput: either(
          'HasKmsKey',
          { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: ref('KmsKeyArn') },
          { KeyType: 'AWS_OWNED_CMK' },
        ),
        ExtendedS3DestinationConfiguration: {
          BucketARN: getAtt('LogsBucket', 'Arn'),
          RoleARN: getAtt('FirehoseRole', 'Arn'),
          Prefix: `${ROWS_PREFIX}${HOUR_FOLDERS}`,
          ErrorOutputPrefix: `${ERRORS_PREFIX}!{firehose:error-output-type}/${HOUR_FOLDERS}`,
          BufferingHints: S3_BUFFER,
          CompressionFormat: 'GZIP',
          FileExtension: FILE_EXTENSION,
          EncryptionConfiguration: only('HasKmsKey', { KMSEncryptionConfig: { AWSKMSKeyARN: ref('KmsKeyArn') } }),
          CloudWatchLoggingOptions: {
            Enabled: true,
            LogGroupName: ref('FirehoseLogGroup'),
            LogStreamName: ref('FirehoseLogStream'),
          },
          ProcessingConfiguration: {
            Enabled: true,
            Processors: [
              {
                Type: 'Lambda',
                Parameters: [
                  { ParameterName: 'LambdaArn', ParameterValue: ref('TransformAlias') },
                  { ParameterName: 'RoleArn', ParameterValue: getAtt('FirehoseRole', 'Arn') },
                  { ParameterName: 'NumberOfRetries', ParameterValue: LAMBDA_RETRIES },
                  { ParameterName: 'BufferSizeInMBs', ParameterValue: LAMBDA_BUFFER_MEGABYTES },
                  { ParameterName: 'BufferIntervalInSeconds', ParameterValue: LAMBDA_BUFFER_SECONDS },
                ],
              },
            ],
          },
          S3BackupMode: 'Disabled',
        },
      },
    },
  };
}

function firehoseRole(): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      Description: 'Firehose: invokes the transform and writes rows and failed records',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'firehose.amazonaws.com' },
            Action: 'sts:AssumeRole',
            // Source: Firehose developer guide, "Grant Firehose access to an S3 destination".
            Condition: { StringEquals: { 'sts:ExternalId': ref('AWS::AccountId') } },
          },
        ],
      },
      Policies: [{ PolicyName: 'deliver', PolicyDocument: { Version: '2012-10-17', Statement: statements() } }],
    },
  };
}

function statements(): Value {
  const encrypt: ValueMap = {
    Sid: 'EncryptObjects',
    Effect: 'Allow',
    Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
    Resource: ref('KmsKeyArn'),
    Condition: { StringEquals: { 'kms:ViaService': { 'Fn::Sub': 's3.${AWS::Region}.${AWS::URLSuffix}' } } },
  };
  return [
    {
      Sid: 'FindBucket',
      Effect: 'Allow',
      Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      Resource: BUCKET_ARN,
    },
    {
      Sid: 'WriteObjects',
      Effect: 'Allow',
      Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      Resource: [ROWS_ARN, ERRORS_ARN],
    },
    {
      Sid: 'InvokeTransform',
      Effect: 'Allow',
      Action: ['lambda:InvokeFunction', 'lambda:GetFunctionConfiguration'],
      Resource: [FUNCTION_ARN, ALIAS_ARN],
    },
    {
      Sid: 'LogDeliveryErrors',
      Effect: 'Allow',
      Action: 'logs:PutLogEvents',
      Resource: regionalArn(
        'logs',
        `log-group:/aws/kinesisfirehose/\${AWS::StackName}:log-stream:${FIREHOSE_LOG_STREAM}`,
      ),
    },
    only('HasKmsKey', encrypt),
  ];
}
