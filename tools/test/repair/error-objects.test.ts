import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from '@jest/globals';

import { openErrorObjects } from '../../src/redrive/error-objects';
import { newProgress, writeProgress } from '../../src/redrive/object-progress';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const KEY = 'errors/one';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((done) => {
    if (server === undefined) done(undefined);
    else server.close(done);
  });
});

/** A bucket with the progress of one object, or without; it notes the conditions of writes. */
async function startBucket(
  stored: string | undefined,
  putStatus = 200,
): Promise<{ s3: S3Client; conditions: (string | undefined)[][] }> {
  const conditions: (string | undefined)[][] = [];
  const started = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.method === 'PUT') {
        conditions.push(conditionsOf(request.headers));
        response.writeHead(putStatus, { etag: '"second"' }).end();
      } else if (stored === undefined) {
        response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
      } else response.writeHead(200, { etag: '"first"' }).end(stored);
    });
  });
  server = started;
  await new Promise<void>((done) => {
    started.listen(0, '127.0.0.1', done);
  });
  const s3 = new S3Client({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(started.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    forcePathStyle: true,
  });
  return { s3, conditions };
}

function conditionsOf(headers: IncomingHttpHeaders): (string | undefined)[] {
  return [headers['if-match'], headers['if-none-match']];
}

describe('the progress in the bucket', () => {
  it('is only written in the place of what was read', async () => {
    const fresh = await startBucket(undefined);
    const objects = openErrorObjects(fresh.s3, 'logs');

    expect(await objects.loadProgress(KEY, 'tag')).toBeUndefined();
    await objects.saveProgress(KEY, newProgress('tag'));
    await objects.saveProgress(KEY, newProgress('tag'));

    expect(fresh.conditions).toEqual([
      [undefined, '*'],
      ['"second"', undefined],
    ]);
  });

  it('is only written in the place of what an earlier run wrote', async () => {
    const known = await startBucket(writeProgress(newProgress('tag')));
    const objects = openErrorObjects(known.s3, 'logs');

    expect(await objects.loadProgress(KEY, 'tag')).toEqual(newProgress('tag'));
    await objects.saveProgress(KEY, newProgress('tag'));

    expect(known.conditions).toEqual([['"first"', undefined]]);
  });

  it('tells when another run wrote meanwhile', async () => {
    const { s3 } = await startBucket(undefined, 412);
    const objects = openErrorObjects(s3, 'logs');
    await objects.loadProgress(KEY, 'tag');

    await expect(objects.saveProgress(KEY, newProgress('tag'))).rejects.toThrow(
      'another redrive works on the same object: run one at a time; the other one goes on',
    );
  });
});
