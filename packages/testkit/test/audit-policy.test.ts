import { describe, expect, it } from '@jest/globals';

import { EKS_AUDIT_POLICY, eksAuditPolicy } from '../src/generate/audit-policy';
import { CORPUS, corpusPolicy } from './corpus';

const levelOf = (attributes: Partial<Parameters<typeof eksAuditPolicy>[0]>): string =>
  eksAuditPolicy({ verb: 'get', path: '/', ...attributes }).level;

describe('eksAuditPolicy', () => {
  it('logs changes of aws-auth in full and other config maps as metadata', () => {
    const awsAuth = { resource: 'configmaps', namespace: 'kube-system', name: 'aws-auth' };

    expect(levelOf({ ...awsAuth, verb: 'patch' })).toBe('RequestResponse');
    expect(levelOf({ ...awsAuth, verb: 'get' })).toBe('Metadata');
    expect(levelOf({ ...awsAuth, namespace: 'default', verb: 'patch' })).toBe('Metadata');
    expect(levelOf({ ...awsAuth, name: 'other', verb: 'update' })).toBe('Metadata');
  });

  it('logs reads without the response and changes with it', () => {
    expect(levelOf({ resource: 'pods', verb: 'list' })).toBe('Request');
    expect(levelOf({ resource: 'pods', verb: 'create' })).toBe('RequestResponse');
    expect(levelOf({ resource: 'pods/exec', verb: 'create' })).toBe('RequestResponse');
    expect(levelOf({ resource: 'secrets', verb: 'create' })).toBe('Metadata');
    expect(levelOf({ resource: 'leases', apiGroup: 'coordination.k8s.io', verb: 'update' })).toBe('Metadata');
    expect(levelOf({ resource: 'nodes/status', verb: 'patch', groups: ['system:nodes'] })).toBe('Request');
    expect(levelOf({ resource: 'nodes/status', verb: 'patch', groups: ['other'] })).toBe('RequestResponse');
  });

  it('logs nothing of events, of health checks and of what kubelets read of nodes', () => {
    expect(levelOf({ resource: 'events', verb: 'create' })).toBe('None');
    expect(levelOf({ path: '/healthz/etcd' })).toBe('None');
    expect(levelOf({ path: '/version' })).toBe('None');
    expect(levelOf({ path: '/version/' })).toBe('Metadata');
    expect(levelOf({ resource: 'nodes', groups: ['system:nodes'] })).toBe('None');
    expect(levelOf({ resource: 'services', verb: 'watch', username: 'system:kube-proxy' })).toBe('None');
  });

  it('omits RequestReceived of everything logged but token requests', () => {
    expect(eksAuditPolicy({ verb: 'create', path: '/', resource: 'serviceaccounts/token' })).toMatchObject({
      level: 'Request',
      omitsRequestReceived: false,
    });
    expect(eksAuditPolicy({ verb: 'create', path: '/', resource: 'pods' }).omitsRequestReceived).toBe(true);
  });

  const corpusIt = CORPUS === undefined ? it.skip : it;
  corpusIt(
    `has the rules of the printed policy, in its order${CORPUS === undefined ? ' (skipped: no corpus)' : ''}`,
    () => {
      const printed = corpusPolicy()
        .replaceAll(/#.*$/gm, '')
        .split(/^ {2}- /m)
        .slice(1)
        .map((rule) => ({
          level: /level: (\w+)/.exec(rule)![1],
          omitsRequestReceived: rule.includes('omitStages'),
          words: new Set(
            [...rule.matchAll(/"([^"]*)"/g), ...rule.matchAll(/^\s+- (system:\S+|\/\S+)$/gm)].map((match) => match[1]),
          ),
        }));

      const written = EKS_AUDIT_POLICY.map(
        ({ level, omitsRequestReceived, users, groups, verbs, namespaces, paths, resources }) => ({
          level,
          omitsRequestReceived,
          words: new Set([
            ...(omitsRequestReceived ? ['RequestReceived'] : []),
            ...[users, groups, verbs, namespaces, paths].flatMap((words) => words ?? []),
            ...(resources ?? []).flatMap(({ apiGroup, resources: kinds, names }) => [
              apiGroup,
              ...(kinds ?? []),
              ...(names ?? []),
            ]),
          ]),
        }),
      );

      // The group of tokenreviews stands in the policy without quotes.
      const unquoted = /^[a-z.]+k8s\.io$/;
      const comparable = (rules: typeof written): unknown =>
        rules.map(({ words, ...rule }) => ({
          ...rule,
          words: [...words].filter((word) => !unquoted.test(word)).sort(),
        }));
      expect(comparable(written)).toEqual(comparable(printed as typeof written));
    },
  );
});
