import { GetRoleCommand, paginateSimulatePrincipalPolicy } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';

import { ask } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import { awsCommand } from '../aws-command';
import type { Chain } from '../chain';
import { check, passIf, type CheckResult } from '../check';

/** What creating the stack calls, by the types of its resources. */
const NEEDED = [
  'cloudformation:CreateStack',
  'cloudformation:DescribeStackEvents',
  'cloudformation:DescribeStacks',
  'cloudwatch:PutDashboard',
  'cloudwatch:PutMetricAlarm',
  'eks:UpdateClusterConfig',
  'firehose:CreateDeliveryStream',
  'firehose:DescribeDeliveryStream',
  'firehose:StartDeliveryStreamEncryption',
  'iam:CreateOpenIDConnectProvider',
  'iam:CreateRole',
  'iam:GetRole',
  'iam:PassRole',
  'iam:PutRolePolicy',
  'lambda:CreateAlias',
  'lambda:CreateFunction',
  'lambda:GetFunction',
  'lambda:PublishVersion',
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:PutRetentionPolicy',
  'logs:PutSubscriptionFilter',
  's3:CreateBucket',
  's3:PutBucketNotification',
  's3:PutBucketOwnershipControls',
  's3:PutBucketPolicy',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketVersioning',
  's3:PutEncryptionConfiguration',
  's3:PutLifecycleConfiguration',
  's3:PutObject',
  'sqs:CreateQueue',
  'sqs:GetQueueAttributes',
  'sqs:SetQueueAttributes',
];

/** Which permissions of a deployment the caller lacks, where IAM may be asked. */
export async function checkPermissions(aws: AwsClients, chain: Chain): Promise<CheckResult> {
  const question = {
    id: 'preflight.permissions',
    subject: 'caller',
    expected: 'may do all that a deployment does',
  } as const;
  const answer = await ask('iam:SimulatePrincipalPolicy', async () => {
    const arn = await principalOf(aws);
    if (arn.endsWith(':root')) return { arn, lacking: [] };
    const lacking: string[] = [];
    const input = { PolicySourceArn: arn, ActionNames: NEEDED };
    for await (const { EvaluationResults = [] } of paginateSimulatePrincipalPolicy({ client: aws.iam }, input)) {
      for (const { EvalActionName = '', EvalDecision } of EvaluationResults) {
        if (EvalDecision !== 'allowed') lacking.push(EvalActionName);
      }
    }
    return { arn, lacking };
  });
  return check(question, answer, ({ arn, lacking }) => {
    const input = { PolicySourceArn: arn, ActionNames: lacking };
    const fix = awsCommand('iam', 'SimulatePrincipalPolicy', chain.region, input);
    const observed = lacking.length === 0 ? `${arn} may` : `${arn} lacks ${lacking.join(', ')}`;
    return passIf(lacking.length === 0, observed, 'FAIL', fix);
  });
}

/** The user or role behind the caller: a session of a role is asked about as the role, with its path. */
async function principalOf({ sts, iam }: AwsClients): Promise<string> {
  const { Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  const RoleName = /:assumed-role\/([^/]+)\//.exec(Arn)?.[1];
  if (RoleName === undefined) return Arn;
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  return Role?.Arn ?? Arn;
}
