import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from '@jest/globals';

import { MAX_LINES, openErrorObjects } from '../../src/redrive/error-objects';
import { type ObjectProgress, newProgress, writeProgress } from '../../src/redrive/object-progress';
import { recordOf } from './repair-stage';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const KEY = 'errors/one';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** A bucket with the progress of one object, or without; it notes the conditions of writes. */
async function startBucket(
  stored: string | Buffer | undefined,
  putStatus = 200,
): Promise<{ s3: S3Client; conditions: (string | undefined)[][] }> {
  const conditions: (string | undefined)[][] = [];
  const s3 = await startS3((request, response) => {
    request.resume().on('end', () => {
      if (request.method === 'PUT') {
        conditions.push(conditionsOf(request.headers));
        response.writeHead(putStatus, { etag: '"second"' }).end();
      } else if (stored === undefined) {
        response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
      } else response.writeHead(200, { etag: '"first"' }).end(stored);
    });
  });
  return { s3, conditions };
}

/**
 * A bucket that holds the conditions of writes. Of each write, in their order, `fates` tells whether it is taken and
 * whether its answer arrives: `taken` without a fate.
 */
async function startConditionalBucket(...fates: ('taken' | 'taken, unanswered' | 'lost')[]) {
  const bucket = { body: undefined as string | undefined, writes: 0 };
  const eTag = (): string | undefined => bucket.body && createHash('md5').update(bucket.body).digest('hex');
  const s3 = await startS3((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method !== 'PUT') {
        if (bucket.body === undefined) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
        else response.writeHead(200, { etag: `"${eTag()}"` }).end(bucket.body);
        return;
      }
      const fate = fates[bucket.writes] ?? 'taken';
      bucket.writes += 1;
      if (fate === 'lost') {
        response.destroy();
        return;
      }
      const [ifMatch, ifNoneMatch] = conditionsOf(request.headers);
      const isHeld = ifNoneMatch === '*' ? bucket.body === undefined : ifMatch === `"${eTag()}"`;
      if (isHeld) bucket.body = Buffer.concat(chunks).toString();
      if (fate !== 'taken') response.destroy();
      else if (isHeld) response.writeHead(200, { etag: `"${eTag()}"` }).end();
      else response.writeHead(412).end('<Error><Code>PreconditionFailed</Code></Error>');
    });
  });
  return { s3, bucket };
}

async function startS3(listener: RequestListener): Promise<S3Client> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return new S3Client({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    forcePathStyle: true,
    // Its body is the text alone, as S3 keeps it.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
}

function conditionsOf(headers: IncomingHttpHeaders): (string | undefined)[] {
  return [headers['if-match'], headers['if-none-match']];
}

describe('the lines of an error object', () => {
  const linesOf = async (text: string | Buffer, maxLines?: number) => {
    const { s3 } = await startBucket(text);
    const { lines } = (await openErrorObjects(s3, 'logs', maxLines).readLines(KEY))!;
    const read: string[] = [];
    for await (const line of lines) read.push(String(line));
    return read;
  };

  it('are read up to a number, and one flaw stands for all behind it', async () => {
    expect(await linesOf('a\nb\nc\n', 3)).toEqual(['a', 'b', 'c']);
    expect(await linesOf('a\nb\nc\nd\ne\n', 3)).toEqual(['a', 'b', 'c', 'lines_too_many']);
    expect(await linesOf(gzipSync('a\nb\nc\nd\n'), 3)).toEqual(['a', 'b', 'c', 'lines_too_many']);
    expect(await linesOf(gzipSync('a\nb\n').subarray(0, -4), 3)).toEqual(['a', 'b', 'error_line_unreadable']);
  });

  it('are never too many in an object of sound records, and soon where they are short', () => {
    const smallest = recordOf([1]).length;

    expect(MAX_LINES * smallest).toBeGreaterThan(128 * 1_048_576);
    expect(MAX_LINES).toBeLessThan(3_000_000);
  });
});

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

describe('a write of the progress whose answer is lost', () => {
  const OTHER_RUN = 'another redrive works on the same object: run one at a time; the other one goes on';
  const claimed = (id: string): ObjectProgress => ({ ...newProgress('tag'), claim: { id, leaseSeconds: 30 } });
  const open = async (s3: S3Client) => {
    const objects = openErrorObjects(s3, 'logs');
    await objects.loadProgress(KEY, 'tag');
    return objects;
  };

  it('is known again when the SDK makes it once more, and the next one goes in its place', async () => {
    const { s3, bucket } = await startConditionalBucket('taken, unanswered', 'taken', 'taken', 'taken, unanswered');
    const objects = await open(s3);

    await objects.saveProgress(KEY, claimed('one'));
    await objects.saveProgress(KEY, claimed('two'));
    await objects.saveProgress(KEY, newProgress('tag'));

    expect([bucket.body, bucket.writes]).toEqual([writeProgress(newProgress('tag')), 5]);
  });

  it('is known again by the next write when its call failed as a whole', async () => {
    const { s3, bucket } = await startConditionalBucket('taken, unanswered', 'lost', 'lost');
    const objects = await open(s3);

    await expect(objects.saveProgress(KEY, claimed('one'))).rejects.toThrow();
    await objects.saveProgress(KEY, claimed('two'));

    expect(bucket.body).toBe(writeProgress(claimed('two')));
  });

  it('never takes the place of what another run wrote', async () => {
    const { s3, bucket } = await startConditionalBucket();
    const [one, other] = [await open(s3), await open(s3)];
    await one.saveProgress(KEY, claimed('one'));
    await other.loadProgress(KEY, 'tag');
    await other.saveProgress(KEY, claimed('other'));

    await expect(one.saveProgress(KEY, claimed('two'))).rejects.toThrow(OTHER_RUN);
    await expect(one.saveProgress(KEY, claimed('three'))).rejects.toThrow(OTHER_RUN);

    expect(bucket.body).toBe(writeProgress(claimed('other')));
  });
});
