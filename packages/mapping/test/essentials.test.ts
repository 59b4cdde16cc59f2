import { compileKeyTree } from '@eks-sentinel/json-scan';
import type { Column } from '@eks-sentinel/schema';
import { COLUMNS } from '@eks-sentinel/schema';
import { describe, expect, it } from '@jest/globals';

import { essentialPaths } from '../src/shrink/event-parts';
import { map } from './map';
import { long } from './shrink';

/** More values than an event may have to be shrunk with care. */
const TOO_MANY = '0,'.repeat(600_000);

describe('an event of more values than can be shrunk with care', () => {
  const head = [
    '"auditID":"a-1","verb":"get"',
    '"user":{"username":"alice","groups":["g"]}',
    '"impersonatedUser":{"username":"root","uid":"1"}',
    '"authenticationMetadata":{"impersonationConstraint":"impersonate:user-info"}',
    '"objectRef":{"resource":"pods","namespace":"shop","apiVersion":"v1"}',
    `"requestURI":"/x?${long(5_000)}"`,
    '"annotations":{"authorization.k8s.io/decision":"allow","other":"x"}',
  ].join(',');

  it('keeps what the columns read, which event it is, and whose rights it used', () => {
    const { row, outcome } = map(`{${head},"verb":"list","x":[${TOO_MANY}0]}`);

    expect(outcome).toMatchObject({ isShrunk: true, isEssentialsOnly: true });
    expect(row.RawEvent).toEqual({
      auditID: 'a-1',
      impersonatedUser: { username: 'root' },
      authenticationMetadata: { impersonationConstraint: 'impersonate:user-info' },
      verb: 'list',
      user: { username: 'alice' },
      objectRef: { namespace: 'shop', resource: 'pods' },
      requestURI: expect.stringMatching(/^\/x\?x{400,}\.\.\.\[\d+ bytes removed\]\.\.\.x{400,}$/) as unknown,
      annotations: { 'authorization.k8s.io/decision': 'allow', 'audit.k8s.io/truncated': 'true' },
      eksSentinel: { removed: ['[(all but what the columns read)]'] },
    });
    expect(row).toMatchObject({ Verb: 'list', User: 'alice', ObjectRef: 'shop/pods/', AuthDecision: 'allow' });
  });

  it('leaves out a value that is too long and no string', () => {
    const { row } = map(`{"auditID":${'1'.repeat(100_000)},"sourceIPs":[${TOO_MANY}"1.2.3.4"],"verb":"get"}`);

    expect(row.RawEvent).toMatchObject({ verb: 'get' });
    expect(row.RawEvent).not.toHaveProperty('auditID');
    expect(row.RawEvent).not.toHaveProperty('sourceIPs');
    expect(row['SourceIPs']).toEqual(['1.2.3.4']);
  });

  it('is left with care when it has as many values as the longest event that CloudWatch Logs takes', () => {
    expect(map(`{"x":[${'0,'.repeat(524_284)}0],"verb":"get"}`).outcome.isEssentialsOnly).toBe(false);
  });

  it('is marked so when it is degraded, too', () => {
    expect(map(`{${head},"x":{"y":[${TOO_MANY}0]},"cut":{`).outcome).toMatchObject({
      degraded: 'not_json',
      isEssentialsOnly: true,
    });
  });
});

describe('the essential paths', () => {
  const column = (name: string, ...path: [string, ...string[]]): Column => ({
    name,
    type: 'string',
    description: name,
    source: { from: 'string', path },
  });

  it('hold each path once, whatever the columns read', () => {
    const columns = [
      ...COLUMNS,
      column('AuditId', 'auditID'),
      column('ImpersonatedUser', 'impersonatedUser', 'username'),
      column('Again', 'verb'),
    ];

    expect(essentialPaths(columns)).toEqual(essentialPaths(COLUMNS));
    expect(() => compileKeyTree(essentialPaths(columns))).not.toThrow();
  });
});
