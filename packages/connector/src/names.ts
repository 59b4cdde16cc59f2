import { sub } from './intrinsics';
import type { Value } from './template';

/** Where Firehose writes rows. S3 announces this prefix to the notification queue, and nothing else. */
export const ROWS_PREFIX = 'eks-audit-logs/';

/** Where Firehose writes the originals of failed records: outside the prefix that Sentinel is told about. */
export const ERRORS_PREFIX = 'errors/';

/** Where `eks-sentinel redrive` keeps what it has done; outside both notified prefixes. */
export const REDRIVE_PREFIX = 'redrive/';

export const FILE_EXTENSION = '.json.gz';

/** Only keys with this end are announced: the poller retries on a file that it cannot read, which delays the others. */
export const NOTIFICATION_SUFFIX = '.gz';

/** The alias that Firehose invokes; rollback moves it to an older version. */
export const ALIAS_NAME = 'live';

/** Firehose's own log stream for delivery errors. */
export const FIREHOSE_LOG_STREAM = 'DestinationDelivery';

/** Namespace of the metrics that the transform emits. */
export const METRICS_NAMESPACE = 'EksSentinel';

/**
 * A term, not a JSON pattern: a JSON pattern never matches an audit event that was cut (it is no JSON any more) and
 * would lose it. Every audit event names its API group in its first bytes; the transform drops what else matches.
 */
export const FILTER_PATTERN = '"audit.k8s.io"';

// The stack name stands at the root of the physical names, so that roles can name a stream or a function before it
// exists (constructed ARNs break the circles), and so that two stacks in one account do not collide.
export const STREAM_NAME = sub('${AWS::StackName}');
export const FUNCTION_NAME = sub('${AWS::StackName}-transform');
export const TRANSFORM_LOG_GROUP_NAME = sub('/aws/lambda/${AWS::StackName}-transform');
export const FIREHOSE_LOG_GROUP_NAME = sub('/aws/kinesisfirehose/${AWS::StackName}');

export const BUCKET_ARN = sub('arn:${AWS::Partition}:s3:::${BucketName}');
export const ROWS_ARN = sub(`arn:\${AWS::Partition}:s3:::\${BucketName}/${ROWS_PREFIX}*`);
export const ERRORS_ARN = sub(`arn:\${AWS::Partition}:s3:::\${BucketName}/${ERRORS_PREFIX}*`);
export const QUEUE_ARN = regionalArn('sqs', '${SentinelSQSQueueName}');
export const STREAM_ARN = regionalArn('firehose', 'deliverystream/${AWS::StackName}');
export const FUNCTION_ARN = regionalArn('lambda', 'function:${AWS::StackName}-transform');
export const ALIAS_ARN = regionalArn('lambda', `function:\${AWS::StackName}-transform:${ALIAS_NAME}`);

/** The ARN of a resource in the account and the region of the stack; `resource` may carry `${...}`. */
export function regionalArn(service: string, resource: string): Value {
  return sub(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
}
