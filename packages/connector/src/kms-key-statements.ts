import type { Value } from './template';

/**
 * What the policy of an own KMS key must hold before the stack is created: S3 encrypts its notifications with it, and
 * CloudWatch Logs the log groups. Source: S3 user guide, "Granting permissions to publish event notification messages";
 * CloudWatch Logs user guide, "Encrypt log data using AWS KMS".
 *
 * @param place `<account>`, `<region>` and so on, or values
 */
export function kmsKeyStatements(place: {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly urlSuffix: string;
}): Value {
  const { account, region, partition, urlSuffix } = place;
  return [
    {
      Sid: 'S3EncryptsNotifications',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
      Resource: '*',
      // Without this condition, S3 could be made to use the key for a bucket in another account. S3 tries the key when
      // the notifications are set: a key that refuses fails the deployment, not a notification later on.
      // Source: KMS developer guide, "AWS global condition keys" (aws:SourceAccount, for service principals).
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    },
    {
      Sid: 'CloudWatchLogsEncryptsLogGroups',
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.${urlSuffix}` },
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` },
      },
    },
  ];
}
