import { describe, expect, it } from '@jest/globals';

import { map } from './map';
import { long, many, shrink } from './shrink';

const numbers = Array.from({ length: 40_000 }, (_, index) => index % 10);

/** The first and the last values of a list, as many of each. */
const isBothEndsOf = (kept: unknown, whole: readonly unknown[]): void => {
  const values = kept as unknown[];
  const half = Math.floor(values.length / 2);
  expect(values.slice(0, half)).toEqual(whole.slice(0, half));
  expect(values.slice(-half)).toEqual(whole.slice(-half));
};

describe('an event in which values share the room', () => {
  it('keeps of a list the first values and the last ones', () => {
    const ips = Array.from({ length: 30_000 }, (_, index) => `10.0.${index}`);
    const { members, removed, bytes } = shrink({ verb: 'get', sourceIPs: ips, small: 1 });

    expect(removed).toEqual(['sourceIPs']);
    expect(bytes).toBeGreaterThan(61_000);
    isBothEndsOf(members['sourceIPs'], ips);
  });

  it('thins floods of small members, and keeps what stands beside them', () => {
    const names = many(500_000);
    const extra = Object.fromEntries(names.map((name) => [name, ['v']]));
    const { members, row } = shrink({
      verb: 'create',
      user: { username: 'alice' },
      impersonatedUser: { username: 'root', groups: ['system:masters'], extra },
    });

    expect(members['impersonatedUser']).toMatchObject({ username: 'root', groups: ['system:masters'] });
    const kept = Object.keys((members['impersonatedUser'] as { extra: object }).extra);
    isBothEndsOf(kept, names);
    expect(row['User']).toBe('alice');
  });

  it('keeps what the columns read, and who was impersonated, when everything is flooded', () => {
    const flood = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`k${index}`, index]));
    const { members, annotations } = shrink({
      verb: 'get',
      auditID: 'x',
      user: { ...flood, username: 'alice', groups: [], ...flood },
      impersonatedUser: { ...flood, username: 'root' },
      authenticationMetadata: { ...flood, impersonationConstraint: 'c', ...flood },
      annotations: { 'authorization.k8s.io/decision': 'forbid', ...flood },
      sourceIPs: ['10.0.0.1', ...numbers],
      unknown: flood,
      requestObject: flood,
    });

    expect(members).toMatchObject({
      verb: 'get',
      auditID: 'x',
      user: { k0: 0, username: 'alice' },
      impersonatedUser: { username: 'root' },
      authenticationMetadata: { impersonationConstraint: 'c' },
    });
    expect((members['sourceIPs'] as unknown[])[0]).toBe('10.0.0.1');
    expect(annotations['authorization.k8s.io/decision']).toBe('forbid');
  });

  it('keeps what grants rights, and what makes a pod dangerous, in a flood of small members', () => {
    const flood = (letter: string) => Object.fromEntries(many(70_000).map((name) => [letter + name, 0]));
    const flooded = (members: object) => ({ ...flood('a'), ...members, ...flood('z') });
    const rights = { roleRef: { name: 'admin' }, subjects: [{ name: 'eve' }], rules: [{ verbs: ['*'] }] };
    const operation = { op: 'add', path: '/spec' };
    const volume = { hostPath: { path: '/' } };
    const container = { image: 'evil', command: ['sh'], securityContext: { privileged: true } };
    const podSpec = (inside: (members: object) => object) => ({
      hostPID: true,
      hostIPC: true,
      hostNetwork: true,
      volumes: [inside(volume)],
      containers: [inside(container)],
      initContainers: [inside(container)],
      ephemeralContainers: [inside(container)],
    });

    expect(shrink({ requestObject: flooded(rights) }).members['requestObject']).toMatchObject(rights);
    expect(shrink({ requestObject: [flooded(operation)] }).members['requestObject']).toMatchObject([operation]);
    for (const around of [
      (spec: object) => ({ spec }),
      (spec: object) => ({ template: { spec } }),
      (spec: object) => ({ spec: { template: { spec } } }),
      (spec: object) => ({ spec: { jobTemplate: { spec: { template: { spec } } } } }),
    ]) {
      const { members } = shrink({ requestObject: around(flooded(podSpec(flooded))) });
      expect(members['requestObject']).toMatchObject(around(podSpec((all) => all)));
    }
  });

  it('lets no part push out another', () => {
    const { members, bytes } = shrink({
      user: { username: 'alice', groups: numbers },
      unknown: numbers,
      requestObject: { spec: { containers: [{ image: 'evil' }], list: numbers } },
      responseObject: { kind: 'Pod', list: numbers },
    });

    expect(bytes).toBeGreaterThan(61_000);
    expect(members).toMatchObject({
      user: { username: 'alice' },
      requestObject: { spec: { containers: [{ image: 'evil' }] } },
      responseObject: { kind: 'Pod' },
    });
    for (const [name, least] of Object.entries({
      user: 40_000,
      unknown: 4_000,
      requestObject: 4_000,
      responseObject: 4_000,
    }))
      expect(JSON.stringify(members[name]).length).toBeGreaterThan(least);
  });

  it('drops nothing of a part that takes no more than its least room', () => {
    // Each takes 15 bytes with its comma, all of them 4,095.
    const small = Object.fromEntries(Array.from({ length: 273 }, (_, index) => [`m${100 + index}`, 1_000_000]));
    const { members, removed } = shrink({ requestURI: long(70_000), ...small });

    expect(members).toMatchObject(small);
    expect(removed).toEqual(['requestURI']);
  });

  it('drops a member for the length of its name, and keeps long names of which some fit', () => {
    const { members, removed } = shrink({
      user: { username: 'alice' },
      impersonatedUser: { username: 'root', extra: { [long(70_000, 'k')]: ['v'], short: ['w'] } },
    });

    expect(members['impersonatedUser']).toEqual({ username: 'root', extra: { short: ['w'] } });
    expect(removed).toEqual([`impersonatedUser.extra.${long(177, 'k')}...`]);

    const extra = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}${long(2_000, 'k')}`, 1]));
    expect(shrink({ user: { extra } }).bytes).toBeGreaterThan(58_000);
  });

  it('leaves what detections read alone while anything else can still go', () => {
    const read = { requestURI: `/x?${long(5_000)}`, annotations: { a: long(3_000) } };

    for (const padding of [{ unknown: numbers }, { sourceIPs: many(70_000) }, { requestObject: numbers }]) {
      const { members, annotations, removed } = shrink({ ...read, ...padding });

      expect([members['requestURI'], annotations['a']]).toEqual([read.requestURI, read.annotations.a]);
      expect(removed).toEqual(Object.keys(padding));
    }
  });

  it('thins a patch of many operations', () => {
    const patch = Array.from({ length: 3_000 }, (_, index) => ({ op: 'test', path: `/metadata/labels/${index}` }));
    const { members, bytes } = shrink({ requestURI: long(2_000), requestObject: patch });

    expect(members['requestURI']).toBe(long(2_000));
    expect(bytes).toBeGreaterThan(61_000);
    isBothEndsOf(members['requestObject'], patch);
  });

  it('cuts what detections read before what grants rights when that is enough', () => {
    const rights = {
      roleRef: { name: 'cluster-admin' },
      rules: Array.from({ length: 100 }, () => ({ verbs: ['*'] })),
    };

    expect(shrink({ requestURI: `/x?${long(70_000)}`, requestObject: rights }).members['requestObject']).toEqual(
      rights,
    );
  });

  it('counts of a repeated member the last one', () => {
    const verbs = map(
      `{"impersonatedUser":{"username":"root","uid":"1"},${'"verb":"get",'.repeat(80_000)}"verb":"list"}`,
    );
    expect(verbs.row.RawEvent).toMatchObject({ impersonatedUser: { username: 'root', uid: '1' }, verb: 'list' });
    expect(verbs.row['Verb']).toBe('list');

    const users = map(`{"user":{"username":"eve"},"user":[${'0,'.repeat(50_000)}0],"x":1}`);
    expect(users.row['User']).toBe('');
    expect(users.row.RawEvent['user']).toEqual(expect.arrayContaining([0]));
    expect(users.rawEvent).not.toContain('eve');

    const last = map(
      `{"user":{${'"username":"eve",'.repeat(20_000)}"username":"alice",${'"x":1,'.repeat(20_000)}"y":1}}`,
    );
    expect((last.row.RawEvent['user'] as { username: string }).username).toBe('alice');
  });

  it('never brings back a value that a repeated member has overwritten', () => {
    const digits = '0'.repeat(70_000);
    const gap = ' '.repeat(3_000);
    for (const text of [
      `{"verb":"a","verb":1${digits},"x":1}`,
      `{"verb":"a","verb":${gap}"list","x":${JSON.stringify(many(70_000))}}`,
      `{"sourceIPs":["1.1.1.1"],"sourceIPs":1${digits}}`,
      `{"user":{"username":"a","username":1${digits},"x":1}}`,
      `{"annotations":{"authorization.k8s.io/decision":"allow","authorization.k8s.io/decision":1${digits}}}`,
      `{"objectRef":{"resource":"pods","name":"a","name":1${digits}}}`,
    ]) {
      const { row, rawEvent } = map(text);
      const again = map(rawEvent).row;

      for (const column of ['Verb', 'SourceIPs', 'User', 'AuthDecision', 'ObjectRef'])
        expect([text.slice(0, 40), column, again[column]]).toEqual([text.slice(0, 40), column, row[column]]);
    }
  });

  it('gives the share of a value that cannot be cut to the others', () => {
    const { rawEvent } = map(`{"a":1${'0'.repeat(70_000)},"user":{"groups":${JSON.stringify(many(70_000))}},"b":"c"}`);
    expect(rawEvent.length).toBeGreaterThan(58_000);

    const both = map(`{"user":{"x":1${'0'.repeat(70_000)},"groups":${JSON.stringify(many(70_000))}}}`);
    expect(both.rawEvent.length).toBeGreaterThan(61_000);
  });

  it('fits at a depth of 200,000, and keeps what stands outside', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    for (const member of ['deep', 'user', 'requestObject', 'responseObject']) {
      const { row, rawEvent } = map(`{"verb":"get","${member}":${deep},"impersonatedUser":{"username":"a"}}`);

      expect(Buffer.byteLength(rawEvent)).toBeLessThanOrEqual(64_000);
      expect(row.RawEvent).toMatchObject({ verb: 'get', impersonatedUser: { username: 'a' } });
      expect((row.RawEvent['eksSentinel'] as { removed: string[] }).removed).toHaveLength(1);
    }
  });
});
