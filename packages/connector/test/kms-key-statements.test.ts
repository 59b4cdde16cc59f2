import { describe, expect, it } from '@jest/globals';

import { kmsKeyStatements } from '../src';
import { isAllowed, type Statement } from './evaluate-policy';
import { ACCOUNT } from './resolve';

describe('the statements for an own KMS key', () => {
  const statements = kmsKeyStatements({
    account: ACCOUNT,
    region: 'eu-west-1',
    partition: 'aws',
    urlSuffix: 'amazonaws.com',
  }) as unknown as readonly Statement[];
  const key = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/01234567-89ab-cdef-0123-456789abcdef`;

  it('let S3 use it for buckets of this account only', () => {
    const forS3 = statements.filter(({ Sid }) => Sid === 'S3EncryptsNotifications');
    const may = (account: string): boolean =>
      isAllowed(forS3, { action: 'kms:GenerateDataKey', resource: key, context: { 'aws:SourceAccount': account } });

    expect(may(ACCOUNT)).toBe(true);
    expect(may('999999999999')).toBe(false);
  });

  it('have a condition each', () => {
    expect(statements.filter(({ Condition }) => Condition === undefined)).toEqual([]);
  });
});
