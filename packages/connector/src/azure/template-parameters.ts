/** Microsoft Sentinel keeps a table of the Analytics plan for 90 days without a charge for retention. */
const FREE_RETENTION_DAYS = 90;

/**
 * The parameters of the template. The limits of the retention are those of the Tables API:
 * https://learn.microsoft.com/rest/api/loganalytics/tables/create-or-update.
 */
export const TEMPLATE_PARAMETERS = {
  workspaceName: {
    type: 'string',
    minLength: 4,
    maxLength: 63,
    metadata: { description: 'Name of the Log Analytics workspace in which Microsoft Sentinel is enabled' },
  },
  location: {
    type: 'string',
    defaultValue: '[resourceGroup().location]',
    metadata: { description: 'Region of the workspace; the data collection endpoint and rule have to be in it' },
  },
  roleArn: {
    type: 'string',
    minLength: 20,
    metadata: { description: 'Output SentinelRoleArn of the stack in AWS; the name of the role starts with OIDC_' },
  },
  queueUrls: {
    type: 'array',
    minLength: 1,
    metadata: { description: 'Output SentinelSQSQueueURL of each stack in AWS whose queue roleArn may read' },
  },
  moreCollectors: {
    type: 'array',
    defaultValue: [],
    metadata: {
      description: 'Queues that another role reads (another stack, region or account): objects of roleArn and queueUrl',
    },
  },
  plan: {
    type: 'string',
    defaultValue: 'Analytics',
    allowedValues: ['Analytics', 'Basic'],
    metadata: { description: 'Plan of the table; functions, hunting and analytics rules need Analytics' },
  },
  retentionInDays: {
    type: 'int',
    defaultValue: FREE_RETENTION_DAYS,
    minValue: 4,
    maxValue: 730,
    metadata: { description: 'Days in which the table can be queried; without effect on the Basic plan (30 days)' },
  },
  totalRetentionInDays: {
    type: 'int',
    defaultValue: -1,
    minValue: -1,
    maxValue: 4383,
    metadata: { description: 'Days until the rows are deleted, archive included; -1: the same as the retention' },
  },
} as const;

/** Values for the file of parameters that people copy and fill in: one stack, and a second one of another region. */
export const EXAMPLE_PARAMETERS: Readonly<Record<string, unknown>> = {
  workspaceName: 'my-sentinel-workspace',
  roleArn: 'arn:aws:iam::111122223333:role/OIDC_MicrosoftSentinelRoleEKS',
  queueUrls: ['https://sqs.eu-west-1.amazonaws.com/111122223333/MicrosoftSentinelEKSSqs'],
  moreCollectors: [
    {
      roleArn: 'arn:aws:iam::111122223333:role/OIDC_MicrosoftSentinelRoleEKSUsEast1',
      queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/MicrosoftSentinelEKSSqs',
    },
  ],
};
