import { EXPANDED_FUNCTION, WITHOUT_DUPLICATES } from './kql-query';
import type { KqlQuery } from './kql-query';

/** Who reached into workloads and secrets, and who tried. */
export const ACCESS_HUNTS: readonly KqlQuery[] = [
  {
    id: 'exec-into-pods',
    group: 'hunting',
    title: 'EKS: exec, attach and port-forward into pods',
    description:
      'Interactive access to running containers, ephemeral debug containers included. A WebSocket client execs with the verb get, so the verb is no filter; each session gives a row when it starts and one when it ends.',
    tactics: ['Execution'],
    techniques: ['T1609'],
    kql: `${EXPANDED_FUNCTION}()
| where Resource == "pods" and Subresource in ("exec", "attach", "portforward", "ephemeralcontainers")
| where Verb !in ("list", "watch")
${WITHOUT_DUPLICATES}
| project TimeGenerated, ClusterName, User, RoleArn, SourceIP, Namespace, Name, Subresource, Stage, ResponseCode, RequestUri
| sort by TimeGenerated desc`,
    answer: [
      [
        'TimeGenerated',
        'ClusterName',
        'User',
        'RoleArn',
        'SourceIP',
        'Namespace',
        'Name',
        'Subresource',
        'Stage',
        'ResponseCode',
        'RequestUri',
      ],
      [
        '2026-03-02T09:14:51.201335Z',
        'payments-prod',
        'ops-admin',
        'arn:aws:iam::111122223333:role/OpsAdmin',
        '198.51.100.7',
        'payments',
        'api-6f7d9c-x2x8k',
        'exec',
        'ResponseStarted',
        '101',
        '/api/v1/namespaces/payments/pods/api-6f7d9c-x2x8k/exec?command=sh&stdin=true',
      ],
    ],
  },
  {
    id: 'secret-reads',
    group: 'hunting',
    title: 'EKS: secrets read by people and workloads',
    description:
      'Reads of secrets by anyone who is no component of the cluster; a list or watch returns every secret of its scope.',
    tactics: ['CredentialAccess'],
    techniques: ['T1552'],
    kql: `${EXPANDED_FUNCTION}()
| where Resource == "secrets" and Verb in ("get", "list", "watch") and ResponseCode < 400
| where not(User startswith "system:node:" or User startswith "eks:" or User startswith "system:kube-" or User == "system:apiserver")
| where not(User startswith "system:serviceaccount:kube-system:")
${WITHOUT_DUPLICATES}
| summarize Reads = count(), Lists = countif(Verb != "get"), Names = make_set(strcat(Namespace, "/", Name), 20), FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated) by ClusterName, User, RoleArn, SourceIP
| sort by Lists desc, Reads desc`,
    answer: [
      ['ClusterName', 'User', 'RoleArn', 'SourceIP', 'Reads', 'Lists', 'Names', 'FirstSeen', 'LastSeen'],
      [
        'payments-prod',
        'system:serviceaccount:build:runner',
        '',
        '10.0.31.18',
        '2',
        '1',
        '["payments/","payments/db-password"]',
        '2026-03-02T03:10:00.118022Z',
        '2026-03-02T03:10:01.402871Z',
      ],
    ],
  },
  {
    id: 'anonymous-access',
    group: 'hunting',
    title: 'EKS: anonymous requests that were allowed',
    description:
      'Requests without credentials that reached something other than the health and version paths, which every cluster serves to anyone.',
    tactics: ['InitialAccess'],
    techniques: ['T1190'],
    kql: `${EXPANDED_FUNCTION}()
| where User == "system:anonymous" or set_has_element(Groups, "system:unauthenticated")
| where ResponseCode < 400 or AuthDecision == "allow"
| where not(tostring(split(RequestUri, "?")[0]) in ("/healthz", "/livez", "/readyz", "/version", "/version/"))
${WITHOUT_DUPLICATES}
| project TimeGenerated, ClusterName, SourceIP, UserAgent, Verb, ObjectRef, ResponseCode, Reason
| sort by TimeGenerated desc`,
    answer: [
      ['TimeGenerated', 'ClusterName', 'SourceIP', 'UserAgent', 'Verb', 'ObjectRef', 'ResponseCode', 'Reason'],
      [
        '2026-03-02T04:55:12.730911Z',
        'payments-test',
        '203.0.113.40',
        'curl/8.5.0',
        'list',
        'kube-system/pods/',
        '200',
        'RBAC: allowed by ClusterRoleBinding "open" of ClusterRole "view" to Group "system:unauthenticated"',
      ],
    ],
  },
  {
    id: 'failed-authentication',
    group: 'hunting',
    title: 'EKS: failed authentication by address',
    description:
      'Addresses whose credentials were refused. A 401 is written only at the stage ResponseStarted and carries no user.',
    tactics: ['CredentialAccess'],
    techniques: ['T1110'],
    kql: `${EXPANDED_FUNCTION}()
| where ResponseCode == 401
${WITHOUT_DUPLICATES}
| summarize Attempts = count(), UserAgents = make_set(UserAgent, 5), FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated) by ClusterName, SourceIP
| where Attempts >= 10
| sort by Attempts desc`,
    answer: [
      ['ClusterName', 'SourceIP', 'Attempts', 'UserAgents', 'FirstSeen', 'LastSeen'],
      [
        'payments-prod',
        '203.0.113.40',
        '312',
        '["python-requests/2.32.3"]',
        '2026-03-02T02:00:04.000318Z',
        '2026-03-02T02:17:41.911200Z',
      ],
    ],
  },
  {
    id: 'forbidden-bursts',
    group: 'hunting',
    title: 'EKS: one identity that is refused many different requests',
    description:
      'An identity that tries out what it may do: many distinct verbs and resources were forbidden within ten minutes.',
    tactics: ['Discovery'],
    techniques: ['T1613'],
    kql: `${EXPANDED_FUNCTION}()
| where ResponseCode == 403
${WITHOUT_DUPLICATES}
| summarize Refused = count(), Kinds = dcount(strcat(Verb, " ", ApiGroup, "/", Resource, "/", Subresource)), Addresses = make_set(SourceIP, 5) by ClusterName, User, RoleArn, Window = bin(TimeGenerated, 10m)
| where Kinds >= 10
| sort by Kinds desc`,
    answer: [
      ['ClusterName', 'User', 'RoleArn', 'Window', 'Refused', 'Kinds', 'Addresses'],
      ['payments-prod', 'system:serviceaccount:web:default', '', '2026-03-02T03:10:00Z', '84', '41', '["10.0.31.18"]'],
    ],
  },
  {
    id: 'reused-audit-ids',
    group: 'hunting',
    title: 'EKS: one audit ID on different requests',
    description:
      'A client can set the ID with the Audit-ID header; a fixed one hides requests from whoever removes duplicates by auditID. The stages of one request share their ID and do not count.',
    tactics: ['DefenseEvasion'],
    techniques: ['T1562'],
    kql: `${EXPANDED_FUNCTION}()
| where isnotempty(AuditId)
| summarize Requests = dcount(strcat(Verb, " ", RequestUri)), Users = make_set(User, 5), Addresses = make_set(SourceIP, 5), FirstSeen = min(TimeGenerated), LastSeen = max(TimeGenerated) by ClusterName, AuditId
| where Requests > 1
| sort by Requests desc`,
    answer: [
      ['ClusterName', 'AuditId', 'Requests', 'Users', 'Addresses', 'FirstSeen', 'LastSeen'],
      [
        'payments-prod',
        '00000000-0000-0000-0000-000000000000',
        '19',
        '["ops-admin"]',
        '["198.51.100.7"]',
        '2026-03-02T09:14:51.201335Z',
        '2026-03-02T09:31:08.560210Z',
      ],
    ],
  },
];
