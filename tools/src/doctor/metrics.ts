import { GetMetricDataCommand, type CloudWatchClient, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';

import { ask, type Answer } from '../aws/answer';

/** A metric and over how many minutes it is read. */
export interface MetricQuestion {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: 'Sum' | 'Maximum' | 'Average' | 'Minimum';
  readonly dimensions: Readonly<Record<string, string>>;
  readonly minutes: number;
}

/** Values of a metric with their times, the newest first. No value: nothing was measured. */
export interface Datapoint {
  readonly at: number;
  readonly value: number;
}

const PERIOD_SECONDS = 300;

/** Reads several metrics in one request; the answers stand under the same keys. */
export async function readMetrics<Key extends string>(
  cloudWatch: CloudWatchClient,
  now: number,
  questions: Readonly<Record<Key, MetricQuestion>>,
): Promise<Answer<Readonly<Record<Key, readonly Datapoint[]>>>> {
  const entries = Object.entries<MetricQuestion>(questions);
  const longest = Math.max(...entries.map(([, { minutes }]) => minutes));
  return ask('cloudwatch:GetMetricData', async () => {
    const answer = await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(now - longest * 60_000),
        EndTime: new Date(now + 60_000),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: entries.map(([, question], index) => query(`m${index}`, question)),
      }),
    );
    const read = entries.map(([key, { minutes }], index) => {
      const found = answer.MetricDataResults?.find(({ Id }) => Id === `m${index}`);
      const points = (found?.Timestamps ?? []).map((time, at) => ({
        at: time.getTime(),
        value: found?.Values?.[at] ?? 0,
      }));
      return [key, points.filter(({ at }) => at >= now - minutes * 60_000 - PERIOD_SECONDS * 1000)] as const;
    });
    return Object.fromEntries<readonly Datapoint[]>(read) as Record<Key, readonly Datapoint[]>;
  });
}

export function sumOf(points: readonly Datapoint[]): number {
  return points.reduce((sum, { value }) => sum + value, 0);
}

export function maximumOf(points: readonly Datapoint[]): number | undefined {
  return points.length === 0 ? undefined : Math.max(...points.map(({ value }) => value));
}

function query(Id: string, { namespace, name, statistic, dimensions }: MetricQuestion): MetricDataQuery {
  return {
    Id,
    MetricStat: {
      Stat: statistic,
      Period: PERIOD_SECONDS,
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
    },
  };
}
