import { getAtt, ref, sub } from './intrinsics';
import { ALIAS_NAME, FUNCTION_NAME, METRICS_NAMESPACE, regionalArn, STREAM_ARN } from './names';
import type { Resource, Resources, ValueMap } from './template';

/** Logical id of the function: the one that the Serverless Framework gives to the function `transform`. */
export const FUNCTION_ID = 'TransformLambdaFunction';

/** Logical id of the version before the hash of code and configuration is appended. */
export const VERSION_ID = 'TransformVersion';

/** Firehose waits at most 5 minutes for a function; a full batch takes seconds, put-backs under throttling take more. */
export const TRANSFORM_TIMEOUT_SECONDS = 120;

/** Environment variables of the transform. It runs with none of them; these tell two stacks of one account apart. */
export const TRANSFORM_ENVIRONMENT: ValueMap = {
  POWERTOOLS_SERVICE_NAME: ref('AWS::StackName'),
  POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
  POWERTOOLS_LOG_LEVEL: ref('LogLevel'),
};

/** The transform, the version that is in service, and the alias that Firehose invokes. */
export function transformFunction(): Resources {
  return {
    TransformRole: transformRole(),
    [FUNCTION_ID]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: FUNCTION_NAME,
        Description: 'EKS audit logs into rows for Microsoft Sentinel',
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Role: getAtt('TransformRole', 'Arn'),
        MemorySize: ref('MemorySize'),
        Timeout: TRANSFORM_TIMEOUT_SECONDS,
        LoggingConfig: {
          LogFormat: 'JSON',
          LogGroup: ref('TransformLogGroup'),
          ApplicationLogLevel: ref('LogLevel'),
          // INFO keeps the report line of each invocation: duration and peak memory, which sizing needs.
          SystemLogLevel: 'INFO',
        },
        Environment: { Variables: TRANSFORM_ENVIRONMENT },
      },
    },
    [VERSION_ID]: {
      Type: 'AWS::Lambda::Version',
      // Older versions stay, so that the alias can be moved back to one.
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        FunctionName: ref(FUNCTION_ID),
        // A changed description replaces the version: a parameter that is changed in the console takes effect too.
        Description: sub('${MemorySize} MB, log level ${LogLevel}'),
      },
    },
    TransformAlias: {
      Type: 'AWS::Lambda::Alias',
      Properties: {
        Name: ALIAS_NAME,
        FunctionName: ref(FUNCTION_ID),
        FunctionVersion: getAtt(VERSION_ID, 'Version'),
      },
    },
  };
}

function transformRole(): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      Description: 'The transform of EKS audit logs: writes its own logs, puts records back into its own stream',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          // No condition: a role that Lambda cannot assume stops the stream, and none was tried in an account.
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      Policies: [
        {
          PolicyName: 'transform',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'WriteOwnLogs',
                Effect: 'Allow',
                Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                Resource: regionalArn('logs', 'log-group:/aws/lambda/${AWS::StackName}-transform:*'),
              },
              {
                Sid: 'PutBackIntoOwnStream',
                Effect: 'Allow',
                Action: 'firehose:PutRecordBatch',
                Resource: STREAM_ARN,
              },
            ],
          },
        },
      ],
    },
  };
}
