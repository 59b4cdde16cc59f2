import { describe, expect, it } from '@jest/globals';

import { resolveChain } from '../../src/doctor/resolve-chain';
import { clientsOf, healthyAccount, NOW, serviceError, WORKSPACE } from './account';

const OPTIONS = { probeTimeout: 300 };

function accountWithStack() {
  const account = healthyAccount();
  account.stack = {
    StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/eks-sentinel-prod/1',
    Parameters: [
      { ParameterKey: 'EKSClusterName', ParameterValue: 'prod-1' },
      { ParameterKey: 'SentinelWorkspaceId', ParameterValue: WORKSPACE },
      { ParameterKey: 'BucketName', ParameterValue: 'acme-eks-audit' },
      { ParameterKey: 'SentinelSQSQueueName', ParameterValue: 'Queue' },
      { ParameterKey: 'AwsRoleName', ParameterValue: 'OIDC_Role' },
      { ParameterKey: 'AzureCloud', ParameterValue: 'Government' },
      { ParameterKey: 'ProtectErrors', ParameterValue: 'true' },
    ],
    Outputs: [
      { OutputKey: 'CloudWatchLogGroup', OutputValue: '/aws/eks/prod-1/cluster' },
      { OutputKey: 'CloudWatchLogGroupProd2a1b2c3', OutputValue: '/aws/eks/prod-2/cluster' },
      { OutputKey: 'CloudWatchLogsRoleArn', OutputValue: 'arn:aws:iam::111122223333:role/sub' },
    ],
  };
  return account;
}

describe('resolveChain', () => {
  it('takes all names from the stack, every cluster included', async () => {
    const chain = await resolveChain(clientsOf(accountWithStack()), { ...OPTIONS, stage: 'prod' }, NOW);

    expect(chain).toEqual({
      account: '111122223333',
      region: 'eu-west-1',
      partition: 'aws',
      now: NOW,
      stack: 'eks-sentinel-prod',
      clusters: [
        { name: 'prod-1', logGroup: '/aws/eks/prod-1/cluster', filterName: 'eks-sentinel-prod-audit' },
        { name: 'prod-2', logGroup: '/aws/eks/prod-2/cluster', filterName: 'eks-sentinel-prod-audit-prod-2' },
      ],
      stream: 'eks-sentinel-prod',
      functionName: 'eks-sentinel-prod-transform',
      bucket: 'acme-eks-audit',
      queue: 'Queue',
      role: 'OIDC_Role',
      subscriptionRoleArn: 'arn:aws:iam::111122223333:role/sub',
      workspaceIds: [WORKSPACE],
      azureCloud: 'Government',
      kmsKeyArn: '',
      protectErrors: 'true',
    });
  });

  it('lets a name that is given count more than that of the stack', async () => {
    const options = { ...OPTIONS, stack: 'eks-sentinel-prod', bucket: 'other', cluster: ['prod-2'] };

    const chain = await resolveChain(clientsOf(accountWithStack()), options, NOW);

    expect(chain.bucket).toBe('other');
    expect(chain.clusters.map(({ name }) => name)).toEqual(['prod-2']);
  });

  it('takes the names of a first deployment that are not given from the defaults of the template', async () => {
    const account = healthyAccount();
    account.stack = undefined;
    const options = { ...OPTIONS, stage: 'prod', cluster: ['prod-1'], preflight: true as const };

    const chain = await resolveChain(clientsOf(account), options, NOW);

    expect(chain).toMatchObject({ queue: 'MicrosoftSentinelEKSSqs', role: 'OIDC_MicrosoftSentinelRoleEKS' });
  });

  it('knows the partition of the caller', async () => {
    const account = healthyAccount();
    account.callerArn = 'arn:aws-us-gov:iam::111122223333:user/ops';

    const chain = await resolveChain(clientsOf(account), { ...OPTIONS, cluster: ['prod-1'] }, NOW);

    expect(chain).toMatchObject({ partition: 'aws-us-gov', clusters: [{ logGroup: '/aws/eks/prod-1/cluster' }] });
  });

  it('takes names that nobody gave from the station before', async () => {
    const chain = await resolveChain(clientsOf(healthyAccount()), { ...OPTIONS, cluster: ['prod-1'] }, NOW);

    expect(chain).toMatchObject({
      stream: 'eks-sentinel-prod',
      functionName: 'eks-sentinel-prod-transform',
      bucket: 'acme-eks-audit',
      queue: 'MicrosoftSentinelEKSSqs',
    });
    expect(chain.role).toBeUndefined();
  });

  it('leaves unknown what leads nowhere', async () => {
    const account = healthyAccount();
    account.filters = [];

    const chain = await resolveChain(clientsOf(account), { ...OPTIONS, cluster: ['prod-1'] }, NOW);

    expect(Object.keys(chain)).not.toContain('stream');
    expect(Object.keys(chain)).not.toContain('bucket');
  });

  it('says that the stack does not exist', async () => {
    const account = healthyAccount();
    account.stack = undefined;

    const resolved = resolveChain(clientsOf(account), { ...OPTIONS, stage: 'test' }, NOW);

    await expect(resolved).rejects.toThrow(
      'there is no stack eks-sentinel-test in eu-west-1: check the name and --region',
    );
  });

  it('says which permission it lacks to read the stack', async () => {
    const account = healthyAccount();
    account.refused.add('DescribeStacks');

    const resolved = resolveChain(clientsOf(account), { ...OPTIONS, stage: 'test' }, NOW);

    await expect(resolved).rejects.toThrow('not allowed: cloudformation:DescribeStacks, which finds the names');
  });

  it('says that the credentials are refused', async () => {
    const clients = clientsOf(healthyAccount());
    clients.sts.send = (async () => {
      throw serviceError('ExpiredToken', 403);
    }) as typeof clients.sts.send;

    const resolved = resolveChain(clients, { ...OPTIONS, stage: 'test' }, NOW);

    await expect(resolved).rejects.toThrow('AWS refuses the credentials (ExpiredToken): sign in again');
  });
});
