import { describe, expect, it } from '@jest/globals';

import { causeSentence } from '../../src/doctor/most-likely-cause';
import { jsonReport, textReport } from '../../src/doctor/report';
import { walkChain } from '../../src/doctor/walk-chain';
import { CHAIN, clientsOf, healthyAccount, type Account } from './account';
import { setAt } from './misconfiguration';

async function walk(change: (account: Account) => void) {
  const account = healthyAccount();
  change(account);
  return walkChain(clientsOf(account), CHAIN);
}

describe('what doctor says in the end', () => {
  it('names the cause and not what follows from it', async () => {
    const results = await walk((account) => {
      account.metrics = {};
      account.keys = [];
      setAt(account, 'fn Timeout', 3);
    });

    expect(causeSentence(results)).toBe(
      'Most likely cause: lambda.timeout (eks-sentinel-prod-transform): 3 s; it may explain the 2 other failures.',
    );
  });

  it('names the first broken station in the order of the data', async () => {
    const results = await walk((account) => {
      setAt(account, 'cluster logging', undefined);
      account.provider = undefined;
    });

    expect(causeSentence(results)).toMatch(
      /^Most likely cause: cluster\.audit-logging \(prod-1\): no log type is enabled/,
    );
  });

  it('takes a stack that was never made whole for the cause of everything', async () => {
    const results = await walk((account) => {
      account.stream = undefined;
      account.stack = { StackStatus: 'ROLLBACK_COMPLETE' };
      account.stackEvents = [
        {
          LogicalResourceId: 'DeliveryStream',
          ResourceStatus: 'CREATE_FAILED',
          ResourceStatusReason: 'Resource creation cancelled',
        },
        {
          LogicalResourceId: 'LogsBucket',
          ResourceStatus: 'CREATE_FAILED',
          ResourceStatusReason: 'acme-eks-audit already exists',
        },
      ];
    });

    expect(causeSentence(results)).toMatch(
      /^Most likely cause: stack\.status \(eks-sentinel-prod\): ROLLBACK_COMPLETE: LogsBucket failed first: the name is taken/,
    );
  });

  it('only warns of an update that was rolled back: what was there before still works', async () => {
    const results = await walk((account) => (account.stack = { StackStatus: 'UPDATE_ROLLBACK_COMPLETE' }));

    expect(results.find(({ id }) => id === 'stack.status')).toMatchObject({
      status: 'WARN',
      observed: 'UPDATE_ROLLBACK_COMPLETE, and no event says why',
    });
  });

  it('sends a person to Sentinel when nothing is wrong', async () => {
    expect(causeSentence(await walk(() => undefined))).toBe(
      'Nothing is wrong on the side of AWS; when no rows arrive, look at the connector page of Sentinel.',
    );
  });

  it('asks for names that it needs instead of finding rights missing', async () => {
    const entries = Object.entries(CHAIN).filter(([name]) => name !== 'bucket' && name !== 'functionName');
    const chain = Object.fromEntries(entries) as unknown as typeof CHAIN;

    const results = await walkChain(clientsOf(healthyAccount()), chain);

    expect(results.find(({ id }) => id === 'firehose.role-rights')).toMatchObject({
      status: 'SKIP',
      observed: 'no name given: --bucket',
    });
    expect(results.filter(({ status }) => status === 'FAIL')).toEqual([]);
  });

  it('never calls well what it was not allowed to see', async () => {
    const results = await walk((account) => {
      for (const call of CALLS) account.refused.add(call);
    });

    expect(results.filter(({ status }) => status === 'PASS').map(({ id }) => id)).toEqual(['identity.role-name']);
    expect(results.filter(({ status }) => status === 'FAIL' || status === 'WARN')).toEqual([]);
    expect(results.filter(({ status }) => status === 'SKIP').every(({ permission }) => permission !== undefined)).toBe(
      true,
    );
    expect(causeSentence(results)).toMatch(/^Nothing wrong was found, but \d+ checks were skipped\.$/);
  });
});

describe('the reports', () => {
  it('print the fix below what is wrong, and the query at the end', async () => {
    const text = textReport(
      CHAIN,
      await walk((account) => (account.concurrency = { ReservedConcurrentExecutions: 0 })),
    );

    expect(text).toContain(
      [
        '  FAIL  lambda.concurrency           0: it never runs',
        '        expected: not reserved, or above 0',
        '        fix: aws lambda delete-function-concurrency --region eu-west-1 --function-name eks-sentinel-prod-transform',
      ].join('\n'),
    );
    expect(text).toMatch(/\n\d+ PASS, 0 WARN, 1 FAIL, 0 SKIP\nMost likely cause: lambda\.concurrency/);
    expect(text).toContain('Then run in Sentinel:\nAWSEKSLogs_CL\n| where TimeGenerated > ago(1h)');
  });

  it('give the same as JSON', async () => {
    const results = await walk((account) => account.refused.add('DescribeCluster'));

    const report = JSON.parse(jsonReport(CHAIN, results)) as object;

    expect(report).toMatchObject({
      account: '111122223333',
      stack: 'eks-sentinel-prod',
      counts: { FAIL: 0, WARN: 0, SKIP: 3 },
      missingPermissions: ['eks:DescribeCluster'],
      cause: null,
    });
  });
});

/** Every call of a walk. */
const CALLS = [
  'DescribeCluster',
  'DescribeLogGroups',
  'DescribeLogStreams',
  'DescribeSubscriptionFilters',
  'GetMetricData',
  'DescribeDeliveryStream',
  'GetRole',
  'ListRolePolicies',
  'GetFunctionConfiguration',
  'GetAlias',
  'GetFunctionConcurrency',
  'FilterLogEvents',
  'HeadBucket',
  'GetBucketNotificationConfiguration',
  'GetPublicAccessBlock',
  'GetBucketPolicy',
  'GetBucketEncryption',
  'GetBucketLifecycleConfiguration',
  'ListObjectsV2',
  'GetQueueUrl',
  'GetOpenIDConnectProvider',
  'DescribeStacks',
];
