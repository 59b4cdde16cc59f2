import { describe, expect, it } from '@jest/globals';

import { map } from './map';
import { long, many, shrink } from './shrink';

describe('a RawEvent that is too long without any long string', () => {
  it('drops unknown members before it thins what is read, and thins lists at both ends', () => {
    const ips = Array.from({ length: 30_000 }, (_, index) => `10.0.${index}`);
    const { members, removed } = shrink({ verb: 'get', sourceIPs: ips, unknown: { list: many(70_000) }, small: 1 });

    expect(removed).toContain('unknown');
    expect(removed).toContain('sourceIPs');
    expect(members['sourceIPs']).toEqual([...ips.slice(0, 32), ...ips.slice(-32)]);
  });

  it('thins floods of small members, and keeps what stands beside them', () => {
    const names = many(500_000);
    const extra = Object.fromEntries(names.map((name) => [name, ['v']]));
    const { members, row } = shrink({
      verb: 'create',
      user: { username: 'alice' },
      impersonatedUser: { username: 'root', groups: ['system:masters'], extra },
    });

    expect(members['impersonatedUser']).toEqual({
      username: 'root',
      groups: ['system:masters'],
      extra: Object.fromEntries([...names.slice(0, 32), ...names.slice(-32)].map((name) => [name, ['v']])),
    });
    expect(row['User']).toBe('alice');
  });

  it('keeps what the columns read, and who was impersonated, when everything is flooded', () => {
    const flood = Object.fromEntries(Array.from({ length: 90_000 }, (_, index) => [`k${index}`, index]));
    const { members, annotations } = shrink({
      verb: 'get',
      auditID: 'x',
      user: { ...flood, username: 'alice', groups: [] },
      impersonatedUser: { username: 'root' },
      annotations: { 'authorization.k8s.io/decision': 'forbid', ...flood },
    });

    expect(members).toMatchObject({
      verb: 'get',
      auditID: 'x',
      user: { k0: 0, k31: 31, username: 'alice', groups: [] },
      impersonatedUser: { username: 'root' },
    });
    expect(Object.keys(members['user'] as object)).toHaveLength(64);
    expect(annotations['authorization.k8s.io/decision']).toBe('forbid');
  });

  it('drops a member for the length of its name', () => {
    const { members, removed } = shrink({
      user: { username: 'alice' },
      impersonatedUser: { username: 'root', extra: { [long(70_000, 'k')]: ['v'], short: ['w'] } },
    });

    expect(members['impersonatedUser']).toEqual({ username: 'root', extra: { short: ['w'] } });
    expect(removed).toEqual([`impersonatedUser.extra.${long(177, 'k')}...`]);
  });

  it('leaves what detections read alone while anything else can still go', () => {
    const read = { requestURI: `/x?${long(5_000)}`, annotations: { a: long(3_000) } };
    const numbers = Array.from({ length: 40_000 }, (_, index) => index % 10);

    for (const padding of [{ unknown: numbers }, { sourceIPs: many(70_000) }, { requestObject: numbers }]) {
      const { members, annotations, removed } = shrink({ ...read, ...padding });

      expect([members['requestURI'], annotations['a']]).toEqual([read.requestURI, read.annotations.a]);
      expect(removed).not.toContain('requestURI');
    }
  });

  it('thins a patch of many operations before it cuts what detections read', () => {
    const patch = Array.from({ length: 3_000 }, (_, index) => ({ op: 'test', path: `/metadata/labels/${index}` }));
    const { members } = shrink({ requestURI: long(2_000), requestObject: patch });

    expect(members).toEqual({ requestURI: long(2_000), requestObject: [...patch.slice(0, 32), ...patch.slice(-32)] });
  });

  it('cuts what detections read before it drops what grants rights', () => {
    const { members } = shrink({
      requestURI: `/x?${long(70_000)}`,
      requestObject: {
        roleRef: { name: 'cluster-admin' },
        rules: Array.from({ length: 100 }, () => ({ verbs: ['*'] })),
      },
    });

    expect(members['requestObject']).toEqual({
      roleRef: { name: 'cluster-admin' },
      rules: Array.from({ length: 100 }, () => ({ verbs: ['*'] })),
    });
  });

  it('fits when one member is repeated without end', () => {
    const { outcome, row } = map(
      `{"impersonatedUser":{"username":"root","uid":"1"},${'"verb":"get",'.repeat(80_000)}"verb":"list"}`,
    );

    expect(outcome.isShrunk).toBe(true);
    expect(row.RawEvent).toEqual({
      impersonatedUser: { username: 'root' },
      verb: 'list',
      annotations: { 'audit.k8s.io/truncated': 'true' },
      eksSentinel: { removed: ['[(all but what the columns read)]'] },
    });
  });

  it('fits at a depth of 200,000, and says that something is missing', () => {
    const { row, rawEvent } = map(
      `{"verb":"get","deep":${'['.repeat(200_000)}${']'.repeat(200_000)},"user":{"username":"a"}}`,
    );

    expect(Buffer.byteLength(rawEvent)).toBeLessThanOrEqual(64_000);
    expect(row.RawEvent).toMatchObject({ verb: 'get', user: { username: 'a' }, eksSentinel: { removed: ['deep'] } });
  });
});
