import { describe, expect, it } from '@jest/globals';

import { checkStageValues, PARAMETERS, placeholdersIn } from '../src';
import { OIDC, RESOURCES, STAGE_VALUES } from './templates';

/** Whether the pattern, the list or the range in the template itself accepts the value. */
function accepts(name: string, value: string): boolean {
  const { AllowedPattern, AllowedValues, MinValue, MaxValue } = RESOURCES.Parameters[name]!;
  if (AllowedPattern !== undefined) return new RegExp(AllowedPattern).test(value);
  if (AllowedValues !== undefined) return AllowedValues.map(String).includes(value);
  return Number(value) >= MinValue! && Number(value) <= MaxValue!;
}

const REFUSED: readonly (readonly [string, string])[] = [
  ['AwsRoleName', 'MicrosoftSentinelRoleEKS'],
  ['AwsRoleName', 'OIDC_'],
  ['AwsRoleName', 'OIDC_a b'],
  ['AwsRoleName', 'x-OIDC_role'],
  ['AwsRoleName', `OIDC_${'a'.repeat(60)}`],
  ['SentinelWorkspaceId', 'workspace'],
  ['SentinelWorkspaceId', ''],
  ['SentinelWorkspaceId', '01234567-89ab-cdef-0123-456789abcdeg'],
  ['SentinelWorkspaceId', '01234567-89AB-CDEF-0123-456789ABCDEF'],
  ['SentinelWorkspaceId', '{01234567-89ab-cdef-0123-456789abcdef}'],
  ['BucketName', 'my.bucket'],
  ['BucketName', 'My-bucket'],
  ['BucketName', 'ab'],
  ['BucketName', '-bucket'],
  ['BucketName', 'a'.repeat(64)],
  ['EKSClusterName', "it's"],
  ['EKSClusterName', 'a;reboot'],
  ['EKSClusterName', '$(id)'],
  ['EKSClusterName', 'a b'],
  ['EKSClusterName', ''],
  ['EKSClusterName', 'a\nb'],
  ['SentinelSQSQueueName', 'queue.fifo'],
  ['SentinelSQSQueueName', 'a'.repeat(74)],
  ['AzureCloud', 'China'],
  ['CreateOidcProvider', 'yes'],
  ['CreateSubscriptionFilter', 'True'],
  ['CreateAlarms', ''],
  ['KmsKeyArn', 'alias/aws/sqs'],
  ['KmsKeyArn', 'arn:aws:kms:eu-west-1:111122223333:alias/mine'],
  ['AlarmTopicArn', 'arn:aws:sns:eu-west-1:111122223333:alarms.fifo'],
  ['RetentionDays', '0'],
  ['RetentionDays', '3651'],
  ['LogRetentionDays', '2'],
  ['MemorySize', '511'],
  ['MemorySize', '10241'],
  ['LogLevel', 'TRACE'],
];

const ACCEPTED: readonly (readonly [string, string])[] = [
  ['AwsRoleName', 'OIDC_MicrosoftSentinelRoleEKS-eu'],
  ['BucketName', 'acme-eks-audit-1'],
  ['EKSClusterName', '1_prod-EU'],
  ['KmsKeyArn', ''],
  ['KmsKeyArn', 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef'],
  ['AlarmTopicArn', 'arn:aws-cn:sns:cn-north-1:111122223333:alarms'],
  ['MemorySize', '512'],
  ['LogRetentionDays', '3653'],
];

describe('the parameters', () => {
  it('start with the names and the defaults of the official connector', () => {
    const first = Object.entries(RESOURCES.Parameters)
      .slice(0, 5)
      .map(([name, { Default }]) => [name, Default]);

    expect(first).toEqual([
      ['EKSClusterName', undefined],
      ['SentinelWorkspaceId', undefined],
      ['BucketName', undefined],
      ['SentinelSQSQueueName', 'MicrosoftSentinelEKSSqs'],
      ['AwsRoleName', 'OIDC_MicrosoftSentinelRoleEKS'],
    ]);
    expect(Object.keys(RESOURCES.Parameters)).toEqual(Object.keys(PARAMETERS));
    expect(Object.keys(OIDC.Parameters)).toEqual(['AzureCloud']);
  });

  it('each say what is allowed, in a pattern, a list or a range, and in a sentence', () => {
    for (const [name, parameter] of Object.entries(RESOURCES.Parameters)) {
      const { AllowedPattern, AllowedValues, MinValue, MaxValue } = parameter;
      const isBound =
        AllowedPattern !== undefined || AllowedValues !== undefined || (MinValue ?? MaxValue) !== undefined;
      expect([name, isBound]).toEqual([name, true]);
      expect(AllowedPattern ?? '^$').toMatch(/^\^.*\$$/);
      expect(parameter.ConstraintDescription).toMatch(/^must /);
      expect(Object.keys(parameter)).not.toContain('placeholder');
      if (parameter.Default !== undefined) expect(accepts(name, String(parameter.Default))).toBe(true);
    }
  });

  it.each(REFUSED)('%s refuses %j in the template and in a stage, with the same sentence', (name, value) => {
    expect(accepts(name, value)).toBe(false);

    const [sentence, ...more] = checkStageValues({ ...STAGE_VALUES, [name]: value });

    expect(more).toEqual([]);
    expect(sentence).toContain(`${name} ${RESOURCES.Parameters[name]!.ConstraintDescription}`);
  });

  it.each(ACCEPTED)('%s accepts %j in the template and in a stage', (name, value) => {
    expect(accepts(name, value)).toBe(true);
    expect(checkStageValues({ ...STAGE_VALUES, [name]: value })).toEqual([]);
  });
});

describe('the values of a stage', () => {
  it('may name several clusters and several workspaces', () => {
    const values = {
      ...STAGE_VALUES,
      EKSClusterName: 'prod-1,prod-2',
      SentinelWorkspaceId: '00000000-0000-0000-0000-000000000001, 00000000-0000-0000-0000-000000000002',
    };

    expect(checkStageValues(values)).toEqual([]);
  });

  it('may not name a cluster twice, nor one with a quote behind a good one', () => {
    const sentence =
      'EKSClusterName must be 1 to 100 letters, digits, hyphens and underscores, and start with a letter or a digit; ' +
      'several are separated by commas, each once';

    expect(checkStageValues({ ...STAGE_VALUES, EKSClusterName: 'prod-1,prod-1' })).toEqual([sentence]);
    expect(checkStageValues({ ...STAGE_VALUES, EKSClusterName: "prod-1,pr'od" })).toEqual([sentence]);
    expect(checkStageValues({ ...STAGE_VALUES, EKSClusterName: 'prod-1,' })).toEqual([sentence]);
  });

  it('must all be there, and may hold no unknown one', () => {
    const values = Object.fromEntries(Object.entries(STAGE_VALUES).filter(([name]) => name !== 'BucketName'));

    expect(checkStageValues({ ...values, deletionPolicy: 'Keep', BucketNmae: 'x' })).toEqual([
      'BucketName: no value; it must be 3 to 63 lower-case letters, digits and hyphens (no dots), and start and end with a letter or a digit',
      'deletionPolicy must be Retain or Delete',
      expect.stringMatching(/^BucketNmae: no such parameter; there are EKSClusterName, /),
    ]);
  });

  it('hold placeholders that are allowed, and that are found by name', () => {
    const placeholders = {
      EKSClusterName: 'your-cluster',
      SentinelWorkspaceId: '00000000-0000-0000-0000-000000000000',
      BucketName: 'your-bucket',
    };

    expect(checkStageValues({ ...STAGE_VALUES, ...placeholders })).toEqual([]);
    expect(placeholdersIn({ ...STAGE_VALUES, ...placeholders })).toEqual([
      'EKSClusterName',
      'SentinelWorkspaceId',
      'BucketName',
    ]);
    expect(placeholdersIn({ ...STAGE_VALUES, EKSClusterName: 'prod-1,your-cluster' })).toEqual(['EKSClusterName']);
    expect(placeholdersIn(STAGE_VALUES)).toEqual([]);
  });
});
