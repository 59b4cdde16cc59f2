import { describe, expect, it } from '@jest/globals';

import { map } from './map';
import { long, many, shrink } from './shrink';

const CUT = /^.+\.\.\.\[\d+ bytes removed\]\.\.\..+$/s;
const cut = expect.stringMatching(CUT) as unknown;

describe('a RawEvent that is too long', () => {
  it('is left alone at exactly the limit', () => {
    const event = { verb: 'get', padding: '' };
    event.padding = long(64_000 - JSON.stringify(event).length);

    expect(map(JSON.stringify(event)).outcome.isShrunk).toBe(false);
    expect(map(JSON.stringify({ ...event, padding: `${event.padding}x` })).outcome.isShrunk).toBe(true);
  });

  it('loses managedFields and the last-applied annotation first, and nothing else when that is enough', () => {
    const object = {
      metadata: {
        name: 'a',
        managedFields: [{ fieldsV1: long(20_000) }],
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': long(20_000), keep: 'me' },
      },
      spec: { managedFields: 'not bookkeeping', text: long(5_000), metadata: ['managedFields'] },
    };
    const { removed, members } = shrink({ requestObject: object, responseObject: object, annotations: { a: 'b' } });

    expect(removed).toEqual([
      'requestObject.metadata.managedFields',
      'requestObject.metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]',
      'responseObject.metadata.managedFields',
      'responseObject.metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]',
    ]);
    expect(members['requestObject']).toEqual({
      metadata: { name: 'a', annotations: { keep: 'me' } },
      spec: object.spec,
    });
  });

  it('then has the longest strings of the response cut, no more than needed, then those of the request', () => {
    const object = { text: `head${long(40_000)}tail`, other: long(5_000), short: long(1_024) };

    const first = shrink({ requestObject: object, responseObject: object });
    expect(first.removed).toEqual(['responseObject.text']);
    expect(first.members['responseObject']).toEqual({
      text: expect.stringMatching(/^headx{400,}\.\.\.\[\d+ bytes removed\]\.\.\.x{400,}tail$/) as unknown,
      other: long(5_000),
      short: long(1_024),
    });

    const second = shrink({ requestObject: { a: object, b: object }, responseObject: object });
    expect(second.removed).toEqual(['requestObject.a.text', 'responseObject.text', 'responseObject.other']);
    const { text } = second.members['responseObject'] as { text: string };
    expect(text.length).toBeGreaterThan(950);
    expect(text.length).toBeLessThanOrEqual(1_022);
  });

  it.each([
    ['quotes', '"'],
    ['backslashes', '\\'],
    ['quotes and backslashes', '\\"'],
  ])('has long strings cut that hold nothing but %s', (_, letters) => {
    const text = letters.repeat(20_000 / letters.length);

    const { removed } = shrink({ requestObject: { short: many(5_000) }, responseObject: { a: text, b: text } });

    expect(removed).toEqual(['responseObject.a']);
  });

  it('then loses of the response what has no room beside the request', () => {
    const { removed, members, bytes } = shrink({
      requestObject: { list: many(40_000) },
      responseObject: { kind: 'PodList', items: many(60_000) },
    });

    expect(members['requestObject']).toEqual({ list: many(40_000) });
    expect(members['responseObject']).toMatchObject({ kind: 'PodList' });
    expect(removed).toEqual(['responseObject.items']);
    expect(bytes).toBeGreaterThan(61_000);
  });

  it('then loses the request but for rights and what makes a pod dangerous', () => {
    const spec = {
      hostPID: true,
      hostIPC: true,
      hostNetwork: true,
      nodeName: 'n1',
      volumes: [
        { name: 'v', hostPath: { path: '/' } },
        { name: 'w', emptyDir: {} },
      ],
      containers: [
        { name: 'c', image: 'evil', command: many(10_000), args: many(70_000), securityContext: { privileged: true } },
      ],
    };
    const isWhole = expect.objectContaining({
      ...spec,
      containers: [{ ...spec.containers[0], args: expect.any(Array) as unknown }],
    }) as unknown;

    const pod = shrink({ requestObject: { kind: 'Pod', spec }, responseObject: { list: many(20_000) } });
    expect(pod.members['requestObject']).toEqual({ kind: 'Pod', spec: isWhole });
    expect(pod.removed).toEqual(['requestObject.spec.containers[0].args', 'responseObject.list']);

    const cronJob = { spec: { jobTemplate: { spec: { template: { spec } } }, schedule: '*' } };
    expect(shrink({ requestObject: cronJob }).members['requestObject']).toEqual({
      spec: { jobTemplate: { spec: { template: { spec: isWhole } } }, schedule: '*' },
    });

    const rights = { roleRef: { name: 'cluster-admin' }, subjects: [{ name: long(300) }], rules: many(20_000) };
    const other = { metadata: { labels: many(30_000) }, a: many(30_000), b: many(30_000) };
    expect(shrink({ requestObject: { ...other, ...rights } }).members['requestObject']).toMatchObject(rights);

    const patch = [{ op: 'add', path: `/spec/${long(1_000)}`, value: many(70_000) }];
    expect(shrink({ requestObject: patch }).members['requestObject']).toMatchObject([
      { op: 'add', path: patch[0]!.path },
    ]);
  });

  it('then has other strings cut, the longest first and no more than needed', () => {
    const { removed, members, bytes } = shrink({
      a: long(30_000),
      b: long(50_000),
      userAgent: long(20_000),
      c: long(900),
    });

    expect(removed).toEqual(['b']);
    expect(members['a']).toBe(long(30_000));
    expect(bytes).toBeGreaterThan(61_000);
  });

  it('touches what detections read only when nothing else is left', () => {
    const read = {
      user: { username: 'alice', extra: { arn: [long(12_000)] } },
      impersonatedUser: { username: long(2_000) },
      authenticationMetadata: { impersonationConstraint: long(600) },
      objectRef: { resource: 'pods' },
      requestURI: long(9_000),
      responseStatus: { message: long(9_000), code: 403 },
      annotations: { reason: long(9_000) },
    };
    const { removed, members, annotations } = shrink({
      ...read,
      noise: long(60_000),
      requestObject: { a: many(60_000) },
    });

    expect(removed).toEqual(['noise', 'requestObject.a']);
    expect({ ...members, annotations: { reason: annotations['reason'] } }).toMatchObject(read);
  });

  it.each(['user', 'impersonatedUser', 'authenticationMetadata', 'objectRef', 'responseStatus', 'annotations'])(
    'cuts any other string before the longest one of %s',
    (member) => {
      const { removed } = shrink({ [member]: { text: long(30_000) }, a: long(20_000), b: long(20_000) });

      expect(removed).toEqual(['a']);
    },
  );

  it('cuts any other string before the request URI', () => {
    expect(shrink({ requestURI: long(30_000), a: long(20_000), b: long(20_000) }).removed).toEqual(['a']);
  });

  it('is not blinded by a padded annotation', () => {
    const { members, annotations } = shrink({
      user: { username: 'alice' },
      requestObject: { spec: { hostPID: true } },
      annotations: { padding: long(500_000), 'authorization.k8s.io/decision': 'allow' },
    });

    expect(members).toEqual({ user: { username: 'alice' }, requestObject: { spec: { hostPID: true } } });
    expect(annotations).toMatchObject({ padding: cut, 'authorization.k8s.io/decision': 'allow' });
  });

  it('keeps long strings that detections read whole when what grants rights is what is too long', () => {
    const { members, removed } = shrink({
      requestURI: `/x?${long(3_000)}`,
      requestObject: { rules: Array.from({ length: 20_000 }, () => ({ verbs: ['*'] })) },
    });

    expect(members['requestURI']).toBe(`/x?${long(3_000)}`);
    expect(removed).toEqual(['requestObject.rules']);
  });

  it('keeps small members of a request beside rights and commands that are too long by themselves', () => {
    const pod = {
      kind: 'Pod',
      metadata: { name: 'node-sync', namespace: 'kube-system' },
      spec: {
        serviceAccountName: 'builder',
        nodeName: 'n1',
        containers: [{ name: 'c', image: 'evil', command: many(70_000) }],
      },
    };
    const kept = shrink({ requestObject: pod, responseObject: { kind: 'Pod' } });
    expect(kept.removed).toEqual(['requestObject.spec.containers[0].command']);
    expect(kept.members).toMatchObject({
      requestObject: {
        ...pod,
        spec: { ...pod.spec, containers: [{ name: 'c', image: 'evil', command: expect.any(Array) as unknown }] },
      },
      responseObject: { kind: 'Pod' },
    });

    const head = { kind: 'ClusterRole', metadata: { name: 'reader' } };
    const role = shrink({
      requestObject: { ...head, rules: Array.from({ length: 20_000 }, () => ({ verbs: ['*'] })) },
    });
    expect(role.members['requestObject']).toMatchObject(head);
    expect(role.removed).toEqual(['requestObject.rules']);
  });

  it('loses white space before anything else', () => {
    const event = {
      verb: 'get',
      user: { username: 'alice' },
      requestObject: { list: Array.from({ length: 4_000 }, (_, index) => ({ index })) },
    };
    const gap = ' '.repeat(70_000);
    const texts = [
      JSON.stringify(event, null, 4),
      JSON.stringify(event).replace('"requestObject"', `${gap}"requestObject"`),
      JSON.stringify(event).replace('"verb":', `"verb":${gap}`),
      JSON.stringify(event).replace(/\}$/, `${gap}}`),
    ];
    for (const text of texts) {
      const { row, outcome } = map(text);

      expect(outcome).toMatchObject({ isShrunk: true, isEssentialsOnly: false });
      expect(row.RawEvent).toEqual({
        ...event,
        annotations: { 'audit.k8s.io/truncated': 'true' },
        eksSentinel: { removed: [] },
      });
    }
  });

  it('replaces annotations of a wrong type by the mark, and marks once', () => {
    expect(shrink({ annotations: 'none', x: long(70_000) }).annotations).toEqual({ 'audit.k8s.io/truncated': 'true' });
    expect(shrink({ annotations: { 'audit.k8s.io/truncated': 'false', a: 'b' }, x: long(70_000) })).toMatchObject({
      annotations: { a: 'b', 'audit.k8s.io/truncated': 'true' },
      removed: ['x'],
    });
    expect(shrink({ annotations: { 'audit.k8s.io/truncated': long(70_000), a: 'b' } })).toMatchObject({
      annotations: { a: 'b' },
      removed: ['annotations[audit.k8s.io/truncated]'],
    });
    // JSON.parse takes the last of two.
    const marked = JSON.stringify({ annotations: { 'audit.k8s.io/truncated': 'false' }, x: long(70_000) });
    expect(map(marked).rawEvent.split('audit.k8s.io/truncated')).toHaveLength(2);
  });

  it('splits no escape, code point or surrogate pair when it cuts a string', () => {
    const texts = ['\\u00e9', '\\ud83d\\ude00', '\\uD83D\\uDE00', '\\n', '😀', '\\\\', '\\ud83d', '\\ude00'].map(
      (unit) => unit.repeat(Math.ceil(70_000 / Buffer.byteLength(unit))),
    );
    for (const text of texts) {
      for (const shift of ['', 'a', 'ab', 'abc', 'abcde']) {
        const value = `${shift}${text}`;
        const kept = map(`{"responseObject":"${value}"}`).row.RawEvent['responseObject'] as string;
        const [head, tail] = kept.split(/\.\.\.\[\d+ bytes removed\]\.\.\./) as [string, string];
        const whole = JSON.parse(`"${value}"`) as string;

        expect([whole.startsWith(head), whole.endsWith(tail), head.length > 2_000, tail.length > 2_000]).toEqual([
          true,
          true,
          true,
          true,
        ]);
        if (whole.isWellFormed()) expect([head.isWellFormed(), tail.isWellFormed()]).toEqual([true, true]);
      }
    }
  });
});
