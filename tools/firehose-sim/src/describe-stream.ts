import type { DeliveryStreamDescription } from '@aws-sdk/client-firehose';

import type { Configuration } from './configuration';
import { BYTES_PER_MB } from './limits';

/** The wire form of a description: times are seconds. */
type WireDescription = Omit<DeliveryStreamDescription, 'CreateTimestamp'> & { CreateTimestamp: number };

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_DeliveryStreamDescription.html */
export function describeStream(configuration: Configuration, createdMs: number): WireDescription {
  const { stream, delivery, s3 } = configuration;
  const partition = stream.arn.split(':')[1]!;
  return {
    DeliveryStreamName: stream.name,
    DeliveryStreamARN: stream.arn,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamEncryptionConfiguration: { Status: 'DISABLED' },
    DeliveryStreamType: 'DirectPut',
    VersionId: String(stream.version),
    CreateTimestamp: createdMs / 1000,
    HasMoreDestinations: false,
    Destinations: [
      {
        DestinationId: 'destinationId-000000000001',
        ExtendedS3DestinationDescription: {
          RoleARN: `arn:${partition}:iam::${stream.accountId}:role/simulated`,
          BucketARN: `arn:${partition}:s3:::${s3.bucket}`,
          Prefix: delivery.prefix,
          ...(delivery.errorOutputPrefix === undefined ? {} : { ErrorOutputPrefix: delivery.errorOutputPrefix }),
          BufferingHints: {
            SizeInMBs: delivery.maxBytes / BYTES_PER_MB,
            IntervalInSeconds: delivery.intervalMs / 1000,
          },
          CompressionFormat: delivery.isCompressed ? 'GZIP' : 'UNCOMPRESSED',
          EncryptionConfiguration: { NoEncryptionConfig: 'NoEncryption' },
          CloudWatchLoggingOptions: { Enabled: false },
          ProcessingConfiguration: describeProcessing(configuration),
          S3BackupMode: 'Disabled',
          FileExtension: delivery.extension,
        },
      },
    ],
  };
}

function describeProcessing({
  transform,
}: Configuration): NonNullable<
  NonNullable<DeliveryStreamDescription['Destinations']>[number]['ExtendedS3DestinationDescription']
>['ProcessingConfiguration'] {
  if (!transform) return { Enabled: false, Processors: [] };
  return {
    Enabled: true,
    Processors: [
      {
        Type: 'Lambda',
        Parameters: [
          { ParameterName: 'LambdaArn', ParameterValue: transform.arn },
          { ParameterName: 'NumberOfRetries', ParameterValue: String(transform.numberOfRetries) },
          { ParameterName: 'BufferSizeInMBs', ParameterValue: String(transform.maxBytes / BYTES_PER_MB) },
          { ParameterName: 'BufferIntervalInSeconds', ParameterValue: String(transform.intervalMs / 1000) },
        ],
      },
    ],
  };
}
