import { either, getAtt, only, ref } from './intrinsics';
import {
  BUCKET_ARN,
  ERRORS_ARN,
  ERRORS_PREFIX,
  NOTIFICATION_SUFFIX,
  REDRIVE_PREFIX,
  ROWS_ARN,
  ROWS_PREFIX,
} from './names';
import type { DeletionPolicy, Resources, Value, ValueMap } from './template';

/** Originals of failed records stay long enough for a fix of the transform and a redrive. */
const ERRORS_RETENTION_DAYS = 90;

/** An overwritten or deleted object can be brought back for a day. */
const NONCURRENT_DAYS = 1;

/**
 * With ProtectErrors: whoever deletes an original hides it, for no less time than it would have stayed. What expires by
 * itself is kept that much longer too.
 */
const PROTECTED_NONCURRENT_DAYS = ERRORS_RETENTION_DAYS;

const ABORT_UPLOAD_DAYS = 1;

/** The bucket of rows and of failed records, and who may not touch it. */
export function bucket(deletionPolicy: DeletionPolicy): Resources {
  return {
    LogsBucket: {
      Type: 'AWS::S3::Bucket',
      DeletionPolicy: deletionPolicy,
      UpdateReplacePolicy: deletionPolicy,
      // S3 sends a test message to each queue when the notifications are set.
      DependsOn: ['NotificationQueuePolicy', 'ErrorsQueuePolicy'],
      Properties: {
        BucketName: ref('BucketName'),
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: { ServerSideEncryptionConfiguration: [encryption()] },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: { Rules: lifecycleRules() },
        NotificationConfiguration: {
          QueueConfigurations: [
            announce('NotificationQueue', [
              { Name: 'prefix', Value: ROWS_PREFIX },
              { Name: 'suffix', Value: NOTIFICATION_SUFFIX },
            ]),
            announce('ErrorsQueue', [{ Name: 'prefix', Value: ERRORS_PREFIX }]),
          ],
        },
      },
    },
    LogsBucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: ref('LogsBucket'),
        PolicyDocument: { Version: '2012-10-17', Statement: bucketStatements() },
      },
    },
  };
}

function encryption(): ValueMap {
  return {
    // With a bucket key, KMS is asked once for many objects.
    BucketKeyEnabled: only('HasKmsKey', true),
    ServerSideEncryptionByDefault: either(
      'HasKmsKey',
      { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: ref('KmsKeyArn') },
      { SSEAlgorithm: 'AES256' },
    ),
  };
}

function lifecycleRules(): Value {
  return [
    expire('expire-rows', ROWS_PREFIX, ref('RetentionDays')),
    expire(
      'expire-errors',
      ERRORS_PREFIX,
      ERRORS_RETENTION_DAYS,
      either('ProtectsErrors', PROTECTED_NONCURRENT_DAYS, NONCURRENT_DAYS),
    ),
    // What redrive notes about error objects is of use as long as they are there.
    expire('expire-redrive-notes', REDRIVE_PREFIX, ERRORS_RETENTION_DAYS),
    {
      Id: 'housekeeping',
      Status: 'Enabled',
      ExpiredObjectDeleteMarker: true,
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: ABORT_UPLOAD_DAYS },
    },
  ];
}

function expire(id: string, prefix: string, days: Value, noncurrentDays: Value = NONCURRENT_DAYS): ValueMap {
  return {
    Id: id,
    Status: 'Enabled',
    Prefix: prefix,
    ExpirationInDays: days,
    NoncurrentVersionExpiration: { NoncurrentDays: noncurrentDays },
  };
}

function announce(queueId: string, rules: Value): ValueMap {
  return { Event: 's3:ObjectCreated:*', Queue: getAtt(queueId, 'Arn'), Filter: { S3Key: { Rules: rules } } };
}

function bucketStatements(): Value {
  const everything: Value = [BUCKET_ARN, { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${BucketName}/*' }];
  return [
    {
      Sid: 'DenyInsecureTransport',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: everything,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Sid: 'DenyOldTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: everything,
      Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
    },
    {
      // Rows are evidence: not even an administrator adds or replaces one by accident.
      Sid: 'OnlyFirehoseWrites',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: [ROWS_ARN, ERRORS_ARN],
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': getAtt('FirehoseRole', 'Arn') } },
    },
    // s3:DeleteObject stays allowed: in a bucket with versions it only hides, and redrive does it with --delete. The
    // lifecycle is not held by a bucket's policy. Source: S3 user guide, "Expiring objects".
    only('ProtectsErrors', {
      Sid: 'ErrorsKeepTheirVersions',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:DeleteObjectVersion',
      Resource: ERRORS_ARN,
    }),
  ];
}
