import { describe, expect, it } from '@jest/globals';

import { clusterOf, isAuditStream } from '../src/index';

describe('clusterOf', () => {
  it.each([
    ['/aws/eks/prod-eu-1/cluster', 'prod-eu-1'],
    ['/aws/eks/9_A-b/cluster', '9_A-b'],
    [`/aws/eks/${'a'.repeat(100)}/cluster`, 'a'.repeat(100)],
    [`/aws/eks/${'a'.repeat(101)}/cluster`, undefined],
    ['/aws/eks/-a/cluster', undefined],
    ['/aws/eks/a/b/cluster', undefined],
    ['/aws/eks//cluster', undefined],
    ['/aws/eks/a/cluster/', undefined],
    ['/aws/eks/a/cluster\n', undefined],
    ['/aws/containerinsights/a/application', undefined],
    ['', undefined],
  ])('of %j is %p', (logGroup, cluster) => {
    expect(clusterOf(logGroup)).toBe(cluster);
  });
});

describe('isAuditStream', () => {
  it.each([
    ['kube-apiserver-audit-900118300c7497e54b1f844e21ac4f7b', true],
    ['kube-apiserver-900118300c7497e54b1f844e21ac4f7b', false],
    ['authenticator-71976ca11bea5d3083393f7d32dab75b', false],
    ['kube-scheduler-bb3ea89d63fd2b9735ba06b144377db6', false],
    ['cloud-controller-manager-900118300c7497e54b1f844e21ac4f7b', false],
    ['', false],
  ])('of %j is %p', (logStream, isAudit) => {
    expect(isAuditStream(logStream)).toBe(isAudit);
  });
});
