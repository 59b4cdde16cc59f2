import { describe, expect, it } from '@jest/globals';

import { applies, type Statement } from './evaluate-policy';
import { ACCOUNT, resolve, type Place } from './resolve';
import { RESOURCES, serverlessStack } from './templates';

const PROTECTED: Place = { parameters: { ProtectErrors: 'true' } };
const ROWS = 'arn:aws:s3:::acme-eks-audit/eks-audit-logs/2026/01/31/23/a.json.gz';
const ERRORS = 'arn:aws:s3:::acme-eks-audit/errors/processing-failed/2026/01/31/23/a';

interface LifecycleRule {
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
}

function isDenied(action: string, resource: string, place: Place): boolean {
  const { PolicyDocument } = RESOURCES.Resources['LogsBucketPolicy']!.Properties as { PolicyDocument: unknown };
  const { Statement } = resolve(RESOURCES, PolicyDocument, place) as { Statement: readonly Statement[] };
  const context = {
    'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/Admin`,
    'aws:SecureTransport': 'true',
    's3:TlsVersion': '1.3',
  };
  return Statement.some((one) => applies(one, { action, resource, context }));
}

/** Days: how long an object lies there, and how long what was deleted can still be read. */
function daysOf(place: Place): unknown {
  const { LifecycleConfiguration } = resolve(RESOURCES, RESOURCES.Resources['LogsBucket']!.Properties, place) as {
    LifecycleConfiguration: { Rules: readonly LifecycleRule[] };
  };
  return LifecycleConfiguration.Rules.filter(({ Prefix }) => Prefix !== undefined).map((rule) => [
    rule.Prefix,
    rule.ExpirationInDays,
    rule.NoncurrentVersionExpiration?.NoncurrentDays,
  ]);
}

describe('ProtectErrors', () => {
  it('lets nobody take away a version of a failed record', () => {
    expect(isDenied('s3:DeleteObjectVersion', ERRORS, PROTECTED)).toBe(true);
    expect(isDenied('s3:DeleteObjectVersion', ERRORS, {})).toBe(false);
    expect(isDenied('s3:DeleteObjectVersion', ROWS, PROTECTED)).toBe(false);
  });

  it('lets redrive hide an object that it has put back', () => {
    expect(isDenied('s3:DeleteObject', ERRORS, PROTECTED)).toBe(false);
    expect(isDenied('s3:GetObject', ERRORS, PROTECTED)).toBe(false);
    expect(isDenied('s3:GetObjectVersion', ERRORS, PROTECTED)).toBe(false);
  });

  it('keeps what was deleted under errors/ for 90 days more, and else for one', () => {
    expect(daysOf(PROTECTED)).toEqual([
      ['eks-audit-logs/', 30, 1],
      ['errors/', 90, 90],
      ['redrive/', 90, 1],
    ]);
    expect(daysOf({})).toEqual([
      ['eks-audit-logs/', 30, 1],
      ['errors/', 90, 1],
      ['redrive/', 90, 1],
    ]);
  });

  it('is the same in a stage of the Serverless Framework', () => {
    const stack = serverlessStack({ ProtectErrors: 'true' });

    expect(stack.Parameters['ProtectErrors']!.Default).toBe('true');
    expect(stack.Resources['LogsBucketPolicy']).toEqual(RESOURCES.Resources['LogsBucketPolicy']);
    expect(stack.Resources['LogsBucket']!.Properties).toEqual(RESOURCES.Resources['LogsBucket']!.Properties);
  });
});
