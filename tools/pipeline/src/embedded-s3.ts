import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import S3rver from 's3rver';

import { conditionalWrites } from './conditional-writes';

/** An object that was just written to a bucket. The key is plain, the ETag without quotes. */
export interface CreatedObject {
  readonly eventName: string;
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly eTag: string;
}

/** A running S3 server on a free loopback port. */
export interface EmbeddedS3 {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** The only key pair that s3rver knows. */
export const S3_CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** Starts S3 over a folder and tells of each object that is created. */
export async function startEmbeddedS3(
  directory: string,
  onCreated: (object: CreatedObject) => void,
): Promise<EmbeddedS3> {
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory });
  server.store.putObject = (object) => writeWhole(server.store, object);
  server.middleware.unshift(conditionalWrites(server.store));
  server.on('event', (event) => {
    for (const { eventName, s3 } of event.Records) {
      if (!eventName.startsWith('ObjectCreated:')) continue;
      const { key, size = 0, eTag = '' } = s3.object;
      onCreated({ eventName, bucket: s3.bucket.name, key, size, eTag });
    }
  });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      const closed = server.close();
      server.httpServer.closeAllConnections();
      await closed;
    },
  };
}

/**
 * Stands in for s3rver's own putObject, which writes into the object's file and answers (and emits the event) without
 * waiting for the end of the writing: a reader could see part of the object. S3 shows an object whole or not at all.
 */
async function writeWhole(store: S3rver.Store, object: S3rver.StoredObject): Promise<{ size: number; md5: string }> {
  const path = store.getResourcePath(object.bucket, object.key, 'object');
  const unfinished = `${path}.${randomUUID()}`;
  const hash = createHash('md5');
  let size = 0;
  await mkdir(dirname(path), { recursive: true });
  const content = Buffer.isBuffer(object.content) ? Readable.from([object.content]) : object.content;
  try {
    await pipeline(
      content,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          size += chunk.length;
          yield chunk;
        }
      },
      createWriteStream(unfinished),
    );
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  const md5 = hash.digest('hex');
  await rename(unfinished, path);
  await store.putMetadata(object.bucket, object.key, object.metadata, md5);
  return { size, md5 };
}
