import type { CreatedObject } from './embedded-s3';

/** What an event message tells beside the object itself. */
export interface EventSource {
  readonly region: string;
  readonly accountId: string;
  /** The id of the notification in the bucket's configuration. */
  readonly configurationId: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** A running number: later events of one key have the larger sequencer. */
  readonly sequence: number;
}

/**
 * The version of the message form. S3 counts it up as it adds members; 2.1 has every member that is read here.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
const EVENT_VERSION = '2.1';

/** The body of the message that S3 sends for a created object. */
export function s3EventMessage(object: CreatedObject, source: EventSource): string {
  return JSON.stringify({
    Records: [
      {
        eventVersion: EVENT_VERSION,
        eventSource: 'aws:s3',
        awsRegion: source.region,
        eventTime: new Date(source.time).toISOString(),
        eventName: object.eventName,
        userIdentity: { principalId: `AWS:${source.accountId}` },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: responseElements(source.sequence),
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: source.configurationId,
          bucket: {
            name: object.bucket,
            ownerIdentity: { principalId: source.accountId },
            arn: `arn:${partitionOf(source.region)}:s3:::${object.bucket}`,
          },
          object: {
            key: encodeS3Key(object.key),
            size: object.size,
            eTag: object.eTag,
            sequencer: sequencer(source.time, source.sequence),
          },
        },
      },
    ],
  });
}

/** The body of the message that S3 sends to each queue when notifications are configured. */
export function s3TestEventMessage(bucket: string, time: number): string {
  const { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId } = responseElements(0);
  return JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(time).toISOString(),
    Bucket: bucket,
    RequestId: requestId,
    HostId: hostId,
  });
}

/** Source: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** A key as S3 writes it into an event: form encoding, a space as `+`, slashes left alone. */
export function encodeS3Key(key: string): string {
  return new URLSearchParams([['', key]]).toString().slice(1).replaceAll('%2F', '/');
}

/** The plain key of an event, or undefined when the text is not URL-encoded. */
export function decodeS3Key(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function responseElements(sequence: number): { 'x-amz-request-id': string; 'x-amz-id-2': string } {
  const requestId = hex(sequence, 16);
  return { 'x-amz-request-id': requestId, 'x-amz-id-2': Buffer.from(requestId.repeat(3)).toString('base64') };
}

/** Eighteen hexadecimal digits: seconds, then the running number; comparable as text. */
function sequencer(time: number, sequence: number): string {
  return hex(Math.floor(time / 1_000), 10) + hex(sequence, 8);
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
