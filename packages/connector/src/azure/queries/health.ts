import { SENTINEL_MEMBER, TABLE_NAME } from '@eks-sentinel/schema';

import type { KqlQuery } from './kql-query';

/** Whether rows arrive, arrive in time, whole, once, and what they cost. */
export const HEALTH_QUERIES: readonly KqlQuery[] = [
  {
    id: 'silent-clusters',
    group: 'health',
    title: 'Silent clusters',
    description:
      'Clusters that sent events within 14 days and none for 30 minutes. An API server is never idle: run the doctor for the cluster.',
    kql: `${TABLE_NAME}
| where TimeGenerated > ago(14d)
| summarize LastEvent = max(TimeGenerated), Events = count() by AwsAccountId, Region, ClusterName
| extend SilentFor = now() - LastEvent
| where SilentFor > 30m
| sort by SilentFor desc`,
    answer: [
      ['AwsAccountId', 'Region', 'ClusterName', 'LastEvent', 'Events', 'SilentFor'],
      ['111122223333', 'eu-west-1', 'payments-test', '2026-03-02T07:31:12.004518Z', '201877', '02:26:48.1130000'],
    ],
  },
  {
    id: 'ingestion-lag',
    group: 'health',
    title: 'Ingestion lag',
    description:
      'Seconds from the event to the table, by cluster and hour. A few minutes are normal; a rising P95 means that the queue is not drained.',
    kql: `${TABLE_NAME}
| where TimeGenerated > ago(1d)
| extend LagSeconds = (ingestion_time() - TimeGenerated) / 1s
| summarize P50 = percentile(LagSeconds, 50), P95 = percentile(LagSeconds, 95), Max = max(LagSeconds) by ClusterName, Hour = bin(TimeGenerated, 1h)
| sort by Hour desc`,
    answer: [
      ['ClusterName', 'Hour', 'P50', 'P95', 'Max'],
      ['payments-prod', '2026-03-02T09:00:00Z', '214.2', '341.9', '402.5'],
    ],
  },
  {
    id: 'replaced-times',
    group: 'health',
    title: 'Replaced times',
    description:
      'Events whose time the service replaced, because they were older than two days on arrival (a backfill, a long outage). Their own time is in RawEvent.stageTimestamp.',
    kql: `${TABLE_NAME}
| where TimeGenerated > ago(7d)
| extend EventTime = todatetime(RawEvent.stageTimestamp)
| where isnotnull(EventTime) and TimeGenerated - EventTime > 1m
| summarize Events = count(), Oldest = min(EventTime), Newest = max(EventTime) by ClusterName`,
    answer: [
      ['ClusterName', 'Events', 'Oldest', 'Newest'],
      ['payments-prod', '40211', '2026-02-20T00:00:03.412007Z', '2026-02-21T23:59:58.630114Z'],
    ],
  },
  {
    id: 'degraded-rows',
    group: 'health',
    title: 'Degraded rows',
    description:
      'Audit events that arrived cut or broken, by cause. The row holds what could be read; the rest of its text is in RawEvent.' +
      `${SENTINEL_MEMBER}.text.`,
    kql: `${TABLE_NAME}
| where TimeGenerated > ago(1d)
| extend Code = tostring(RawEvent.${SENTINEL_MEMBER}.degraded)
| where isnotempty(Code)
| summarize Rows = count(), LastRow = max(TimeGenerated) by ClusterName, Code`,
    answer: [
      ['ClusterName', 'Code', 'Rows', 'LastRow'],
      ['payments-prod', 'truncated', '3', '2026-03-02T08:40:15.900120Z'],
    ],
  },
  {
    id: 'shrunk-rows',
    group: 'health',
    title: 'Shrunk rows',
    description:
      'Events that were over the 64 KB of a field, by the part that was taken out. What detections read goes last: a path under requestObject deserves a look.',
    kql: `${TABLE_NAME}
| where TimeGenerated > ago(1d)
| where isnotnull(RawEvent.${SENTINEL_MEMBER}.removed)
| mv-expand Removed = RawEvent.${SENTINEL_MEMBER}.removed to typeof(string)
| summarize Rows = count() by ClusterName, Resource = tostring(RawEvent.objectRef.resource), Removed
| sort by Rows desc`,
    answer: [
      ['ClusterName', 'Resource', 'Removed', 'Rows'],
      ['payments-prod', 'configmaps', 'responseObject', '118'],
    ],
  },
  {
    id: 'share-of-duplicates',
    group: 'health',
    title: 'Share of duplicates',
    description: 'How many rows are repetitions of an event. A replay or a retry makes some; a steady share is a cost.',
    kql: `${TABLE_NAME}
| where TimeGenerated > ago(1d)
| summarize Copies = count() by ClusterName, EventHash = hash_sha256(tostring(RawEvent))
| summarize Rows = sum(Copies), Events = count() by ClusterName
| extend Repeated = Rows - Events, Share = round(100.0 * (Rows - Events) / Rows, 2)`,
    answer: [
      ['ClusterName', 'Rows', 'Events', 'Repeated', 'Share'],
      ['payments-prod', '441820', '441702', '118', '0.03'],
    ],
  },
  {
    id: 'billed-volume',
    group: 'health',
    title: 'Billed volume',
    description: 'Which events make the bill: gigabytes (10^9 bytes) of the last day by cluster, verb and resource.',
    kql: `${TABLE_NAME}
| where TimeGenerated > ago(1d)
| where _IsBillable == true
| summarize Gigabytes = sum(_BilledSize) / 1e9, Events = count() by ClusterName, Verb, Resource = tostring(RawEvent.objectRef.resource)
| top 20 by Gigabytes desc`,
    answer: [
      ['ClusterName', 'Verb', 'Resource', 'Gigabytes', 'Events'],
      ['payments-prod', 'update', 'leases', '1.412', '604811'],
      ['payments-prod', 'patch', 'nodes', '0.902', '51840'],
    ],
  },
];
