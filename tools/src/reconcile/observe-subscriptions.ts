import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type CloudWatchLogsClient, DescribeSubscriptionFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';

import { callAws } from '../aws/call-aws';
import type { TimeRange } from '../repair/time-range';

/** One metric of CloudWatch: which, and how its periods become one number. */
export interface MetricQuery {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: 'Sum' | 'Maximum';
  readonly dimensions: Readonly<Record<string, string>>;
}

const MINUTE = 60;
/** CloudWatch keeps values of a minute for 15 days, of 5 minutes for 63 days; then hours. */
const MINUTE_RETENTION_MS = 15 * 86_400_000;
const FIVE_MINUTES_RETENTION_MS = 63 * 86_400_000;
/** GetMetricData gives 100,800 values at once; a month of minutes is less than half of them. */
const MAX_VALUES = 100_800;

/** The sum or the maximum of a metric over a range; undefined when it has no value there. */
export async function readMetric(
  cloudWatch: CloudWatchClient,
  query: MetricQuery,
  { from, to }: TimeRange,
  now: number,
): Promise<number | undefined> {
  const { namespace, name, statistic, dimensions } = query;
  const values: number[] = [];
  let token: string | undefined;
  do {
    const command = new GetMetricDataCommand({
      StartTime: new Date(from),
      EndTime: new Date(to),
      MaxDatapoints: MAX_VALUES,
      NextToken: token,
      MetricDataQueries: [
        {
          Id: 'm',
          MetricStat: {
            Metric: {
              Namespace: namespace,
              MetricName: name,
              Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            },
            Period: periodFor(now - from),
            Stat: statistic,
          },
        },
      ],
    });
    const call = { action: 'cloudwatch:GetMetricData', on: `metric ${namespace} ${name}` };
    const page = await callAws(call, () => cloudWatch.send(command));
    values.push(...(page.MetricDataResults?.[0]?.Values ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  if (values.length === 0) return undefined;
  return statistic === 'Sum' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
}

/** The shortest period, in seconds, that CloudWatch still has for a time of this age. */
export function periodFor(ageMs: number): number {
  if (ageMs < MINUTE_RETENTION_MS) return MINUTE;
  return ageMs < FIVE_MINUTES_RETENTION_MS ? 5 * MINUTE : 60 * MINUTE;
}

/** What the subscriptions of log groups to a stream did in a range. */
export interface SubscriptionObservation {
  readonly forwarded: number;
  readonly deliveryErrors: number;
  readonly unsubscribed: readonly string[];
}

/** Adds up the metrics of the filters that lead to the stream. */
export async function observeSubscriptions(
  clients: { readonly logs: CloudWatchLogsClient; readonly cloudWatch: CloudWatchClient },
  logGroups: readonly string[],
  stream: string,
  range: TimeRange,
  now: number,
): Promise<SubscriptionObservation> {
  let forwarded = 0;
  let deliveryErrors = 0;
  const unsubscribed: string[] = [];
  for (const logGroup of logGroups) {
    const call = { action: 'logs:DescribeSubscriptionFilters', on: `log group ${logGroup}` };
    const command = new DescribeSubscriptionFiltersCommand({ logGroupName: logGroup });
    const { subscriptionFilters = [] } = await callAws(call, () => clients.logs.send(command));
    const ours = subscriptionFilters.filter(({ destinationArn }) =>
      destinationArn?.endsWith(`deliverystream/${stream}`),
    );
    if (ours.length === 0) unsubscribed.push(logGroup);
    for (const { filterName = '' } of ours) {
      const dimensions = { LogGroupName: logGroup, DestinationType: 'Firehose', FilterName: filterName };
      const sum = async (name: string): Promise<number> => {
        const query = { namespace: 'AWS/Logs', name, statistic: 'Sum', dimensions } as const;
        return (await readMetric(clients.cloudWatch, query, range, now)) ?? 0;
      };
      forwarded += await sum('ForwardedLogEvents');
      deliveryErrors += await sum('DeliveryErrors');
    }
  }
  return { forwarded, deliveryErrors, unsubscribed };
}
