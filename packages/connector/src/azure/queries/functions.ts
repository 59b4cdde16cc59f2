import { SENTINEL_MEMBER, TRUNCATED_ANNOTATION } from '@eks-sentinel/schema';

import { EXPANDED_FUNCTION, TABLE_IN_RANGE, TIME_PARAMETERS, UNIQUE_FUNCTION, WITHOUT_DUPLICATES } from './kql-query';
import type { KqlQuery } from './kql-query';

/** The functions that are saved in the workspace and that other queries call. */
export const FUNCTIONS: readonly KqlQuery[] = [
  {
    id: 'aws-eks-logs-unique',
    group: 'functions',
    title: 'EKS audit events without duplicates',
    description:
      'One row an event: every station on the way delivers at least once, so counts need it. The key is the cluster and the hash of the whole event.',
    alias: UNIQUE_FUNCTION,
    parameters: TIME_PARAMETERS,
    kql: `${TABLE_IN_RANGE}
${WITHOUT_DUPLICATES}`,
    usage: `${UNIQUE_FUNCTION}(ago(1h))
| summarize Events = count() by ClusterName`,
    answer: [
      ['ClusterName', 'Events'],
      ['payments-prod', '18204'],
    ],
  },
  {
    id: 'aws-eks-logs-expanded',
    group: 'functions',
    title: 'EKS audit events with the members of RawEvent as columns',
    description:
      'Adds who (groups, IAM role and session, impersonation), what (namespace, resource, name, sub-resource) and why (reason) as columns of their own. It works row by row, so that a filter after it stays cheap.',
    alias: EXPANDED_FUNCTION,
    parameters: TIME_PARAMETERS,
    kql: `${TABLE_IN_RANGE}
| extend
    AuditId = tostring(RawEvent.auditID),
    Level = tostring(RawEvent.level),
    RequestUri = tostring(RawEvent.requestURI),
    SourceIP = tostring(SourceIPs[0]),
    UserUid = tostring(RawEvent.user.uid),
    Groups = RawEvent.user.groups,
    RoleArn = tostring(RawEvent.user.extra.canonicalArn[0]),
    SessionArn = tostring(RawEvent.user.extra.arn[0]),
    SessionName = tostring(RawEvent.user.extra.sessionName[0]),
    AccessKeyId = tostring(RawEvent.user.extra.accessKeyId[0]),
    ImpersonatedUser = tostring(RawEvent.impersonatedUser.username),
    ImpersonatedGroups = RawEvent.impersonatedUser.groups,
    ImpersonationConstraint = tostring(RawEvent.authenticationMetadata.impersonationConstraint),
    ApiGroup = tostring(RawEvent.objectRef.apiGroup),
    Namespace = tostring(RawEvent.objectRef.namespace),
    Resource = tostring(RawEvent.objectRef.resource),
    Name = tostring(RawEvent.objectRef.name),
    Subresource = tostring(RawEvent.objectRef.subresource),
    Reason = tostring(RawEvent.annotations["authorization.k8s.io/reason"]),
    FailureReason = tostring(RawEvent.responseStatus.reason),
    FailureMessage = tostring(RawEvent.responseStatus.message),
    IsTruncated = tostring(RawEvent.annotations["${TRUNCATED_ANNOTATION}"]) == "true",
    DegradedCode = tostring(RawEvent.${SENTINEL_MEMBER}.degraded),
    RemovedPaths = RawEvent.${SENTINEL_MEMBER}.removed`,
    usage: `${EXPANDED_FUNCTION}(ago(1d))
| where Subresource == "exec"
| project TimeGenerated, User, RoleArn, Namespace, Name, Reason`,
    answer: [
      ['TimeGenerated', 'User', 'RoleArn', 'Namespace', 'Name', 'Reason'],
      [
        '2026-03-02T09:14:51.201335Z',
        'ops-admin',
        'arn:aws:iam::111122223333:role/OpsAdmin',
        'payments',
        'api-6f7d9c-x2x8k',
        'RBAC: allowed by ClusterRoleBinding "ops" of ClusterRole "ops" to Group "ops"',
      ],
    ],
  },
];
