import type { Metric } from './alarm';
import type { Cluster } from './clusters';
import { sub } from './intrinsics';
import { firehoseMetric, lambdaMetric, queueMetric, subscriptionMetric, transformMetric } from './metrics';
import type { Resource, Value } from './template';

const WIDGET_WIDTH = 12;
const WIDGET_HEIGHT = 6;
const PERIOD_SECONDS = 300;

interface Widget {
  readonly title: string;
  readonly metrics: readonly Metric[];
}

/** One page: what came in and went out, how late, how near to the limits, and what waits in the queues. */
export function dashboard(clusters: readonly Cluster[]): Resource {
  const widgets = rows(clusters).flatMap((row, y) => row.map((widget, x) => place(widget, x, y)));
  return {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: {
      // Dashboards belong to the account: the region parts two stacks of one name.
      DashboardName: sub('${AWS::StackName}-${AWS::Region}'),
      DashboardBody: sub(JSON.stringify({ widgets })),
    },
  };
}

function rows(clusters: readonly Cluster[]): readonly (readonly Widget[])[] {
  return [
    [
      {
        title: 'Conservation: log events in, rows out',
        metrics: [
          ...clusters.map((cluster) => subscriptionMetric(cluster, 'ForwardedLogEvents')),
          transformMetric('LogEventsIn'),
          transformMetric('RowsOut'),
        ],
      },
      {
        title: 'Conservation: everything that is not a whole row',
        metrics: ['FailedRecords', 'DegradedRows', 'ShrunkRows', 'ConservationBroken'].map((name) =>
          transformMetric(name),
        ),
      },
    ],
    [
      {
        title: 'Latency: seconds that the oldest record waits in Firehose',
        metrics: [firehoseMetric('DeliveryToS3.DataFreshness', 'Maximum')],
      },
      {
        title: 'Latency: milliseconds in the transform, and from the audit event to it',
        metrics: [lambdaMetric('Duration', 'p99'), transformMetric('LagMilliseconds', 'p99')],
      },
    ],
    [
      {
        title: 'Limits: bytes into the stream and refused records',
        metrics: [
          firehoseMetric('IncomingBytes', 'Sum'),
          firehoseMetric('BytesPerSecondLimit', 'Minimum'),
          firehoseMetric('ThrottledRecords', 'Sum'),
        ],
      },
      {
        title: 'Limits: size of the response, expansion, records put back',
        metrics: [
          transformMetric('ResponseBytes', 'Maximum'),
          transformMetric('ExpansionRatio', 'Maximum'),
          transformMetric('ReingestedSplit'),
          transformMetric('ReingestedDeferred'),
        ],
      },
    ],
    [
      {
        title: 'Queues: messages that wait',
        metrics: ['NotificationQueue', 'NotificationDlq', 'ErrorsQueue'].map((id) =>
          queueMetric(id, 'ApproximateNumberOfMessagesVisible'),
        ),
      },
      {
        title: 'Queues: seconds that the oldest notification waits for Sentinel',
        metrics: [queueMetric('NotificationQueue', 'ApproximateAgeOfOldestMessage')],
      },
    ],
  ];
}

function place(widget: Widget, column: number, row: number): Value {
  return {
    type: 'metric',
    x: column * WIDGET_WIDTH,
    y: row * WIDGET_HEIGHT,
    width: WIDGET_WIDTH,
    height: WIDGET_HEIGHT,
    properties: {
      title: widget.title,
      region: '${AWS::Region}',
      view: 'timeSeries',
      period: PERIOD_SECONDS,
      metrics: widget.metrics.map(line),
    },
  };
}

function line({ namespace, name, dimensions, statistic }: Metric): Value {
  const pairs = Object.entries(dimensions).flatMap(([key, value]) => [key, insideSub(value)]);
  return [namespace, name, ...pairs, { stat: statistic }];
}

/** The value as text inside `Fn::Sub`, where a reference is `${Id}` and an attribute `${Id.Attribute}`. */
function insideSub(value: Value): string {
  if (typeof value === 'string') return value;
  const map = value as Readonly<Record<string, Value>>;
  if (typeof map['Ref'] === 'string') return `\${${map['Ref']}}`;
  if (Array.isArray(map['Fn::GetAtt'])) return `\${${map['Fn::GetAtt'].join('.')}}`;
  return map['Fn::Sub'] as string;
}
