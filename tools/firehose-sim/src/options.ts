import type { Clock } from './clock';
import type { DirectPutQuota } from './direct-put-quota';
import type { Faults } from './faults';
import type { LogLine } from './lambda-environment';
import type { WrittenObject } from './s3-delivery';
import type { AttemptReport } from './transform-batch';

/** Where objects are written: any endpoint that speaks S3. */
export interface S3Options {
  endpoint: string;
  bucket: string;
  region?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** The S3 destination of the stream, named and limited as in ExtendedS3DestinationConfiguration. */
export interface DeliveryOptions {
  prefix?: string;
  errorOutputPrefix?: string;
  compressionFormat?: 'GZIP' | 'UNCOMPRESSED';
  /** Replaces the extension of the format (`.gz`); an empty one brings it back. */
  fileExtension?: string;
  /** 1 to 128, before compression. Default 5. */
  bufferSizeInMBs?: number;
  /** 0 to 900. Default 300. */
  bufferIntervalInSeconds?: number;
  /**
   * Error objects are plain text and have no extension. Set, they are written like data objects: readers of error
   * objects should be able to read both.
   */
  compressErrorObjects?: boolean;
}

/** The Lambda processor of the stream, and the function behind it. */
export interface TransformOptions {
  /** A CommonJS file. */
  bundle: string;
  /** Name of the export. Default `handler`. */
  handler?: string;
  /** Lambda's range, 128 to 10,240. Default 512. */
  memoryMb?: number;
  /** Up to 300. Default 120. Fractions are allowed here. */
  timeoutSeconds?: number;
  /** 0.2 to 3. Default 1. */
  bufferSizeInMBs?: number;
  /** 0 to 900. Default 60. */
  bufferIntervalInSeconds?: number;
  /** Default 3. */
  numberOfRetries?: number;
  /** Execution environments side by side. Default 1. */
  concurrency?: number;
  /** Added to Lambda's own variables. */
  env?: Record<string, string>;
  functionName?: string;
  /** Qualifier of the ARN. Default `live`. */
  alias?: string;
  /** The Node.js that runs the function. Default: the one that runs the simulation. */
  nodePath?: string;
}

/** What `startFirehoseSimulation` takes. */
export interface FirehoseSimulationOptions {
  streamName: string;
  s3: S3Options;
  delivery?: DeliveryOptions;
  /** Without it records are delivered as they were put. */
  transform?: TransformOptions;
  /** Default 0: a free one. */
  port?: number;
  region?: string;
  accountId?: string;
  partition?: string;
  clock?: Clock;
  /** Of the fault switches and `!{firehose:random-string}`. Default 1. */
  seed?: number;
  faults?: Partial<Faults>;
  /** `true`: the quota of a new account in the region. Default: none. */
  quota?: DirectPutQuota | boolean;
  /** Above it, puts are answered with ServiceUnavailableException. Default 256 MiB. */
  maxHeldBytes?: number;
  onLogLine?: (line: LogLine) => void;
  /** Each line of the function that is an Embedded Metric Format document. */
  onMetrics?: (document: Record<string, unknown>) => void;
  onAttempt?: (report: AttemptReport) => void;
  onObject?: (object: WrittenObject) => void;
}
