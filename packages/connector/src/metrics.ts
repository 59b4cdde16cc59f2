import type { Metric } from './alarm';
import type { Cluster } from './clusters';
import { getAtt, ref, sub } from './intrinsics';
import { METRICS_NAMESPACE } from './names';
import { FUNCTION_ID } from './transform-function';

// Metric names of AWS: Firehose developer guide, "Monitor with CloudWatch metrics"; Lambda developer guide, "Types of
// metrics"; CloudWatch Logs user guide, "Monitoring usage"; SQS developer guide, "Available CloudWatch metrics".

export function firehoseMetric(name: string, statistic: string): Metric {
  return { namespace: 'AWS/Firehose', name, statistic, dimensions: { DeliveryStreamName: ref('DeliveryStream') } };
}

export function lambdaMetric(name: string, statistic: string): Metric {
  return { namespace: 'AWS/Lambda', name, statistic, dimensions: { FunctionName: ref(FUNCTION_ID) } };
}

export function queueMetric(queueId: string, name: string): Metric {
  const QueueName = getAtt(queueId, 'QueueName');
  return { namespace: 'AWS/SQS', name, statistic: 'Maximum', dimensions: { QueueName } };
}

/** A metric of the subscription of one cluster. */
export function subscriptionMetric(cluster: Cluster, name: string): Metric {
  return {
    namespace: 'AWS/Logs',
    name,
    statistic: 'Sum',
    dimensions: {
      LogGroupName: sub(`/aws/eks/${cluster.name}/cluster`),
      DestinationType: 'Firehose',
      FilterName: sub(cluster.filterName),
    },
  };
}

/** A metric that the transform emits; the stack name as its service parts two stacks of one account. */
export function transformMetric(name: string, statistic = 'Sum'): Metric {
  return { namespace: METRICS_NAMESPACE, name, statistic, dimensions: { service: ref('AWS::StackName') } };
}
