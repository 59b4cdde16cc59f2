import { only, ref } from './intrinsics';
import { FIREHOSE_LOG_GROUP_NAME, FIREHOSE_LOG_STREAM, TRANSFORM_LOG_GROUP_NAME } from './names';
import type { Resource, Resources, Value } from './template';

/** The log groups of the transform and of Firehose: made here, because a group that Lambda makes keeps logs for ever. */
export function logGroups(): Resources {
  return {
    TransformLogGroup: logGroup(TRANSFORM_LOG_GROUP_NAME),
    FirehoseLogGroup: logGroup(FIREHOSE_LOG_GROUP_NAME),
    FirehoseLogStream: {
      Type: 'AWS::Logs::LogStream',
      Properties: { LogGroupName: ref('FirehoseLogGroup'), LogStreamName: FIREHOSE_LOG_STREAM },
    },
  };
}

function logGroup(name: Value): Resource {
  return {
    Type: 'AWS::Logs::LogGroup',
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      LogGroupName: name,
      RetentionInDays: ref('LogRetentionDays'),
      KmsKeyId: only('HasKmsKey', ref('KmsKeyArn')),
    },
  };
}
