import type { Caller, User } from './api-request';
import type { Random } from './random';
import type { WorkerNode } from './worker-node';

/** A program that works on the cluster all day: part of the control plane, of EKS, or an add-on. */
export interface Controller extends Caller {
  readonly namespace: string;
  /** The lease by which its replicas agree on a leader. */
  readonly lease: string;
  readonly leaseUid: string;
  readonly holder: string;
  /** What the authorizer says of its requests. */
  readonly allowedBy: string;
}

const VERSION = 'v1.33.4 (linux/amd64) kubernetes/74cdb42';
const UNVERSIONED = 'v0.0.0 (linux/amd64) kubernetes/$Format';

/** User name, user agent, and the address: `control` stands for the control plane's. */
const KNOWN: readonly (readonly [username: string, userAgent: string])[] = [
  ['system:kube-controller-manager', `kube-controller-manager/${VERSION}/leader-election`],
  ['system:kube-scheduler', `kube-scheduler/${VERSION}/scheduler`],
  ['system:apiserver', `kube-apiserver/${VERSION}`],
  ['eks:cloud-controller-manager', `cloud-controller-manager/${UNVERSIONED}`],
  ['eks:vpc-resource-controller', `controller/${UNVERSIONED}`],
  ['eks:cluster-event-watcher', `eks-cluster-event-watcher/${UNVERSIONED}`],
  ['eks:k8s-metrics', `eks-k8s-metrics/${UNVERSIONED}`],
  ['eks:addon-manager', 'Go-http-client/1.1'],
  ['system:serviceaccount:kube-system:aws-node', `aws-node/${UNVERSIONED}`],
  ['system:serviceaccount:kube-system:coredns', 'coredns/v1.12.2'],
  ['system:serviceaccount:kube-system:ebs-csi-controller-sa', `external-provisioner/${UNVERSIONED}`],
  ['system:serviceaccount:kube-system:aws-load-balancer-controller', `elbv2.k8s.aws/v2.13.4 (linux/amd64)`],
  ['system:serviceaccount:karpenter:karpenter', 'karpenter.sh-operator/1.6.3 karpenter/8b1c2d3'],
  ['system:serviceaccount:argocd:argocd-application-controller', `argocd-application-controller/${UNVERSIONED}`],
  ['system:serviceaccount:cert-manager:cert-manager', 'cert-manager-certificates-issuing/v1.18.2 (linux/amd64)'],
  ['system:serviceaccount:monitoring:prometheus-k8s', 'Prometheus/3.5.0'],
  [
    'system:serviceaccount:monitoring:kube-state-metrics',
    'kube-state-metrics/v2.16.0 (linux/amd64) kube-state-metrics/4b2e',
  ],
  ['system:serviceaccount:external-secrets:external-secrets', `external-secrets/${UNVERSIONED}`],
];

/** The controllers of the world. */
export function buildControllers(
  random: Random,
  nodes: readonly [WorkerNode, ...WorkerNode[]],
): [Controller, ...Controller[]] {
  return KNOWN.map(([username, userAgent]) => buildController(random, nodes, username, userAgent)) as [
    Controller,
    ...Controller[],
  ];
}

function buildController(
  random: Random,
  nodes: readonly [WorkerNode, ...WorkerNode[]],
  username: string,
  userAgent: string,
): Controller {
  const [, , namespace, account] = username.split(':');
  const isServiceAccount = account !== undefined;
  const name = account ?? username.split(':')[1]!;
  const node = random.pick(nodes);
  const pod = `${name}-${random.suffix(9)}-${random.suffix(5)}`;
  return {
    user: isServiceAccount
      ? serviceAccountUser(random, namespace!, account, node, pod)
      : { username, groups: [...(username === 'system:apiserver' ? ['system:masters'] : []), 'system:authenticated'] },
    sourceIp: isServiceAccount
      ? `10.42.${random.int(64, 127)}.${random.int(4, 250)}`
      : `172.16.${random.int(32, 63)}.${random.int(4, 250)}`,
    userAgent,
    namespace: namespace ?? 'kube-system',
    lease: name.startsWith('kube-') ? name : `${name}-leader-election`,
    leaseUid: random.uuid(),
    holder: `${pod}_${random.uuid()}`,
    allowedBy: isServiceAccount
      ? `RBAC: allowed by ClusterRoleBinding "${name}" of ClusterRole "${name}" to ServiceAccount "${account}/${namespace!}"`
      : `RBAC: allowed by ClusterRoleBinding "${username}" of ClusterRole "${username}" to User "${username}"`,
  };
}

/** A service account's user with the claims of a bound token: which credential, which pod, which node. */
export function serviceAccountUser(
  random: Random,
  namespace: string,
  account: string,
  node: WorkerNode,
  pod: string,
): User {
  return {
    username: `system:serviceaccount:${namespace}:${account}`,
    uid: random.uuid(),
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    extra: {
      'authentication.kubernetes.io/credential-id': [`JTI=${random.uuid()}`],
      'authentication.kubernetes.io/node-name': [node.name],
      'authentication.kubernetes.io/node-uid': [node.uid],
      'authentication.kubernetes.io/pod-name': [pod],
      'authentication.kubernetes.io/pod-uid': [random.uuid()],
    },
  };
}
