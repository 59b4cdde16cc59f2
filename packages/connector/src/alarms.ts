import { alarm, metricQuery, type AlarmRule } from './alarm';
import type { Cluster } from './clusters';
import { firehoseMetric, lambdaMetric, queueMetric, subscriptionMetric, transformMetric } from './metrics';
import { TRANSFORM_TIMEOUT_SECONDS } from './transform-function';
import type { Resources } from './template';

/** Rows are late when the oldest record in Firehose is older: ten times the buffer interval. */
const STALE_SECONDS = 600;

/** Share of the throughput quota of the stream at which to ask for more. */
const NEAR_QUOTA = 0.8;

/** Share of the time-out that the slowest percent of the invocations may take, in milliseconds. */
const SLOW_MILLISECONDS = 0.75 * TRANSFORM_TIMEOUT_SECONDS * 1000;

/** Sentinel polls every few minutes: a notification that is an hour old is one that nobody fetches. */
const UNPOLLED_SECONDS = 3600;

/** Periods of 5 minutes without one audit event: half an hour. A cluster audits its own leases every few seconds. */
const SILENT_PERIODS = 6;

const QUEUE_LENGTH = 'ApproximateNumberOfMessagesVisible';

const RULES: Readonly<Record<string, AlarmRule>> = {
  AlarmFirehoseFreshness: {
    description:
      'Rows are late: the oldest record in Firehose waits for more than 10 minutes. See the logs of Firehose.',
    metric: firehoseMetric('DeliveryToS3.DataFreshness', 'Maximum'),
    above: STALE_SECONDS,
  },
  AlarmFirehoseDelivery: {
    description: 'Firehose cannot write to the bucket; after 24 hours it gives records up. See the logs of Firehose.',
    metric: firehoseMetric('DeliveryToS3.Success', 'Average'),
    below: 1,
    periods: 3,
  },
  AlarmFirehoseProcessing: {
    description: 'Firehose cannot invoke the transform; its batches go to errors/. See the logs of both, then redrive.',
    metric: firehoseMetric('ExecuteProcessing.Success', 'Average'),
    below: 1,
    periods: 2,
  },
  AlarmFirehoseThrottled: {
    description: 'The stream refuses records because its quota is reached. Ask AWS for a higher Firehose quota.',
    metric: firehoseMetric('ThrottledRecords', 'Sum'),
    above: 0,
  },
  AlarmFirehoseNearQuota: {
    description: 'The stream takes in more than 80 % of its quota of bytes. Ask AWS for a higher Firehose quota.',
    metric: [
      { Id: 'share', Expression: 'bytes / PERIOD(bytes) / quota', Label: 'Share of the quota', ReturnData: true },
      metricQuery('bytes', firehoseMetric('IncomingBytes', 'Sum')),
      metricQuery('quota', firehoseMetric('BytesPerSecondLimit', 'Minimum')),
    ],
    above: NEAR_QUOTA,
    periods: 3,
  },
  AlarmTransformErrors: {
    description: 'The transform failed as a whole; Firehose tries 3 times more, then writes to errors/. See its logs.',
    metric: lambdaMetric('Errors', 'Sum'),
    above: 0,
  },
  AlarmTransformThrottles: {
    description: 'Lambda refuses to run the transform: the concurrency of the account or of the function is used up.',
    metric: lambdaMetric('Throttles', 'Sum'),
    above: 0,
  },
  AlarmTransformDuration: {
    description: 'The transform is close to its time-out. Raise MemorySize, which brings CPU with it.',
    metric: lambdaMetric('Duration', 'p99'),
    above: SLOW_MILLISECONDS,
    periods: 3,
  },
  AlarmTransformFailedRecords: {
    description:
      'Records could not be read; their originals lie under errors/. See the Failed... metrics, then redrive.',
    metric: transformMetric('FailedRecords'),
    above: 0,
  },
  AlarmTransformHopsExhausted: {
    description:
      'Records went back into the stream too often and lie under errors/: quota or batch size, then redrive.',
    metric: [
      { Id: 'hops', Expression: 'FILL(splits, 0) + FILL(deferrals, 0)', Label: 'Hops exhausted', ReturnData: true },
      metricQuery('splits', transformMetric('FailedSplitsExhausted')),
      metricQuery('deferrals', transformMetric('FailedDeferralsExhausted')),
    ],
    above: 0,
  },
  AlarmTransformConservation: {
    description: 'Log events in and rows out do not add up: a bug. Keep the logs, run reconcile for that hour.',
    metric: transformMetric('ConservationBroken'),
    above: 0,
  },
  AlarmNotificationAge: {
    description: 'Sentinel does not fetch: a notification waits for over an hour. Check the connector and the role.',
    metric: queueMetric('NotificationQueue', 'ApproximateAgeOfOldestMessage'),
    above: UNPOLLED_SECONDS,
  },
  AlarmNotificationDlq: {
    description:
      'Sentinel gave up on objects: notifications lie in the dead-letter queue. Check the role, then replay.',
    metric: queueMetric('NotificationDlq', QUEUE_LENGTH),
    above: 0,
  },
  AlarmErrorsQueue: {
    description: 'Failed records lie under errors/ and wait for a redrive.',
    metric: queueMetric('ErrorsQueue', QUEUE_LENGTH),
    above: 0,
  },
};

/** The alarms of the stack and of each cluster. */
export function alarms(clusters: readonly Cluster[]): Resources {
  const rules = Object.assign({}, RULES, ...clusters.map(clusterRules)) as Record<string, AlarmRule>;
  return Object.fromEntries(Object.entries(rules).map(([id, rule]) => [id, alarm(id, rule)]));
}

function clusterRules(cluster: Cluster): Record<string, AlarmRule> {
  return {
    [`AlarmLogsDeliveryErrors${cluster.suffix}`]: {
      description: 'DATA LOSS: CloudWatch Logs skips audit events. Mend role or stream at once, then backfill the gap.',
      metric: subscriptionMetric(cluster, 'DeliveryErrors'),
      above: 0,
      period: 60,
    },
    [`AlarmLogsDeliveryThrottling${cluster.suffix}`]: {
      description: 'CloudWatch Logs is throttled by Firehose; it tries for 24 hours. Ask AWS for a higher quota.',
      metric: subscriptionMetric(cluster, 'DeliveryThrottling'),
      above: 0,
      periods: 2,
    },
    [`AlarmLogsSilent${cluster.suffix}`]: {
      description:
        'No audit event for 30 minutes: audit logging is off, or the subscription filter is gone (Step 1, 2).',
      metric: subscriptionMetric(cluster, 'ForwardedLogEvents'),
      below: 1,
      periods: SILENT_PERIODS,
      missing: 'breaching',
    },
  };
}
