import { COMMERCIAL, GOVERNMENT, type AzureCloud } from './azure-clouds';
import { either, getAtt, only, ref, sub } from './intrinsics';
import { ROWS_ARN } from './names';
import type { Resource, Value, ValueMap } from './template';

/** Sentinel names its session after the workspace. Source: Microsoft's connector for AWS, trust policy of the role. */
const SESSION_PREFIX = 'MicrosoftSentinel_';

/** No workspace id carries it. */
const SEPARATOR = '|';

/** The session names of all workspaces, as a list: a comma-delimited parameter, each member with the prefix before it. */
const SESSION_NAMES: ValueMap = {
  'Fn::Split': [
    SEPARATOR,
    {
      'Fn::Sub': [
        `${SESSION_PREFIX}\${Ids}`,
        { Ids: { 'Fn::Join': [`${SEPARATOR}${SESSION_PREFIX}`, ref('SentinelWorkspaceId')] } },
      ],
    },
  ],
};

/** The role that Sentinel assumes with a token of its issuer: reads rows, works off the queue, nothing else. */
export function sentinelRole(): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: ref('AwsRoleName'),
      Description: 'Assumed by Microsoft Sentinel to read EKS audit logs',
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        // A condition key cannot be put together from a parameter, so that each cloud has its statement.
        Statement: [either('IsAzureGovernment', trust(GOVERNMENT), trust(COMMERCIAL))],
      },
      Policies: [{ PolicyName: 'read', PolicyDocument: { Version: '2012-10-17', Statement: statements() } }],
    },
  };
}

function trust({ issuer, audience }: AzureCloud): ValueMap {
  return {
    Effect: 'Allow',
    Principal: { Federated: sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${issuer}`) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${issuer}:aud`]: audience, 'sts:RoleSessionName': SESSION_NAMES } },
  };
}

function statements(): Value {
  const decrypt: ValueMap = {
    Sid: 'DecryptRowsAndNotifications',
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: ref('KmsKeyArn'),
    Condition: {
      StringEquals: {
        'kms:ViaService': [sub('s3.${AWS::Region}.${AWS::URLSuffix}'), sub('sqs.${AWS::Region}.${AWS::URLSuffix}')],
      },
    },
  };
  return [
    { Sid: 'ReadRows', Effect: 'Allow', Action: 's3:GetObject', Resource: ROWS_ARN },
    {
      Sid: 'WorkOffNotifications',
      Effect: 'Allow',
      Action: [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
      ],
      Resource: getAtt('NotificationQueue', 'Arn'),
    },
    only('HasKmsKey', decrypt),
  ];
}
