import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type LifecycleRule,
  type PublicAccessBlockConfiguration,
  type QueueConfiguration,
  type S3Client,
  type ServerSideEncryptionByDefault,
} from '@aws-sdk/client-s3';

import type { Applied } from './applied';

interface Bucket {
  readonly BucketName: string;
  readonly OwnershipControls: { readonly Rules: { readonly ObjectOwnership: 'BucketOwnerEnforced' }[] };
  readonly PublicAccessBlockConfiguration: PublicAccessBlockConfiguration;
  readonly BucketEncryption: { readonly ServerSideEncryptionConfiguration: readonly Encryption[] };
  readonly VersioningConfiguration: { readonly Status: 'Enabled' };
  readonly LifecycleConfiguration: { readonly Rules: readonly Rule[] };
  readonly NotificationConfiguration: { readonly QueueConfigurations: readonly Announcement[] };
}

interface Encryption {
  readonly ServerSideEncryptionByDefault: ServerSideEncryptionByDefault;
}

interface Rule {
  readonly Id: string;
  readonly Status: 'Enabled';
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly ExpiredObjectDeleteMarker?: boolean;
  readonly NoncurrentVersionExpiration?: LifecycleRule['NoncurrentVersionExpiration'];
  readonly AbortIncompleteMultipartUpload?: LifecycleRule['AbortIncompleteMultipartUpload'];
}

interface Announcement {
  readonly Event: string;
  readonly Queue: string;
  readonly Filter: {
    readonly S3Key: { readonly Rules: { readonly Name: 'prefix' | 'suffix'; readonly Value: string }[] };
  };
}

/** A bucket with all that its definition says, one call each. */
export async function createBucket(s3: S3Client, properties: unknown): Promise<Applied> {
  const bucket = properties as Bucket;
  const Bucket = bucket.BucketName;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: bucket.OwnershipControls }));
  const PublicAccessBlockConfiguration = bucket.PublicAccessBlockConfiguration;
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
  const rules = bucket.BucketEncryption.ServerSideEncryptionConfiguration;
  const encryption = {
    Rules: rules.map((rule) => ({ ApplyServerSideEncryptionByDefault: rule.ServerSideEncryptionByDefault })),
  };
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: encryption }));
  const VersioningConfiguration = bucket.VersioningConfiguration;
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  const lifecycle = { Rules: bucket.LifecycleConfiguration.Rules.map(lifecycleRule) };
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: lifecycle }));
  const QueueConfigurations = bucket.NotificationConfiguration.QueueConfigurations.map(queueConfiguration);
  await s3.send(
    new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: { QueueConfigurations } }),
  );
  return { ref: Bucket, attributes: { Arn: `arn:aws:s3:::${Bucket}` } };
}

export async function putBucketPolicy(s3: S3Client, Bucket: string, Policy: string): Promise<Applied> {
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  return { ref: Bucket };
}

function lifecycleRule(rule: Rule): LifecycleRule {
  const { Id, Status, Prefix, ExpirationInDays, ExpiredObjectDeleteMarker, ...rest } = rule;
  const Expiration = ExpirationInDays === undefined ? { ExpiredObjectDeleteMarker } : { Days: ExpirationInDays };
  return { ID: Id, Status, Filter: { Prefix: Prefix ?? '' }, Expiration, ...rest };
}

function queueConfiguration({ Event, Queue, Filter }: Announcement): QueueConfiguration {
  return {
    QueueArn: Queue,
    Events: [Event as 's3:ObjectCreated:*'],
    Filter: { Key: { FilterRules: Filter.S3Key.Rules } },
  };
}
