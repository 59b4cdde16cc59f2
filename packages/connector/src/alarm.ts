import { only, ref, sub } from './intrinsics';
import type { Resource, Value, ValueMap } from './template';

/** What an alarm watches, and when it speaks. */
export interface AlarmRule {
  /** What is wrong and what to do, for the person who is woken. */
  readonly description: string;
  /** One metric with its statistic, or the metrics of an expression. */
  readonly metric: Metric | readonly ValueMap[];
  readonly above?: number;
  readonly below?: number;
  /** Seconds of one period and how many in a row; 300 and 1 when absent. */
  readonly period?: number;
  readonly periods?: number;
  /** What a period without any value means; nothing bad when absent. */
  readonly missing?: 'breaching' | 'notBreaching';
}

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, Value>>;
  /** `Sum`, `Average`, `Minimum`, `Maximum` or a percentile such as `p99`. */
  readonly statistic: string;
}

const PERIOD_SECONDS = 300;

/** One alarm; it exists where the stack has alarms, and notifies where it has a topic. */
export function alarm(id: string, rule: AlarmRule): Resource {
  const actions = only('HasAlarmTopic', [ref('AlarmTopicArn')]);
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Condition: 'CreatesAlarms',
    Properties: {
      AlarmName: sub(`\${AWS::StackName}-${id.replace(/^Alarm/, '')}`),
      AlarmDescription: rule.description,
      ...metricProperties(rule),
      EvaluationPeriods: rule.periods ?? 1,
      Threshold: rule.above ?? rule.below ?? 0,
      ComparisonOperator: rule.below === undefined ? 'GreaterThanThreshold' : 'LessThanThreshold',
      TreatMissingData: rule.missing ?? 'notBreaching',
      AlarmActions: actions,
      OKActions: actions,
    },
  };
}

/** A metric inside an expression. */
export function metricQuery(id: string, metric: Metric, period = PERIOD_SECONDS): ValueMap {
  return {
    Id: id,
    ReturnData: false,
    MetricStat: {
      Stat: metric.statistic,
      Period: period,
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: dimensions(metric),
      },
    },
  };
}

function metricProperties(rule: AlarmRule): ValueMap {
  if (isQueries(rule.metric)) return { Metrics: rule.metric };
  const { namespace, name, statistic } = rule.metric;
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: dimensions(rule.metric),
    [statistic.startsWith('p') ? 'ExtendedStatistic' : 'Statistic']: statistic,
    Period: rule.period ?? PERIOD_SECONDS,
  };
}

function isQueries(metric: AlarmRule['metric']): metric is readonly ValueMap[] {
  return Array.isArray(metric);
}

function dimensions(metric: Metric): Value {
  return Object.entries(metric.dimensions).map(([Name, dimension]) => ({ Name, Value: dimension }));
}
