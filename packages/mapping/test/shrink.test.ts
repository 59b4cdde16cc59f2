import { describe, expect, it } from '@jest/globals';

import { map } from './map';
import { long, many, shrink } from './shrink';

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
      spec: { managedFields: 'not bookkeeping', text: long(5_000) },
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
      spec: { managedFields: 'not bookkeeping', text: long(5_000) },
    });
  });

  it('then has the long strings of the response cut, then those of the request', () => {
    const object = { text: `head${long(40_000)}tail`, short: long(1_024) };

    const first = shrink({ requestObject: object, responseObject: object });
    expect(first.removed).toEqual(['responseObject.text']);
    expect(first.members['responseObject']).toEqual({
      text: expect.stringMatching(/^headx{508}\.\.\.\[\d+ bytes removed\]\.\.\.x{444}tail$/) as unknown,
      short: long(1_024),
    });

    const second = shrink({ requestObject: { a: object, b: object }, responseObject: object });
    expect(second.removed).toEqual(['responseObject.text', 'requestObject.a.text', 'requestObject.b.text']);
  });

  it.each([
    ['quotes', '"'],
    ['backslashes', '\\'],
    ['quotes and backslashes', '\\"'],
  ])('has long strings cut that hold nothing but %s', (_, letters) => {
    const text = letters.repeat(20_000 / letters.length);

    const { removed } = shrink({ requestObject: { short: many(5_000) }, responseObject: { a: text, b: text } });

    expect(removed).toEqual(['responseObject.a', 'responseObject.b']);
  });

  it('then loses the response, then the request but for rights and what makes a pod dangerous', () => {
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
        { name: 'c', image: 'evil', command: ['sh'], args: many(70_000), securityContext: { privileged: true } },
      ],
    };
    const kept = {
      hostPID: true,
      hostIPC: true,
      hostNetwork: true,
      volumes: [{ hostPath: { path: '/' } }, {}],
      containers: [{ image: 'evil', command: ['sh'], securityContext: { privileged: true } }],
    };

    const pod = shrink({ requestObject: { kind: 'Pod', spec }, responseObject: { list: many(50) } });
    expect(pod.members).toEqual({ requestObject: { spec: kept } });
    expect(pod.removed).toContain('responseObject');
    expect(pod.removed).toContain('requestObject.spec.containers[0].args');

    const cronJob = shrink({
      requestObject: { spec: { jobTemplate: { spec: { template: { spec } } }, schedule: '*' } },
    });
    expect(cronJob.members).toEqual({
      requestObject: { spec: { jobTemplate: { spec: { template: { spec: kept } } } } },
    });

    const rights = { roleRef: { name: 'cluster-admin' }, subjects: [{ name: 'eve' }], rules: [{ verbs: ['*'] }] };
    expect(shrink({ requestObject: { ...rights, metadata: { labels: many(70_000) } } }).members).toEqual({
      requestObject: rights,
    });

    const patch = [{ op: 'add', path: '/spec/hostPID', value: many(70_000) }];
    expect(shrink({ requestObject: patch }).members).toEqual({
      requestObject: [{ op: 'add', path: '/spec/hostPID' }],
    });
  });

  it('then has other strings cut, the longest first and no more than needed', () => {
    const { removed, members } = shrink({ a: long(30_000), b: long(50_000), userAgent: long(20_000), c: long(900) });

    expect(removed).toEqual(['b']);
    expect(members['a']).toBe(long(30_000));
  });

  it('touches what detections read only when nothing else is left', () => {
    const read = {
      user: { username: 'alice', extra: { arn: [long(12_000)] } },
      impersonatedUser: { username: long(2_000) },
      objectRef: { resource: 'pods' },
      requestURI: long(9_000),
      responseStatus: { message: long(9_000), code: 403 },
      annotations: { reason: long(9_000) },
    };
    const { removed, members } = shrink({ ...read, noise: long(60_000), requestObject: { a: many(60_000) } });

    expect(removed).toEqual(['requestObject.a', 'noise']);
    expect(members).toMatchObject({
      user: read.user,
      requestURI: read.requestURI,
      responseStatus: read.responseStatus,
    });
  });

  it.each(['user', 'impersonatedUser', 'objectRef', 'responseStatus', 'annotations'])(
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
    expect(annotations['authorization.k8s.io/decision']).toBe('allow');
  });

  it('makes room for the list of what was cut by cutting the next string, too', () => {
    const name = long(190, 'n');
    for (let more = 1; more <= 250; more += 12) {
      const event = { [name]: long(1_400), other: long(1_300), list: many(60_000), padding: '' };
      event.padding = long(64_000 + more - JSON.stringify(event).length).slice(0, 1_000);
      event.list.push(long(64_000 + more - JSON.stringify(event).length - 3));
      const { members } = shrink(event);

      expect(members['list']).toEqual(event.list);
    }
  });

  it('replaces annotations of a wrong type by the mark, and marks once', () => {
    expect(shrink({ annotations: 'none', x: long(70_000) }).annotations).toEqual({ 'audit.k8s.io/truncated': 'true' });
    expect(shrink({ annotations: { 'audit.k8s.io/truncated': 'false', a: 'b' }, x: long(70_000) }).annotations).toEqual(
      { a: 'b', 'audit.k8s.io/truncated': 'true' },
    );
    // JSON.parse takes the last of two.
    const marked = JSON.stringify({ annotations: { 'audit.k8s.io/truncated': 'false' }, x: long(70_000) });
    expect(map(marked).rawEvent.split('audit.k8s.io/truncated')).toHaveLength(2);
  });

  it('splits no escape, code point or surrogate pair when it cuts a string', () => {
    const texts = ['\\u00e9', '\\ud83d\\ude00', '\\n', '😀', '\\\\', '\\ud83d'].map((unit) =>
      unit.repeat(Math.ceil(70_000 / Buffer.byteLength(unit))),
    );
    for (const text of texts) {
      for (const shift of ['', 'a', 'ab', 'abc', 'abcde']) {
        const value = `${shift}${text}`;
        const cut = map(`{"responseObject":"${value}"}`).row.RawEvent['responseObject'] as string;
        const [head, tail] = cut.split(/\.\.\.\[\d+ bytes removed\]\.\.\./) as [string, string];
        const whole = JSON.parse(`"${value}"`) as string;

        expect([whole.startsWith(head), whole.endsWith(tail), head.length > 80, tail.length > 70]).toEqual([
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
