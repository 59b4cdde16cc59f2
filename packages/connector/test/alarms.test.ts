import { describe, expect, it } from '@jest/globals';

import { resolve, type Place } from './resolve';
import { RESOURCES, serverlessStack } from './templates';

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Metrics?: readonly { readonly Expression?: string }[];
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
  readonly EvaluationPeriods: number;
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly TreatMissingData: string;
  readonly AlarmActions?: readonly string[];
}

function alarmsOf(template = RESOURCES, place: Place = {}): readonly Alarm[] {
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => resolve(template, Properties, place) as Alarm);
}

/** `namespace/metric statistic comparison threshold, periods x seconds, missing` */
function ruleOf(alarm: Alarm): string {
  const metric = alarm.Metrics?.[0]?.Expression ?? `${alarm.Namespace!}/${alarm.MetricName!}`;
  const statistic = alarm.Statistic ?? alarm.ExtendedStatistic ?? 'expression';
  const sign = alarm.ComparisonOperator === 'GreaterThanThreshold' ? '>' : '<';
  const time = `${alarm.EvaluationPeriods} x ${alarm.Period ?? 300} s`;
  return `${metric} ${statistic} ${sign} ${alarm.Threshold}, ${time}, ${alarm.TreatMissingData}`;
}

describe('the alarms', () => {
  it('watch the delivery, the transform, the subscription and the queues', () => {
    expect(alarmsOf().map(ruleOf).sort()).toEqual(
      [
        'AWS/Firehose/DeliveryToS3.DataFreshness Maximum > 600, 1 x 300 s, notBreaching',
        'AWS/Firehose/DeliveryToS3.Success Average < 1, 3 x 300 s, notBreaching',
        'AWS/Firehose/ExecuteProcessing.Success Average < 1, 2 x 300 s, notBreaching',
        'AWS/Firehose/ThrottledRecords Sum > 0, 1 x 300 s, notBreaching',
        'bytes / PERIOD(bytes) / quota expression > 0.8, 3 x 300 s, notBreaching',
        'AWS/Lambda/Errors Sum > 0, 1 x 300 s, notBreaching',
        'AWS/Lambda/Throttles Sum > 0, 1 x 300 s, notBreaching',
        'AWS/Lambda/Duration p99 > 90000, 3 x 300 s, notBreaching',
        'EksSentinel/FailedRecords Sum > 0, 1 x 300 s, notBreaching',
        'FILL(splits, 0) + FILL(deferrals, 0) expression > 0, 1 x 300 s, notBreaching',
        'EksSentinel/ConservationBroken Sum > 0, 1 x 300 s, notBreaching',
        'AWS/SQS/ApproximateAgeOfOldestMessage Maximum > 3600, 1 x 300 s, notBreaching',
        'AWS/SQS/ApproximateNumberOfMessagesVisible Maximum > 0, 1 x 300 s, notBreaching',
        'AWS/SQS/ApproximateNumberOfMessagesVisible Maximum > 0, 1 x 300 s, notBreaching',
        'AWS/Logs/DeliveryErrors Sum > 0, 1 x 60 s, notBreaching',
        'AWS/Logs/DeliveryThrottling Sum > 0, 2 x 300 s, notBreaching',
        'AWS/Logs/ForwardedLogEvents Sum < 1, 6 x 300 s, breaching',
      ].sort(),
    );
  });

  it('watch the filter that Step 2 creates, for every cluster', () => {
    const stack = serverlessStack({ EKSClusterName: 'prod-1,prod-2' });
    const silent = alarmsOf(stack, { parameters: { EKSClusterName: 'prod-1' } }).filter(
      ({ MetricName }) => MetricName === 'ForwardedLogEvents',
    );

    expect(silent.map(({ Dimensions }) => Dimensions)).toEqual([
      [
        { Name: 'LogGroupName', Value: '/aws/eks/prod-1/cluster' },
        { Name: 'DestinationType', Value: 'Firehose' },
        { Name: 'FilterName', Value: 'eks-sentinel-prod-audit' },
      ],
      [
        { Name: 'LogGroupName', Value: '/aws/eks/prod-2/cluster' },
        { Name: 'DestinationType', Value: 'Firehose' },
        { Name: 'FilterName', Value: 'eks-sentinel-prod-audit-prod-2' },
      ],
    ]);
  });

  it('watch what the transform of this stack emits', () => {
    const { Environment } = resolve(RESOURCES, RESOURCES.Resources['TransformLambdaFunction']!.Properties) as {
      Environment: { Variables: Record<string, string> };
    };
    const conservation = alarmsOf().find(({ MetricName }) => MetricName === 'ConservationBroken')!;

    expect(Environment.Variables['POWERTOOLS_METRICS_NAMESPACE']).toBe(conservation.Namespace);
    expect(conservation.Dimensions).toEqual([
      { Name: 'service', Value: Environment.Variables['POWERTOOLS_SERVICE_NAME'] },
    ]);
  });

  it('tell a person what to do, under a name that tells the stack', () => {
    for (const { AlarmName, AlarmDescription } of alarmsOf()) {
      expect(AlarmName).toMatch(/^eks-sentinel-prod-[A-Z][A-Za-z]+$/);
      expect(AlarmDescription).toMatch(/^[A-Z].*\.$|\)\.$/);
      // Source: CloudWatch API reference, PutMetricAlarm (AlarmDescription).
      expect(AlarmDescription.length).toBeLessThanOrEqual(1024);
    }
  });

  it('notify the topic where there is one', () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:alarms';

    for (const alarm of alarmsOf()) expect(alarm.AlarmActions).toBeUndefined();
    for (const alarm of alarmsOf(RESOURCES, { parameters: { AlarmTopicArn: topic } })) {
      expect(alarm.AlarmActions).toEqual([topic]);
    }
  });
});

describe('the dashboard', () => {
  it('shows conservation, latency, limits and queues, one row each', () => {
    const stack = serverlessStack({ EKSClusterName: 'prod-1,prod-2' });
    const place = { parameters: { EKSClusterName: 'prod-1' } };
    const { DashboardBody } = resolve(stack, stack.Resources['Dashboard']!.Properties, place) as {
      DashboardBody: string;
    };
    const { widgets } = JSON.parse(DashboardBody) as {
      widgets: readonly { y: number; properties: { title: string; region: string; metrics: readonly unknown[][] } }[];
    };

    const rows = new Map(widgets.map(({ y, properties }) => [y, properties.title.replace(/:.*/, '')]));
    expect([...rows]).toEqual([
      [0, 'Conservation'],
      [6, 'Latency'],
      [12, 'Limits'],
      [18, 'Queues'],
    ]);
    expect(widgets[0]!.properties.region).toBe('eu-west-1');
    expect(widgets[0]!.properties.metrics[1]).toEqual([
      ...['AWS/Logs', 'ForwardedLogEvents', 'LogGroupName', '/aws/eks/prod-2/cluster'],
      ...['DestinationType', 'Firehose', 'FilterName', 'eks-sentinel-prod-audit-prod-2', { stat: 'Sum' }],
    ]);
    expect(DashboardBody).not.toContain('${');
  });
});
