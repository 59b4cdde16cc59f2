import { describe, expect, it } from '@jest/globals';

import type { CheckResult } from '../../src/doctor/check';
import { obstacleSentence } from '../../src/doctor/most-likely-cause';
import { checkBeforeDeploy } from '../../src/doctor/preflight/check-before-deploy';
import { CHAIN, clientsOf, healthyAccount, serviceError, type Account } from './account';
import { setAt } from './misconfiguration';
import { emptyAccount, OBSTACLES } from './obstacles';

async function preflight(change: (account: Account) => void = () => undefined): Promise<readonly CheckResult[]> {
  const account = emptyAccount();
  change(account);
  return checkBeforeDeploy(clientsOf(account), CHAIN);
}

function find(results: readonly CheckResult[], id: string): CheckResult | undefined {
  return results.find((one) => one.id === id);
}

describe('doctor --preflight', () => {
  it('finds nothing in the way of a first deployment', async () => {
    const results = await preflight();

    expect(results.filter(({ status }) => status !== 'PASS')).toEqual([]);
    expect(find(results, 'preflight.provider')?.observed).toBe(
      'the account has none: deploy with CreateOidcProvider=true',
    );
    expect(find(results, 'preflight.log-group')?.observed).toBe('exists: CreateSubscriptionFilter=true may be given');
  });

  it('names the nearest clusters when the cluster is unknown', async () => {
    const results = await preflight((account) => (account.cluster = undefined));

    expect(find(results, 'cluster.exists')).toMatchObject({
      status: 'FAIL',
      observed: 'no such cluster; the nearest names are prod-1, prod-2, staging',
    });
  });

  it('only warns of an audit log that is off: Step 1 turns it on', async () => {
    const results = await preflight((account) => {
      setAt(account, 'cluster logging', undefined);
    });

    expect(find(results, 'cluster.audit-logging')?.status).toBe('WARN');
  });

  it('says how to deploy when the log group is missing', async () => {
    const results = await preflight((account) => (account.logGroups = []));

    expect(find(results, 'preflight.log-group')).toMatchObject({
      status: 'PASS',
      observed: 'does not exist yet: deploy with CreateSubscriptionFilter=false, then run Step 1 and Step 2',
    });
  });

  it.each(OBSTACLES)('finds what is in the way: %s', async (id, change) => {
    const results = await preflight(change);

    expect(results.filter(({ status }) => status === 'FAIL').map((one) => one.id)).toEqual([id]);
  });

  it('says in one sentence what is in the way', async () => {
    const results = await preflight((account) => (account.stream = {}));

    expect(obstacleSentence(results)).toBe('In the way of a deployment: preflight.stream (eks-sentinel-prod).');
    expect(obstacleSentence(await preflight())).toMatch(/^Nothing that was looked at stands in the way/);
  });

  it('takes a bucket of another region for taken', async () => {
    const clients = clientsOf(emptyAccount());
    const send = clients.s3.send.bind(clients.s3);
    clients.s3.send = (async (command: object) => {
      if (command.constructor.name === 'HeadBucketCommand') throw serviceError('PermanentRedirect', 301);
      return send(command as never);
    }) as typeof clients.s3.send;

    const results = await checkBeforeDeploy(clients, CHAIN);

    expect(find(results, 'preflight.bucket')).toMatchObject({
      status: 'FAIL',
      observed: expect.stringContaining('another region'),
    });
  });

  it('says that the provider is to be reused', async () => {
    const results = await preflight(
      (account) => (account.provider = { ClientIDList: ['api://1462b192-27f7-4cb9-8523-0f4ecb54b47e'] }),
    );

    expect(find(results, 'preflight.provider')?.observed).toBe('exists: deploy with CreateOidcProvider=false');
    expect(find(results, 'preflight.audience')?.status).toBe('PASS');
  });

  it('leaves names alone that the stack itself has taken', async () => {
    const account = healthyAccount();

    const results = await checkBeforeDeploy(clientsOf(account), CHAIN);

    expect(find(results, 'preflight.stack')).toMatchObject({
      status: 'WARN',
      observed: 'UPDATE_COMPLETE: a deployment updates it',
    });
    expect(results.filter(({ status }) => status === 'FAIL')).toEqual([]);
  });

  it('skips the permissions where IAM may not be asked, and says so', async () => {
    const results = await preflight((account) => account.refused.add('SimulatePrincipalPolicy'));

    expect(find(results, 'preflight.permissions')).toMatchObject({
      status: 'SKIP',
      permission: 'iam:SimulatePrincipalPolicy',
    });
  });

  it('asks about the role behind a session', async () => {
    const results = await preflight((account) => {
      account.callerArn = 'arn:aws:sts::111122223333:assumed-role/deployer/me';
      account.roles['deployer'] = { trust: {}, policies: {} };
    });

    expect(find(results, 'preflight.permissions')?.observed).toBe('arn:aws:iam::111122223333:role/deployer may');
  });
});
