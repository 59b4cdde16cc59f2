import { gzipSync } from 'node:zlib';

/** One record of a Firehose transformation request. */
export interface FirehoseRecord {
  readonly recordId: string;
  /** Milliseconds since 1970. */
  readonly approximateArrivalTimestamp: number;
  /** Base64. */
  readonly data: string;
}

/** What `buildRecord` may be told instead of its defaults. */
export interface RecordOptions {
  /** Position in its stream: gives the recordId. */
  readonly index?: number;
  readonly recordId?: string;
  /** Milliseconds since 1970. */
  readonly approximateArrivalTimestamp?: number;
  /** How text becomes bytes; zlib by default, `gzipReproducibly` where the bytes are committed. */
  readonly gzip?: (bytes: Uint8Array) => Uint8Array;
}

/** A record: text is a subscription message and is compressed; bytes are the record's own and stay as they are. */
export function buildRecord(content: string | Uint8Array, options: RecordOptions = {}): FirehoseRecord {
  const { index = 0, gzip = gzipSync, approximateArrivalTimestamp = ARRIVAL + index } = options;
  const bytes = typeof content === 'string' ? gzip(Buffer.from(content)) : content;
  return {
    recordId: options.recordId ?? recordIdAt(index, approximateArrivalTimestamp),
    approximateArrivalTimestamp,
    data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  };
}

/**
 * The recordId of a direct put as real captures have it: a sequence number of 56 digits (shard, position, seconds of
 * arrival) and six zeros, 62 digits in all.
 */
export function recordIdAt(index: number, arrival: number): string {
  const position = index.toString(16).padStart(16, '0');
  const seconds = Math.floor(arrival / 1000)
    .toString(16)
    .padStart(8, '0');
  return `${BigInt(`0x2069f8b2c05${position}000${seconds}000000002`)}000000`;
}

const ARRIVAL = Date.UTC(2026, 4, 12, 8, 15, 45, 0);
