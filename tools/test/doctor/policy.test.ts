import { describe, expect, it } from '@jest/globals';

import { isAllowed, isLike, parsePolicy, type Statement } from '../../src/doctor/policy';

const READ = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/rows/x' };

function policy(...Statement: readonly Partial<Statement>[]) {
  return { Statement: Statement.map((one) => ({ Effect: 'Allow' as const, ...one })) };
}

describe('isAllowed', () => {
  it.each([
    ['the action and the resource themselves', { Action: READ.action, Resource: READ.resource }, true],
    ['another spelling of the action', { Action: 'S3:getobject', Resource: '*' }, true],
    ['patterns', { Action: 's3:Get*', Resource: 'arn:aws:s3:::b/*' }, true],
    ['a pattern for one character', { Action: 's3:GetObjec?', Resource: '*' }, true],
    ['another action', { Action: 's3:PutObject', Resource: '*' }, false],
    ['another resource', { Action: 's3:*', Resource: 'arn:aws:s3:::b/errors/*' }, false],
    ['all but another action', { NotAction: 'iam:*', Resource: '*' }, true],
    ['all but this action', { NotAction: 's3:*', Resource: '*' }, false],
    ['all but this resource', { Action: '*', NotResource: 'arn:aws:s3:::b/*' }, false],
  ])('looks at %s', (_what, statement, expected) => {
    expect(isAllowed([policy(statement)], READ)).toBe(expected);
  });

  it('lets a Deny win, wherever it stands', () => {
    const allow = policy({ Action: '*', Resource: '*' });
    const deny = policy({ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' });

    expect(isAllowed([allow, deny], READ)).toBe(false);
    expect(isAllowed([deny, allow], READ)).toBe(false);
  });

  it.each([
    ['StringEquals', 'a', true],
    ['StringEquals', 'b', false],
    ['StringNotEquals', 'b', true],
    ['StringLike', '*', true],
    ['ArnLike', 'A*', false],
    ['ForAnyValue:StringEquals', 'a', true],
    ['StringEqualsIfExists', 'b', false],
    ['Bool', 'A', true],
    ['NumericLessThan', '1', false],
  ])('holds a statement to its condition %s %s', (operator, value, expected) => {
    const statement = { Action: '*', Resource: '*', Condition: { [operator]: { 'aws:Key': value } } };

    expect(isAllowed([policy(statement)], { ...READ, context: { 'aws:key': 'a' } })).toBe(expected);
  });

  it('takes a condition about what is not known as fulfilled', () => {
    const statement = { Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o' } } };

    expect(isAllowed([policy(statement)], READ)).toBe(true);
  });

  it('asks for the principal, where the policy names one', () => {
    const request = { action: 'sts:AssumeRole', principal: ['Service', 'logs.amazonaws.com'] } as const;
    const trust = (name: string) => policy({ Action: 'sts:AssumeRole', Principal: { Service: [name] } });

    expect(isAllowed([trust('logs.amazonaws.com')], request)).toBe(true);
    expect(isAllowed([trust('ec2.amazonaws.com')], request)).toBe(false);
    expect(isAllowed([policy({ Action: '*', Principal: '*' })], request)).toBe(true);
  });
});

describe('isLike', () => {
  it('takes dots and brackets for themselves', () => {
    expect(isLike('a.b[c]', 'a.b[c]')).toBe(true);
    expect(isLike('a.b', 'axb')).toBe(false);
  });
});

describe('parsePolicy', () => {
  it('reads what IAM sends as part of a URL, and what is plain JSON', () => {
    const text = '{"Statement":[]}';

    expect(parsePolicy(text)).toEqual({ Statement: [] });
    expect(parsePolicy(encodeURIComponent(text))).toEqual({ Statement: [] });
  });

  it.each([undefined, '', '{', 'null', '[]', '{"Version":1}'])('gives undefined for %s', (text) => {
    expect(parsePolicy(text)).toBeUndefined();
  });
});
