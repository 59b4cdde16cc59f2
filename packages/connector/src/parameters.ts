import type { TemplateParameter } from './template';

/** A parameter of a stack: what CloudFormation shows and checks, and what the Serverless Framework checks before it. */
export interface StackParameter extends TemplateParameter {
  /** Where the parameter has no default: what `sls package` takes when nothing is given, and `sls deploy` refuses. */
  readonly placeholder?: string;
  /** The heading under which the console shows it. */
  readonly group: ParameterGroup;
}

export type ParameterGroup = 'Sentinel connector' | 'Choices' | 'Protection and alarms' | 'Sizes';

/** `true` or `false` as CloudFormation parameters spell it. */
const SWITCH = {
  Type: 'String',
  AllowedValues: ['true', 'false'],
  ConstraintDescription: 'must be true or false',
} as const;

/** The only retentions that CloudWatch Logs accepts. Source: API reference, PutRetentionPolicy. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * The parameters of the resources template, in the order in which the console shows them. The first five carry the
 * names and defaults of the official connector. Their values are pasted into commands that people run, so that every
 * pattern allows only characters that mean nothing to a shell.
 */
export const PARAMETERS: Readonly<Record<string, StackParameter>> = {
  EKSClusterName: {
    Type: 'String',
    Description: 'Name of the EKS cluster whose audit logs are collected',
    AllowedPattern: '^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$',
    ConstraintDescription:
      'must be 1 to 100 letters, digits, hyphens and underscores, and start with a letter or a digit',
    placeholder: 'your-cluster',
    group: 'Sentinel connector',
  },
  SentinelWorkspaceId: {
    Type: 'CommaDelimitedList',
    Description: 'Id of the Log Analytics workspace of Sentinel; several are separated by commas',
    AllowedPattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    ConstraintDescription:
      'must be a GUID in lower case such as 01234567-89ab-cdef-0123-456789abcdef, or several with commas between them',
    placeholder: '00000000-0000-0000-0000-000000000000',
    group: 'Sentinel connector',
  },
  BucketName: {
    Type: 'String',
    Description: 'Name of the S3 bucket to create; it must be free in all of AWS',
    AllowedPattern: '^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$',
    ConstraintDescription:
      'must be 3 to 63 lower-case letters, digits and hyphens (no dots), and start and end with a letter or a digit',
    placeholder: 'your-bucket',
    group: 'Sentinel connector',
  },
  SentinelSQSQueueName: {
    Type: 'String',
    Description: 'Name of the SQS queue that Sentinel polls',
    Default: 'MicrosoftSentinelEKSSqs',
    // 80 characters is the limit of SQS; the longest suffix of a sibling is -errors.
    AllowedPattern: '^[A-Za-z0-9_-]{1,73}$',
    ConstraintDescription: 'must be 1 to 73 letters, digits, hyphens and underscores',
    group: 'Sentinel connector',
  },
  AwsRoleName: {
    Type: 'String',
    Description: 'Name of the role that Sentinel assumes; Sentinel accepts only names that start with OIDC_',
    Default: 'OIDC_MicrosoftSentinelRoleEKS',
    AllowedPattern: '^OIDC_[A-Za-z0-9_-]{1,59}$',
    ConstraintDescription:
      'must start with OIDC_, followed by 1 to 59 letters, digits, hyphens and underscores (Sentinel insists on it)',
    group: 'Sentinel connector',
  },
  AzureCloud: {
    Type: 'String',
    Description: 'The Azure cloud that Sentinel runs in; it decides the issuer and the audience of its tokens',
    Default: 'Commercial',
    AllowedValues: ['Commercial', 'Government'],
    ConstraintDescription: 'must be Commercial or Government',
    group: 'Choices',
  },
  CreateOidcProvider: {
    ...SWITCH,
    Description: 'true creates the OIDC provider of Sentinel here; false when the account has one (one per issuer)',
    Default: 'false',
    group: 'Choices',
  },
  CreateSubscriptionFilter: {
    ...SWITCH,
    Description: 'true subscribes the log group here, which must exist; false prints the command as Step 2',
    Default: 'false',
    group: 'Choices',
  },
  KmsKeyArn: {
    Type: 'String',
    Description: 'ARN of your own KMS key for bucket, queues, stream and logs; empty means keys that AWS manages',
    Default: '',
    AllowedPattern: '^(arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+)?$',
    ConstraintDescription:
      'must be empty or the ARN of a KMS key such as arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef (no alias)',
    group: 'Protection and alarms',
  },
  ProtectErrors: {
    ...SWITCH,
    Description:
      'true stops anyone from deleting versions of failed records under errors/, and keeps deleted ones for 90 days',
    // The bucket of a stack with it can be emptied only after it is lifted.
    Default: 'false',
    group: 'Protection and alarms',
  },
  AlarmTopicArn: {
    Type: 'String',
    Description: 'ARN of the SNS topic that alarms notify; empty means that they only change state',
    Default: '',
    AllowedPattern: '^(arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256})?$',
    ConstraintDescription:
      'must be empty or the ARN of an SNS topic such as arn:aws:sns:eu-west-1:111122223333:alarms (no FIFO topic)',
    group: 'Protection and alarms',
  },
  CreateAlarms: {
    ...SWITCH,
    Description: 'true creates the CloudWatch alarms',
    Default: 'true',
    group: 'Protection and alarms',
  },
  RetentionDays: {
    Type: 'Number',
    Description: 'Days that delivered rows stay in the bucket',
    Default: 30,
    MinValue: 1,
    MaxValue: 3650,
    ConstraintDescription: 'must be a whole number from 1 to 3650',
    group: 'Sizes',
  },
  LogRetentionDays: {
    Type: 'Number',
    Description: 'Days that the logs of the transform and of Firehose are kept',
    Default: 30,
    AllowedValues: LOG_RETENTION_DAYS,
    ConstraintDescription: `must be one of ${LOG_RETENTION_DAYS.join(', ')}`,
    group: 'Sizes',
  },
  MemorySize: {
    Type: 'Number',
    Description: 'Memory of the transform in MB; CPU grows with it (1,769 MB is one vCPU)',
    Default: 1024,
    // Below 512 MB a record at the decoded cap (64 MiB) does not fit beside its rows and the response.
    MinValue: 512,
    MaxValue: 10240,
    ConstraintDescription: 'must be a whole number from 512 to 10240',
    group: 'Sizes',
  },
  LogLevel: {
    Type: 'String',
    Description: 'Lowest level of the log lines of the transform that are kept',
    Default: 'INFO',
    AllowedValues: ['DEBUG', 'INFO', 'WARN', 'ERROR'],
    ConstraintDescription: 'must be DEBUG, INFO, WARN or ERROR',
    group: 'Sizes',
  },
};

/** The parameters as a template carries them. */
export function templateParameters(names: readonly string[]): Record<string, TemplateParameter> {
  return Object.fromEntries(names.map((name) => [name, withoutOwnMembers(PARAMETERS[name]!)]));
}

function withoutOwnMembers(parameter: StackParameter): TemplateParameter {
  const own: readonly string[] = ['placeholder', 'group'];
  const members = Object.entries(parameter).filter(([name]) => !own.includes(name));
  return Object.fromEntries(members) as unknown as TemplateParameter;
}
