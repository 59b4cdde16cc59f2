import { describe, expect, it } from '@jest/globals';
import { kmsKeyStatements } from '@eks-sentinel/connector';

import type { CheckResult } from '../../src/doctor/check';
import { walkChain } from '../../src/doctor/walk-chain';
import { CHAIN, clientsOf, healthyAccount } from './account';
import { setAt } from './misconfiguration';

describe('doctor, on an account with more protection', () => {
  it('accepts the statements of the guide for an own key, and not those for another account', async () => {
    const judged = async (account: string): Promise<CheckResult | undefined> => {
      const own = healthyAccount();
      setAt(own, `queues ${CHAIN.queue!} KmsMasterKeyId`, '1234abcd');
      own.keyPolicy = { Statement: kmsKeyStatements({ ...CHAIN, account, urlSuffix: 'amazonaws.com' }) };
      const results = await walkChain(clientsOf(own), CHAIN);
      return results.find(({ id }) => id === 'sqs.key-policy');
    };

    expect(await judged(CHAIN.account)).toMatchObject({ status: 'PASS' });
    const refused = await judged('999999999999');
    expect(refused?.status).toBe('FAIL');
    expect(refused?.observed).toContain('kms:GenerateDataKey to s3.amazonaws.com');
  });

  it('mends a bucket without lifting the protection of failed records', async () => {
    const account = healthyAccount();
    setAt(account, 'bucket policy', undefined);
    setAt(account, 'bucket lifecycle', undefined);

    const fixes = async (protectErrors: 'true' | 'false'): Promise<readonly (string | undefined)[]> => {
      const results = await walkChain(clientsOf(account), { ...CHAIN, protectErrors });
      return ['s3.policy', 's3.lifecycle'].map((wanted) => results.find(({ id }) => id === wanted)?.fix);
    };

    expect(await fixes('true')).toEqual([
      expect.stringContaining('s3:DeleteObjectVersion'),
      expect.stringContaining('"NoncurrentDays":90'),
    ]);
    expect(await fixes('false')).toEqual([
      expect.not.stringContaining('s3:DeleteObjectVersion'),
      expect.not.stringContaining('"NoncurrentDays":90'),
    ]);
  });
});
