import { describe, expect, it } from '@jest/globals';

import { resolve } from './resolve';
import { RESOURCES } from './templates';

interface Rule {
  readonly Name: string;
  readonly Value: string;
}

interface Announcement {
  readonly Queue: string;
  readonly Event: string;
  readonly Filter: { readonly S3Key: { readonly Rules: readonly Rule[] } };
}

interface Bucket {
  readonly NotificationConfiguration: { readonly QueueConfigurations: readonly [Announcement, Announcement] };
  readonly LifecycleConfiguration: { readonly Rules: readonly Readonly<Record<string, unknown>>[] };
}

interface Stream {
  readonly DeliveryStreamEncryptionConfigurationInput: unknown;
  readonly ExtendedS3DestinationConfiguration: {
    readonly Prefix: string;
    readonly ErrorOutputPrefix: string;
    readonly FileExtension: string;
    readonly ProcessingConfiguration: { readonly Processors: readonly [{ readonly Parameters: readonly object[] }] };
  };
}

const bucket = resolve(RESOURCES, RESOURCES.Resources['LogsBucket']!.Properties) as Bucket;
const stream = resolve(RESOURCES, RESOURCES.Resources['DeliveryStream']!.Properties) as Stream;
const destination = stream.ExtendedS3DestinationConfiguration;

function isAnnounced({ Filter }: Announcement, key: string): boolean {
  return Filter.S3Key.Rules.every(({ Name, Value }) =>
    Name === 'prefix' ? key.startsWith(Value) : key.endsWith(Value),
  );
}

/** The key of an object as Firehose names it; the file extension goes to data objects only. */
function keyUnder(prefix: string, extension: string): string {
  const folder = prefix
    .replace('!{timestamp:yyyy/MM/dd/HH}', '2026/01/31/23')
    .replace('!{firehose:error-output-type}', 'processing-failed');
  return `${folder}eks-sentinel-prod-1-2026-01-31-23-59-59-0a1b${extension}`;
}

describe('what Firehose writes', () => {
  it('is announced to Sentinel when it is rows, and to the work list when it failed', () => {
    const [notifications, errors] = bucket.NotificationConfiguration.QueueConfigurations;
    const rows = keyUnder(destination.Prefix, destination.FileExtension);
    const failed = keyUnder(destination.ErrorOutputPrefix, '');

    expect(rows).toBe('eks-audit-logs/2026/01/31/23/eks-sentinel-prod-1-2026-01-31-23-59-59-0a1b.json.gz');
    expect(failed).toBe('errors/processing-failed/2026/01/31/23/eks-sentinel-prod-1-2026-01-31-23-59-59-0a1b');
    expect(notifications.Queue).toBe('arn:aws:sqs:eu-west-1:111122223333:MicrosoftSentinelEKSSqs');
    expect(errors.Queue).toBe('arn:aws:sqs:eu-west-1:111122223333:MicrosoftSentinelEKSSqs-errors');
    expect([isAnnounced(notifications, rows), isAnnounced(errors, rows)]).toEqual([true, false]);
    expect([isAnnounced(notifications, failed), isAnnounced(errors, failed)]).toEqual([false, true]);
  });

  it('has keys that every consumer of S3 notifications reads', () => {
    expect(keyUnder(destination.Prefix, destination.FileExtension)).toMatch(/^[A-Za-z0-9/_.-]+$/);
  });

  it('names the kind of failure in the error prefix, as Firehose demands', () => {
    expect(destination.ErrorOutputPrefix).toContain('!{firehose:error-output-type}');
    expect(destination.ErrorOutputPrefix.startsWith(destination.Prefix.split('!')[0]!)).toBe(false);
  });

  it('passes through the alias of the transform in the smallest batches', () => {
    expect(destination.ProcessingConfiguration.Processors[0].Parameters).toEqual([
      {
        ParameterName: 'LambdaArn',
        ParameterValue: 'arn:aws:lambda:eu-west-1:111122223333:function:eks-sentinel-prod-transform:live',
      },
      { ParameterName: 'RoleArn', ParameterValue: 'arn:aws:iam::111122223333:role/FirehoseRole' },
      { ParameterName: 'NumberOfRetries', ParameterValue: '3' },
      { ParameterName: 'BufferSizeInMBs', ParameterValue: '0.2' },
      { ParameterName: 'BufferIntervalInSeconds', ParameterValue: '60' },
    ]);
  });
});

describe('the bucket', () => {
  it('keeps rows for RetentionDays, failed records for 90 days, and nothing for ever', () => {
    const rules = bucket.LifecycleConfiguration.Rules.map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays]);

    expect(rules).toEqual([
      ['eks-audit-logs/', 30],
      ['errors/', 90],
      ['redrive/', 90],
      [undefined, undefined],
    ]);
  });

  it('and the stream, the queues and the logs use an own key when there is one', () => {
    const key = 'arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef';
    const place = { parameters: { KmsKeyArn: key } };
    const withKey = (id: string): unknown => resolve(RESOURCES, RESOURCES.Resources[id]!.Properties, place);

    expect(withKey('LogsBucket')).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
          },
        ],
      },
    });
    expect(withKey('DeliveryStream')).toMatchObject({
      DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: key },
    });
    for (const id of ['NotificationQueue', 'NotificationDlq', 'ErrorsQueue']) {
      expect(withKey(id)).toMatchObject({ KmsMasterKeyId: key, SqsManagedSseEnabled: false });
    }
    expect(withKey('TransformLogGroup')).toMatchObject({ KmsKeyId: key });
    expect(stream.DeliveryStreamEncryptionConfigurationInput).toEqual({ KeyType: 'AWS_OWNED_CMK' });
  });
});
