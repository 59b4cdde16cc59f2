import { BUCKET_ARN, QUEUE_ARN } from './names';
import { either, getAtt, only, ref, sub } from './intrinsics';
import type { Resource, Resources, Value, ValueMap } from './template';

/** 14 days, the longest that SQS keeps a message. Source: SQS API reference, MessageRetentionPeriod. */
const RETENTION_SECONDS = 1_209_600;

/** While a poller reads an object, its notification stays hidden from the others. */
const VISIBILITY_SECONDS = 300;

/** The longest wait of one receive call: fewer empty answers, fewer requests. Source: ReceiveMessageWaitTimeSeconds. */
const LONG_POLL_SECONDS = 20;

/** After so many receives without a delete, a notification waits in the dead-letter queue for a person. */
const MAX_RECEIVES = 10;

/** One data key of KMS serves an hour. Source: SQS API reference, KmsDataKeyReusePeriodSeconds (60 to 86,400). */
const DATA_KEY_REUSE_SECONDS = 3_600;

/** The queue that Sentinel polls, its dead-letter queue, and the work list of failed records. */
export function queues(): Resources {
  return {
    NotificationDlq: queue(sub('${SentinelSQSQueueName}-dlq'), {
      RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [QUEUE_ARN] },
    }),
    NotificationQueue: queue(ref('SentinelSQSQueueName'), {
      VisibilityTimeout: VISIBILITY_SECONDS,
      ReceiveMessageWaitTimeSeconds: LONG_POLL_SECONDS,
      RedrivePolicy: { deadLetterTargetArn: getAtt('NotificationDlq', 'Arn'), maxReceiveCount: MAX_RECEIVES },
    }),
    ErrorsQueue: queue(sub('${SentinelSQSQueueName}-errors'), {
      VisibilityTimeout: VISIBILITY_SECONDS,
      ReceiveMessageWaitTimeSeconds: LONG_POLL_SECONDS,
      // Nothing may use the work list as its dead-letter queue.
      RedriveAllowPolicy: { redrivePermission: 'denyAll' },
    }),
    NotificationQueuePolicy: queuePolicy('NotificationQueue', [allowBucket('NotificationQueue')]),
    NotificationDlqPolicy: queuePolicy('NotificationDlq', []),
    ErrorsQueuePolicy: queuePolicy('ErrorsQueue', [allowBucket('ErrorsQueue')]),
  };
}

function queue(name: Value, properties: ValueMap): Resource {
  return {
    Type: 'AWS::SQS::Queue',
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      QueueName: name,
      MessageRetentionPeriod: RETENTION_SECONDS,
      // The key that AWS manages for SQS (alias/aws/sqs) cannot receive the notifications of S3; SSE-SQS can.
      SqsManagedSseEnabled: either('HasKmsKey', false, true),
      KmsMasterKeyId: only('HasKmsKey', ref('KmsKeyArn')),
      KmsDataKeyReusePeriodSeconds: only('HasKmsKey', DATA_KEY_REUSE_SECONDS),
      ...properties,
    },
  };
}

function queuePolicy(queueId: string, statements: readonly ValueMap[]): Resource {
  const denyPlainText: ValueMap = {
    Sid: 'DenyInsecureTransport',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: getAtt(queueId, 'Arn'),
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [ref(queueId)],
      PolicyDocument: { Version: '2012-10-17', Statement: [...statements, denyPlainText] },
    },
  };
}

function allowBucket(queueId: string): ValueMap {
  return {
    Sid: 'AllowNotificationsOfTheBucket',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: getAtt(queueId, 'Arn'),
    Condition: {
      StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
      ArnEquals: { 'aws:SourceArn': BUCKET_ARN },
    },
  };
}
