import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { FirehoseClient, PutRecordBatchCommand, type PutRecordBatchCommandOutput } from '@aws-sdk/client-firehose';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';

import { type FirehoseSimulation, startFirehoseSimulation } from '../src/firehose-simulation';
import type { FirehoseSimulationOptions } from '../src/options';

/** The AWS SDK prints a notice about old Node versions once a process. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

export const BUCKET = 'audit-logs';
export const STREAM = 'eks-audit';

export interface StoredObject {
  key: string;
  contentEncoding: string | undefined;
  bytes: Buffer;
  text: string;
}

/** An S3 server, a folder for handler bundles, and the simulations of a test: all gone after `close`. */
export interface Bench {
  s3Endpoint: string;
  start(options?: Partial<FirehoseSimulationOptions>): Promise<FirehoseSimulation>;
  /** Writes a bundle that exports this handler, and gives its path. */
  bundle(source: string): string;
  client(simulation: FirehoseSimulation, maxAttempts?: number): FirehoseClient;
  put(simulation: FirehoseSimulation, ...records: string[]): Promise<PutRecordBatchCommandOutput>;
  objects(prefix?: string): Promise<StoredObject[]>;
  close(): Promise<void>;
}

interface S3rver {
  run(): Promise<AddressInfo>;
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'firehose-sim-'));
  const { server, endpoint } = await startS3(join(folder, 's3'));
  const s3 = new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    forcePathStyle: true,
  });
  const simulations: FirehoseSimulation[] = [];
  const clients: FirehoseClient[] = [];
  let bundles = 0;

  function client(simulation: FirehoseSimulation, maxAttempts = 1): FirehoseClient {
    const made = new FirehoseClient({
      endpoint: simulation.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      maxAttempts,
    });
    clients.push(made);
    return made;
  }

  return {
    s3Endpoint: endpoint,
    client,
    start: async (options = {}) => {
      const simulation = await startFirehoseSimulation({
        streamName: STREAM,
        s3: { endpoint, bucket: BUCKET },
        ...options,
      });
      simulations.push(simulation);
      return simulation;
    },
    bundle: (source) => {
      const path = join(folder, `bundle-${bundles++}.cjs`);
      writeFileSync(path, source);
      return path;
    },
    put: (simulation, ...records) =>
      client(simulation).send(
        new PutRecordBatchCommand({
          DeliveryStreamName: STREAM,
          Records: records.map((text) => ({ Data: Buffer.from(text) })),
        }),
      ),
    objects: (prefix = '') => readObjects(s3, prefix),
    close: async () => {
      await Promise.all(simulations.map((simulation) => simulation.stop()));
      for (const made of clients) made.destroy();
      s3.destroy();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A handler that answers each record by the given expression over `record`. */
export function perRecord(expression: string): string {
  return `exports.handler = async (event, context) => ({
    records: event.records.map((record) => (${expression})),
  });`;
}

export const ECHO = perRecord(`{ recordId: record.recordId, result: 'Ok', data: record.data }`);

async function startS3(directory: string): Promise<{ server: S3rver; endpoint: string }> {
  // The package has no type declarations.
  const name = ['s3rver'].join('');
  const { default: Server } = (await import(name)) as { default: new (options: object) => S3rver };
  const server = new Server({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: BUCKET, configs: [] }],
  });
  const { port } = await server.run();
  return { server, endpoint: `http://127.0.0.1:${port}` };
}

async function readObjects(s3: S3Client, prefix: string): Promise<StoredObject[]> {
  const listed = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }));
  const objects: StoredObject[] = [];
  for (const { Key: key } of listed.Contents ?? []) {
    const object = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    const bytes = Buffer.from(await object.Body!.transformToByteArray());
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = (isGzip ? gunzipSync(bytes) : bytes).toString('utf8');
    objects.push({ key: key!, contentEncoding: object.ContentEncoding, bytes, text });
  }
  return objects;
}
