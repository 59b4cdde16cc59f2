import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import type { Clock } from './clock';
import { systemClock } from './clock';
import { defaultDirectPutQuota, type DirectPutQuota } from './direct-put-quota';
import { BYTES_PER_MB, DEFAULT_MAX_HELD_BYTES, MAX_FUNCTION_TIMEOUT_SECONDS } from './limits';
import { findPrefixProblem, type KeyPrefixes } from './object-key';
import type { DeliveryOptions, FirehoseSimulationOptions, S3Options, TransformOptions } from './options';
import { FirehoseSimulationError } from './simulation-error';

/** The options with every default filled in, within the ranges of the service. */
export interface Configuration {
  stream: { name: string; arn: string; region: string; accountId: string; version: number };
  delivery: KeyPrefixes & {
    isCompressed: boolean;
    extension: string;
    compressErrorObjects: boolean;
    maxBytes: number;
    intervalMs: number;
  };
  s3: S3Options;
  transform: TransformConfiguration | undefined;
  clock: Clock;
  quota: DirectPutQuota | undefined;
  maxHeldBytes: number;
}

export interface TransformConfiguration {
  bundle: string;
  handler: string;
  name: string;
  arn: string;
  memoryMb: number;
  timeoutMs: number;
  nodePath: string;
  env: Record<string, string>;
  maxBytes: number;
  intervalMs: number;
  numberOfRetries: number;
  concurrency: number;
}

export function configure(options: FirehoseSimulationOptions): Configuration {
  const { streamName, region = 'us-east-1', accountId = '123456789012', partition = 'aws' } = options;
  if (!/^[a-zA-Z0-9_.-]{1,64}$/.test(streamName)) refuse('streamName', 'to have 1 to 64 of a-z A-Z 0-9 _ . -');
  const arn = `arn:${partition}:firehose:${region}:${accountId}:deliverystream/${streamName}`;
  const { transform, quota = false } = options;
  return {
    stream: { name: streamName, arn, region, accountId, version: 1 },
    delivery: configureDelivery(options.delivery ?? {}),
    s3: options.s3,
    transform: transform && configureTransform(transform, `arn:${partition}:lambda:${region}:${accountId}:function`),
    clock: options.clock ?? systemClock,
    quota: quota === true ? defaultDirectPutQuota(region) : quota === false ? undefined : quota,
    maxHeldBytes: options.maxHeldBytes ?? DEFAULT_MAX_HELD_BYTES,
  };
}

function configureDelivery(options: DeliveryOptions): Configuration['delivery'] {
  const { prefix = '', errorOutputPrefix, compressionFormat = 'UNCOMPRESSED', fileExtension = '' } = options;
  const problem = findPrefixProblem({ prefix, errorOutputPrefix });
  if (problem !== undefined) throw new FirehoseSimulationError(`firehose-sim: delivery: ${problem}`);
  // https://docs.aws.amazon.com/firehose/latest/APIReference/API_ExtendedS3DestinationConfiguration.html
  if (!/^$|^\.[0-9a-z!\-_.*'()]{1,127}$/.test(fileExtension))
    refuse('delivery.fileExtension', "to start with a dot and to have only 0-9 a-z ! - _ . * ' ( )");
  const isCompressed = compressionFormat === 'GZIP';
  const sizeInMBs = inRange('delivery.bufferSizeInMBs', options.bufferSizeInMBs ?? 5, 1, 128);
  const seconds = inRange('delivery.bufferIntervalInSeconds', options.bufferIntervalInSeconds ?? 300, 0, 900);
  return {
    prefix,
    errorOutputPrefix,
    isCompressed,
    extension: fileExtension !== '' ? fileExtension : isCompressed ? '.gz' : '',
    compressErrorObjects: options.compressErrorObjects ?? false,
    maxBytes: sizeInMBs * BYTES_PER_MB,
    intervalMs: seconds * 1000,
  };
}

/** Ranges of the Lambda processor: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
function configureTransform(options: TransformOptions, arnBase: string): TransformConfiguration {
  const { handler = 'handler', functionName = 'transform', alias = 'live' } = options;
  const bundle = resolve(options.bundle);
  if (!existsSync(bundle)) refuse('transform.bundle', 'to be a file that exists: build the bundle first');
  const timeout = inRange('transform.timeoutSeconds', options.timeoutSeconds ?? 120, 0.1, MAX_FUNCTION_TIMEOUT_SECONDS);
  const sizeInMBs = inRange('transform.bufferSizeInMBs', options.bufferSizeInMBs ?? 1, 0.2, 3);
  const seconds = inRange('transform.bufferIntervalInSeconds', options.bufferIntervalInSeconds ?? 60, 0, 900);
  return {
    bundle,
    handler,
    name: functionName,
    arn: `${arnBase}:${functionName}:${alias}`,
    memoryMb: inRange('transform.memoryMb', options.memoryMb ?? 512, 128, 10_240),
    timeoutMs: timeout * 1000,
    nodePath: options.nodePath ?? process.execPath,
    env: options.env ?? {},
    maxBytes: sizeInMBs * BYTES_PER_MB,
    intervalMs: seconds * 1000,
    numberOfRetries: inRange('transform.numberOfRetries', options.numberOfRetries ?? 3, 0, 300),
    concurrency: inRange('transform.concurrency', options.concurrency ?? 1, 1, 64),
  };
}

function inRange(name: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  return refuse(name, `a number from ${min} to ${max}`);
}

function refuse(name: string, expected: string): never {
  throw new FirehoseSimulationError(`firehose-sim: option ${name} is not valid: expected ${expected}`);
}
