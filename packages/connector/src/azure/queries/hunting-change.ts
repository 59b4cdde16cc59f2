import { EXPANDED_FUNCTION, WITHOUT_DUPLICATES } from './kql-query';
import type { KqlQuery } from './kql-query';

/** The verbs that change an object. */
const WRITES = 'Verb in ("create", "update", "patch", "delete", "deletecollection")';

/** Who changed what may run and who may do what. */
export const CHANGE_HUNTS: readonly KqlQuery[] = [
  {
    id: 'privileged-workloads',
    group: 'hunting',
    title: 'EKS: privileged pods and workloads',
    description:
      'Pods and pod templates that ask for a privileged container, a namespace of the host or a path of the host. These members of a request survive the shrinking of an over-long event.',
    tactics: ['PrivilegeEscalation'],
    techniques: ['T1610', 'T1611'],
    kql: `${EXPANDED_FUNCTION}()
| where Resource in ("pods", "deployments", "daemonsets", "statefulsets", "replicasets", "replicationcontrollers", "jobs", "cronjobs")
| where Verb in ("create", "update", "patch") and ResponseCode < 400
| extend Body = tostring(RawEvent.requestObject)
| extend
    IsPrivileged = Body contains_cs '"privileged":true',
    UsesHostPath = Body contains_cs '"hostPath":{',
    UsesHostNamespace = Body contains_cs '"hostPID":true' or Body contains_cs '"hostNetwork":true' or Body contains_cs '"hostIPC":true'
| where IsPrivileged or UsesHostPath or UsesHostNamespace
| where not(User startswith "system:serviceaccount:kube-system:")
${WITHOUT_DUPLICATES}
| project TimeGenerated, ClusterName, User, RoleArn, Verb, ObjectRef, IsPrivileged, UsesHostPath, UsesHostNamespace
| sort by TimeGenerated desc`,
    answer: [
      [
        'TimeGenerated',
        'ClusterName',
        'User',
        'RoleArn',
        'Verb',
        'ObjectRef',
        'IsPrivileged',
        'UsesHostPath',
        'UsesHostNamespace',
      ],
      [
        '2026-03-02T09:20:00.412980Z',
        'payments-prod',
        'ops-admin',
        'arn:aws:iam::111122223333:role/OpsAdmin',
        'create',
        'default/pods/debug-node',
        'true',
        'true',
        'true',
      ],
    ],
  },
  {
    id: 'rbac-escalations',
    group: 'hunting',
    title: 'EKS: roles and bindings that give far-reaching rights',
    description:
      'Changes that bind cluster-admin, open rights to everyone, or allow wildcards, escalate, bind or impersonate. The whole request is searched, so that a JSON Patch is found too.',
    tactics: ['PrivilegeEscalation', 'Persistence'],
    techniques: ['T1098'],
    kql: `${EXPANDED_FUNCTION}()
| where ApiGroup == "rbac.authorization.k8s.io" and Verb in ("create", "update", "patch") and ResponseCode < 400
| extend Body = tostring(RawEvent.requestObject), RoleRef = tostring(RawEvent.requestObject.roleRef.name), Subjects = tostring(RawEvent.requestObject.subjects)
| extend IsBinding = Resource in ("rolebindings", "clusterrolebindings")
| extend
    BindsAdmin = IsBinding and (Body contains_cs '"cluster-admin"' or Body contains_cs '"system:masters"'),
    OpensToAll = IsBinding and (Body contains_cs '"system:anonymous"' or Body contains_cs '"system:unauthenticated"' or Body contains_cs '"system:authenticated"'),
    GrantsEscalation = not(IsBinding) and (Body contains_cs '"*"' or Body contains_cs '"escalate"' or Body contains_cs '"bind"' or Body contains_cs '"impersonate"')
| where BindsAdmin or OpensToAll or GrantsEscalation
${WITHOUT_DUPLICATES}
| project TimeGenerated, ClusterName, User, RoleArn, Verb, ObjectRef, RoleRef, Subjects, BindsAdmin, OpensToAll, GrantsEscalation
| sort by TimeGenerated desc`,
    answer: [
      [
        'TimeGenerated',
        'ClusterName',
        'User',
        'RoleArn',
        'Verb',
        'ObjectRef',
        'RoleRef',
        'Subjects',
        'BindsAdmin',
        'OpensToAll',
        'GrantsEscalation',
      ],
      [
        '2026-03-02T09:22:33.000712Z',
        'payments-prod',
        'ops-admin',
        'arn:aws:iam::111122223333:role/OpsAdmin',
        'create',
        'clusterrolebindings/temp',
        'cluster-admin',
        '[{"kind":"ServiceAccount","name":"default","namespace":"web"}]',
        'true',
        'false',
        'false',
      ],
    ],
  },
  {
    id: 'aws-auth-changes',
    group: 'hunting',
    title: 'EKS: changes to the aws-auth mapping',
    description:
      'Writes to the ConfigMap that maps IAM roles and users to groups of the cluster: whoever may change it can become its administrator.',
    tactics: ['Persistence', 'PrivilegeEscalation'],
    techniques: ['T1098'],
    kql: `${EXPANDED_FUNCTION}()
| where Resource == "configmaps" and Namespace == "kube-system" and ${WRITES}
| where Name == "aws-auth" or Verb == "deletecollection" or (Verb == "create" and tostring(RawEvent.requestObject.metadata.name) == "aws-auth")
${WITHOUT_DUPLICATES}
| project TimeGenerated, ClusterName, User, RoleArn, SourceIP, Verb, ResponseCode, Mapping = tostring(RawEvent.requestObject.data)
| sort by TimeGenerated desc`,
    answer: [
      ['TimeGenerated', 'ClusterName', 'User', 'RoleArn', 'SourceIP', 'Verb', 'ResponseCode', 'Mapping'],
      [
        '2026-03-02T09:25:40.118455Z',
        'payments-prod',
        'ops-admin',
        'arn:aws:iam::111122223333:role/OpsAdmin',
        '198.51.100.7',
        'patch',
        '200',
        '{"mapRoles":"- groups: [system:masters]\\n  rolearn: arn:aws:iam::444455556666:role/Temp"}',
      ],
    ],
  },
  {
    id: 'impersonation',
    group: 'hunting',
    title: 'EKS: impersonated requests',
    description:
      'Requests made in the name of another identity. User is who asked, ImpersonatedUser is who they acted as.',
    tactics: ['PrivilegeEscalation'],
    techniques: ['T1134'],
    kql: `${EXPANDED_FUNCTION}()
| where isnotempty(ImpersonatedUser)
${WITHOUT_DUPLICATES}
| summarize Requests = count(), Verbs = make_set(Verb, 10), FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated) by ClusterName, User, RoleArn, ImpersonatedUser, ImpersonatedGroups = tostring(ImpersonatedGroups)
| sort by Requests desc`,
    answer: [
      [
        'ClusterName',
        'User',
        'RoleArn',
        'ImpersonatedUser',
        'ImpersonatedGroups',
        'Requests',
        'Verbs',
        'FirstSeen',
        'LastSeen',
      ],
      [
        'payments-prod',
        'ops-admin',
        'arn:aws:iam::111122223333:role/OpsAdmin',
        'root',
        '["system:masters"]',
        '4',
        '["get","list"]',
        '2026-03-02T09:27:00.503319Z',
        '2026-03-02T09:28:11.207400Z',
      ],
    ],
  },
  {
    id: 'service-account-tokens',
    group: 'hunting',
    title: 'EKS: tokens issued for service accounts',
    description:
      'Tokens of service accounts that were requested by an identity other than a node or a component of the control plane: a way to keep access.',
    tactics: ['CredentialAccess', 'Persistence'],
    techniques: ['T1528'],
    kql: `${EXPANDED_FUNCTION}()
| where Resource == "serviceaccounts" and Subresource == "token" and Verb == "create" and ResponseCode < 400
| where not(User startswith "system:node:" or User startswith "system:kube-" or User startswith "eks:" or User startswith "system:serviceaccount:kube-system:")
${WITHOUT_DUPLICATES}
| project TimeGenerated, ClusterName, User, RoleArn, SourceIP, Namespace, Name, ExpirationSeconds = tolong(RawEvent.requestObject.spec.expirationSeconds)
| sort by TimeGenerated desc`,
    answer: [
      ['TimeGenerated', 'ClusterName', 'User', 'RoleArn', 'SourceIP', 'Namespace', 'Name', 'ExpirationSeconds'],
      [
        '2026-03-02T09:29:02.660021Z',
        'payments-prod',
        'ops-admin',
        'arn:aws:iam::111122223333:role/OpsAdmin',
        '198.51.100.7',
        'payments',
        'deployer',
        '31536000',
      ],
    ],
  },
  {
    id: 'mass-deletions',
    group: 'hunting',
    title: 'EKS: collections deleted at once',
    description:
      'A deletecollection by anyone who is no component of the cluster: destruction, or the removal of traces when it meets events.',
    tactics: ['DefenseEvasion', 'Impact'],
    techniques: ['T1070', 'T1485'],
    kql: `${EXPANDED_FUNCTION}()
| where Verb == "deletecollection" and ResponseCode < 400
| where not(User startswith "system:node:" or User startswith "system:kube-" or User startswith "eks:" or User startswith "system:serviceaccount:kube-system:")
${WITHOUT_DUPLICATES}
| project TimeGenerated, ClusterName, User, RoleArn, SourceIP, Namespace, Resource, ApiGroup
| sort by TimeGenerated desc`,
    answer: [
      ['TimeGenerated', 'ClusterName', 'User', 'RoleArn', 'SourceIP', 'Namespace', 'Resource', 'ApiGroup'],
      [
        '2026-03-02T09:33:10.904377Z',
        'payments-prod',
        'system:serviceaccount:build:runner',
        '',
        '203.0.113.40',
        'kube-system',
        'events',
        'events.k8s.io',
      ],
    ],
  },
];
