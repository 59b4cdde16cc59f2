import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { S3_CREDENTIALS, startEmbeddedS3, type CreatedObject, type EmbeddedS3 } from '../src/embedded-s3';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

let directory: string;
let server: EmbeddedS3;
let client: S3Client;
const seen: CreatedObject[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'eks-sentinel-test-'));
  seen.length = 0;
  server = await startEmbeddedS3(directory, (object) => void seen.push(object));
  client = new S3Client({
    region: 'eu-west-1',
    endpoint: server.endpoint,
    credentials: S3_CREDENTIALS,
    forcePathStyle: true,
  });
  await client.send(new CreateBucketCommand({ Bucket: 'logs' }));
});
afterEach(async () => {
  client.destroy();
  await server.stop();
  rmSync(directory, { recursive: true });
});

describe('startEmbeddedS3', () => {
  it('tells of each object with its size and the MD5 of its bytes', async () => {
    await client.send(new PutObjectCommand({ Bucket: 'logs', Key: 'a/b', Body: 'twelve bytes' }));

    expect(seen).toEqual([
      {
        eventName: 'ObjectCreated:Put',
        bucket: 'logs',
        key: 'a/b',
        size: 12,
        eTag: 'c91fa94e14cf2fa5474beceff788c0dc',
      },
    ]);
  });

  it('shows an object whole or not at all: while it is written, a reader sees nothing of it', async () => {
    const folder = join(directory, 'logs', 'new');
    const upload = request(`${server.endpoint}/logs/new/key`, {
      method: 'PUT',
      headers: { 'content-length': 10, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    });
    const answered = new Promise<number | undefined>((resolve) => {
      upload.on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    upload.write('first');
    while (!existsSync(folder) || readdirSync(folder).length === 0) await nextTurn();

    await expect(client.send(new GetObjectCommand({ Bucket: 'logs', Key: 'new/key' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
    expect(seen).toEqual([]);

    upload.end('-last');
    expect(await answered).toBe(200);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'logs', Key: 'new/key' }));
    expect(await Body!.transformToString()).toBe('first-last');
    expect(seen.map(({ size }) => size)).toEqual([10]);
  });

  it('writes under a condition only where it holds', async () => {
    const put = async (body: string, condition: { IfMatch?: string; IfNoneMatch?: string }) => {
      const command = new PutObjectCommand({ Bucket: 'logs', Key: "a/it's 100%", Body: body, ...condition });
      return client.send(command).then(
        ({ ETag }) => ETag,
        (error: unknown) => (error as Error).name,
      );
    };

    expect(await put('none', { IfMatch: '"0"' })).toBe('NoSuchKey');
    const first = await put('first', { IfNoneMatch: '*' });
    expect(await put('again', { IfNoneMatch: '*' })).toBe('PreconditionFailed');
    const second = await put('second', { IfMatch: first! });
    expect(await put('stale', { IfMatch: first! })).toBe('PreconditionFailed');
    const third = await put('third', {});

    expect([first, second, third].map((eTag) => eTag?.length)).toEqual([34, 34, 34]);
    expect(seen.map(({ size }) => size)).toEqual([5, 6, 5]);
  });

  it('lets one of many win that write at once where nothing is', async () => {
    const writes = Array.from({ length: 20 }, (_, n) =>
      client.send(new PutObjectCommand({ Bucket: 'logs', Key: 'one', Body: String(n), IfNoneMatch: '*' })),
    );

    const outcomes = await Promise.allSettled(writes);

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(seen).toHaveLength(1);
  });
});
