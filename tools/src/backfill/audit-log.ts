import {
  type CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';

import type { LogEvent } from '../../pipeline/src/subscription-message';
import { callAws } from '../aws/call-aws';
import { UsageError } from '../cli/usage-error';
import type { TimeRange } from '../repair/time-range';

/** Where a log group lies, which its ARN tells. */
export interface LogGroupPlace {
  readonly account: string;
  readonly region: string;
}

/** All components of a control plane share the log group; the audit log's streams begin so. */
const AUDIT_STREAM_PREFIX = 'kube-apiserver-audit-';

/** The log group that EKS writes the audit log of a cluster to. */
export function logGroupOf(cluster: string): string {
  return `/aws/eks/${cluster}/cluster`;
}

/** Finds a log group; one that is not there is a UsageError. */
export async function findLogGroup(logs: CloudWatchLogsClient, logGroup: string): Promise<LogGroupPlace> {
  const call = { action: 'logs:DescribeLogGroups', on: `log group ${logGroup}` };
  const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroup });
  const { logGroups = [] } = await callAws(call, () => logs.send(command));
  const arn = logGroups.find(({ logGroupName }) => logGroupName === logGroup)?.arn;
  const [, , , region, account] = arn?.split(':') ?? [];
  if (region !== undefined && account !== undefined) return { account, region };
  throw new UsageError(
    `log group ${logGroup} is not there: check --cluster and --region, and that audit logging is on (Step 1 of the stack)`,
  );
}

/**
 * The log events of all audit streams with a timestamp in the range. Pages may be empty and have a successor
 * nevertheless. Source:
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export async function* readAuditLog(
  logs: CloudWatchLogsClient,
  logGroup: string,
  { from, to }: TimeRange,
): AsyncGenerator<LogEvent> {
  const call = { action: 'logs:FilterLogEvents', on: `log group ${logGroup}` };
  let token: string | undefined;
  do {
    const command = new FilterLogEventsCommand({
      logGroupName: logGroup,
      logStreamNamePrefix: AUDIT_STREAM_PREFIX,
      startTime: from,
      // The end is included.
      endTime: to - 1,
      nextToken: token,
    });
    const { events = [], nextToken } = await callAws(call, () => logs.send(command));
    for (const { eventId, logStreamName: logStream = '', timestamp = from, message = '' } of events) {
      yield { logStream, timestamp, message, ...(eventId !== undefined && { id: eventId }) };
    }
    if (nextToken === token) return;
    token = nextToken;
  } while (token !== undefined);
}
