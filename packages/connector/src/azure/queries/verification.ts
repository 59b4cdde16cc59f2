import { TABLE_NAME } from '@eks-sentinel/schema';

import type { KqlQuery } from './kql-query';

/** What to run after the deployment, in this order. */
export const VERIFICATION_QUERIES: readonly KqlQuery[] = [
  {
    id: 'events-by-cluster',
    group: 'verification',
    title: 'Events by cluster',
    description:
      'Rows of the last hour by account, region and cluster: every cluster that was connected stands here, and none of the three is empty.',
    kql: `${TABLE_NAME}
| where TimeGenerated > ago(1h)
| summarize Events = count(), LastEvent = max(TimeGenerated) by AwsAccountId, Region, ClusterName
| sort by Events desc`,
    answer: [
      ['AwsAccountId', 'Region', 'ClusterName', 'Events', 'LastEvent'],
      ['111122223333', 'eu-west-1', 'payments-prod', '18391', '2026-03-02T09:58:07.113204Z'],
      ['111122223333', 'eu-west-1', 'payments-test', '2210', '2026-03-02T09:57:58.870011Z'],
    ],
  },
  {
    id: 'latest-events',
    group: 'verification',
    title: 'Latest events',
    description: 'The ten newest events: the time is that of the event, not of the ingestion.',
    kql: `${TABLE_NAME}
| where TimeGenerated > ago(1h)
| top 10 by TimeGenerated desc
| project TimeGenerated, ClusterName, Verb, User, ObjectRef, ResponseCode`,
    answer: [
      ['TimeGenerated', 'ClusterName', 'Verb', 'User', 'ObjectRef', 'ResponseCode'],
      ['2026-03-02T09:58:07.113204Z', 'payments-prod', 'list', 'ops-admin', 'kube-system/pods/', '200'],
    ],
  },
  {
    id: 'failed-requests',
    group: 'verification',
    title: 'Failed requests',
    description:
      'Requests that were answered with an error. An event without a response code is null, not 0, and does not count as a failure.',
    kql: `${TABLE_NAME}
| where TimeGenerated > ago(1d)
| where ResponseCode >= 400
| summarize Requests = count() by ClusterName, User, Verb, ResponseCode
| sort by Requests desc`,
    answer: [
      ['ClusterName', 'User', 'Verb', 'ResponseCode', 'Requests'],
      ['payments-prod', 'system:anonymous', 'get', '403', '57'],
    ],
  },
  {
    id: 'rows-without-origin',
    group: 'verification',
    title: 'Rows without origin',
    description: 'Rows that lack account, region or cluster. The answer is no row; otherwise look at the subscription.',
    kql: `${TABLE_NAME}
| where TimeGenerated > ago(1d)
| where isempty(AwsAccountId) or isempty(Region) or isempty(ClusterName)
| summarize Rows = count() by AwsAccountId, Region, ClusterName`,
    answer: [['AwsAccountId', 'Region', 'ClusterName', 'Rows']],
  },
];
