/** What of a request the policy looks at. */
export interface PolicyAttributes {
  /** Absent in a request without authentication. */
  readonly username?: string;
  readonly groups?: readonly string[];
  readonly verb: string;
  /** The path without its query; looked at when there is no resource. */
  readonly path: string;
  readonly apiGroup?: string;
  /** `pods`, `pods/exec`; absent for a request that names no resource. */
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** How much of a request kube-apiserver logs. */
export type AuditLevel = 'None' | 'Metadata' | 'Request' | 'RequestResponse';

/** What the policy says of one request. */
export interface PolicyVerdict {
  readonly level: AuditLevel;
  readonly omitsRequestReceived: boolean;
}

interface PolicyRule extends PolicyVerdict {
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
  readonly verbs?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly resources?: readonly ResourceRule[];
  readonly paths?: readonly string[];
}

interface ResourceRule {
  readonly apiGroup: string;
  /** All of the group, sub-resources included, when absent. */
  readonly resources?: readonly string[];
  readonly names?: readonly string[];
}

/** The verdict of EKS's fixed audit policy: the first rule that matches. */
export function eksAuditPolicy(request: PolicyAttributes): PolicyVerdict {
  return EKS_AUDIT_POLICY.find((rule) => matches(rule, request)) ?? NOT_LOGGED;
}

function matches(rule: PolicyRule, request: PolicyAttributes): boolean {
  if (rule.users !== undefined && !rule.users.includes(request.username ?? '')) return false;
  if (rule.groups !== undefined && !rule.groups.some((group) => request.groups?.includes(group))) return false;
  if (rule.verbs !== undefined && !rule.verbs.includes(request.verb)) return false;
  if (rule.namespaces !== undefined && !rule.namespaces.includes(request.namespace ?? '')) return false;
  if (rule.resources !== undefined) return rule.resources.some((resource) => matchesResource(resource, request));
  if (rule.paths !== undefined)
    return request.resource === undefined && rule.paths.some((path) => matchesPath(path, request.path));
  return true;
}

function matchesResource(rule: ResourceRule, request: PolicyAttributes): boolean {
  if (request.resource === undefined || rule.apiGroup !== (request.apiGroup ?? '')) return false;
  if (rule.resources !== undefined && !rule.resources.includes(request.resource)) return false;
  return rule.names === undefined || rule.names.includes(request.name ?? '');
}

function matchesPath(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

const NOT_LOGGED: PolicyVerdict = { level: 'None', omitsRequestReceived: false };

const CORE = '';
const KNOWN_API_GROUPS = [
  CORE,
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'extensions',
  'metrics.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'settings.k8s.io',
  'storage.k8s.io',
].map((apiGroup) => ({ apiGroup }));

const core = (...resources: string[]): ResourceRule[] => [{ apiGroup: CORE, resources }];
const none = { level: 'None', omitsRequestReceived: false } as const;
const STATUS_VERBS = ['update', 'patch'];
const STATUS_RESOURCES = core('nodes/status', 'pods/status');

/**
 * The policy of every EKS cluster; customers cannot change it.
 * Source: https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html (audit policy of EKS).
 */
export const EKS_AUDIT_POLICY: readonly PolicyRule[] = [
  {
    level: 'RequestResponse',
    omitsRequestReceived: true,
    namespaces: ['kube-system'],
    verbs: ['update', 'patch', 'delete'],
    resources: [{ apiGroup: CORE, resources: ['configmaps'], names: ['aws-auth'] }],
  },
  {
    ...none,
    users: ['system:kube-proxy'],
    verbs: ['watch'],
    resources: core('endpoints', 'services', 'services/status'),
  },
  { ...none, users: ['kubelet'], verbs: ['get'], resources: core('nodes', 'nodes/status') },
  { ...none, groups: ['system:nodes'], verbs: ['get'], resources: core('nodes', 'nodes/status') },
  {
    ...none,
    users: [
      'system:kube-controller-manager',
      'system:kube-scheduler',
      'system:serviceaccount:kube-system:endpoint-controller',
    ],
    verbs: ['get', 'update'],
    namespaces: ['kube-system'],
    resources: core('endpoints'),
  },
  {
    ...none,
    users: ['system:apiserver'],
    verbs: ['get'],
    resources: core('namespaces', 'namespaces/status', 'namespaces/finalize'),
  },
  {
    ...none,
    users: ['system:kube-controller-manager'],
    verbs: ['get', 'list'],
    resources: [{ apiGroup: 'metrics.k8s.io' }],
  },
  { ...none, paths: ['/healthz*', '/version', '/swagger*'] },
  { ...none, resources: core('events') },
  {
    level: 'Request',
    omitsRequestReceived: true,
    users: ['kubelet', 'system:node-problem-detector', 'system:serviceaccount:kube-system:node-problem-detector'],
    verbs: STATUS_VERBS,
    resources: STATUS_RESOURCES,
  },
  {
    level: 'Request',
    omitsRequestReceived: true,
    groups: ['system:nodes'],
    verbs: STATUS_VERBS,
    resources: STATUS_RESOURCES,
  },
  {
    level: 'Request',
    omitsRequestReceived: true,
    users: ['system:serviceaccount:kube-system:namespace-controller'],
    verbs: ['deletecollection'],
  },
  {
    level: 'Metadata',
    omitsRequestReceived: true,
    resources: [...core('secrets', 'configmaps'), { apiGroup: 'authentication.k8s.io', resources: ['tokenreviews'] }],
  },
  { level: 'Request', omitsRequestReceived: false, resources: core('serviceaccounts/token') },
  {
    level: 'Request',
    omitsRequestReceived: true,
    verbs: ['get', 'list', 'watch'],
    resources: KNOWN_API_GROUPS,
  },
  { level: 'RequestResponse', omitsRequestReceived: true, resources: KNOWN_API_GROUPS },
  { level: 'Metadata', omitsRequestReceived: true },
];
