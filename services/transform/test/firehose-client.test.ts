import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { FirehoseClient } from '@aws-sdk/client-firehose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { putBatchWith } from '../src/firehose-client';
import { putBack } from '../src/put-back';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

type Respond = (response: ServerResponse) => void;

const ID = { RecordId: 'id' };
const ERROR = { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' };

const text =
  (status: number, body: string, headers: Record<string, string> = {}): Respond =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers }).end(body);
  };
const json = (body: unknown): Respond => text(200, JSON.stringify(body));
const list = (...entries: unknown[]): Respond => json({ RequestResponses: entries });
const counted = (FailedPutCount: unknown, ...entries: unknown[]): Respond =>
  json({ FailedPutCount, RequestResponses: entries });
const html = (status: number): Respond => text(status, '<html>no</html>', { 'content-type': 'text/html' });
/** Status 200 and the begin of a body; `then` is called when it has left. */
const begin = (response: ServerResponse, then: () => void): void => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).write('{"FailedPutCount":0,', then);
};
const cutJson = text(200, '{"FailedPutCount":0,"RequestRes');
const breakOff: Respond = (response) => {
  begin(response, () => response.destroy());
};

let server: Server;
let client: FirehoseClient;
/** What the first call is answered; later ones take all. */
let first: Respond;
/** How many records each call brought. */
let calls: number[] = [];
/** Ends the wait for the call that is under way. */
let giveUp = (): void => undefined;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { Records } = JSON.parse(Buffer.concat(chunks).toString()) as { Records: unknown[] };
      calls.push(Records.length);
      if (calls.length === 1) first(response);
      else counted(0, ...Records.map(() => ID))(response);
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  client = new FirehoseClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
  });
});
afterEach(() => {
  calls = [];
  server.closeAllConnections();
});
afterAll(async () => {
  client.destroy();
  await new Promise((done) => server.close(done));
});

/** Puts two records, or more. */
async function putTwo(respond: Respond, records = 2) {
  first = respond;
  const callTimeoutMs = 5_000;
  const { verdicts } = await putBack(Array<Buffer>(records).fill(Buffer.from('a')), {
    putBatch: putBatchWith(() => Promise.resolve(client), 'stream'),
    remainingMs: () => Infinity,
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (milliseconds !== callTimeoutMs) resolve();
        giveUp = resolve;
        signal.addEventListener('abort', () => {
          resolve();
        });
      }),
    random: () => 0,
    callTimeoutMs,
  });
  return { verdicts, calls };
}

const ALL_TAKEN = ['accepted', 'accepted'];
const REFUSED = ['refused', 'refused'];

describe('an answer of the stream', () => {
  it.each<[string, Respond]>([
    ['with an id for each record', counted(0, ID, ID)],
    ['without a count', list(ID, ID)],
    ['with empty error codes', counted(0, { ...ID, ErrorCode: '' }, { ...ID, ErrorCode: null })],
  ])('%s: taken, by one call', async (_, respond) => {
    expect(await putTwo(respond)).toEqual({ verdicts: ALL_TAKEN, calls: [2] });
  });

  it.each<[string, Respond]>([
    ['with an error code', counted(1, ID, ERROR)],
    ['with an error code and no count', list(ERROR, ID)],
    ['with an error code that is no text', counted(1, ID, { ErrorCode: 500 })],
  ])('%s: that record again, and only that', async (_, respond) => {
    expect(await putTwo(respond)).toEqual({ verdicts: ALL_TAKEN, calls: [2, 1] });
  });

  it.each<[string, Respond]>([
    ['a list that is cut', counted(0, ID)],
    ['a list that is too long', counted(0, ID, ID, ID)],
    ['an empty list', counted(0)],
    ['no list', json({ FailedPutCount: 0 })],
    ['null for the list', json({ FailedPutCount: 0, RequestResponses: null })],
    ['a text for the list', json({ FailedPutCount: 0, RequestResponses: 'ab' })],
    ['null for an entry', counted(0, null, ID)],
    ['null for each entry', counted(0, null, null)],
    ['entries that are no objects', counted(0, 'id', 7)],
    ['empty entries', counted(0, {}, {})],
    ['empty entries that count as failed', counted(2, {}, {})],
    ['an empty entry beside an error', counted(1, ERROR, {})],
    ['an empty id', counted(0, ID, { RecordId: '' })],
    ['an id that is no text', counted(0, ID, { RecordId: 7 })],
    ['an id and an error code in one entry', counted(1, ID, { ...ID, ...ERROR })],
    ['a count above the error codes', counted(1, ID, ID)],
    ['a count of all above no error code', counted(2, ID, ID)],
    ['a count below the error codes', counted(0, ID, ERROR)],
    ['a count that is no number', counted('0', ID, ID)],
    ['an empty object', json({})],
    ['a JSON text that is no object', json([])],
    ['no body', text(200, '')],
    ['no content', (response) => response.writeHead(204).end()],
    ['HTML', html(200)],
    ['JSON that is cut', cutJson],
    ['a body that breaks off', breakOff],
  ])('%s, after status 2xx: refused, and not put again, because it may have been taken', async (_, respond) => {
    expect(await putTwo(respond)).toEqual({ verdicts: REFUSED, calls: [2] });
  });

  it.each<[string, Respond]>([
    ['an entry too few', counted(0, ID)],
    ['HTML', html(200)],
    ['JSON that is cut', cutJson],
    ['a body that breaks off', breakOff],
  ])('%s, after status 2xx, is about its own batch: the next one is put', async (_, respond) => {
    const { verdicts } = await putTwo(respond, 501);

    expect(calls).toEqual([500, 1]);
    expect([new Set(verdicts.slice(0, 500)), verdicts[500]]).toEqual([new Set(['refused']), 'accepted']);
  });

  it.each<[string, Respond]>([
    ['a connection that is reset', (response) => response.destroy()],
    ['throttling', text(400, '{"__type":"ThrottlingException"}')],
    ['too many requests', html(429)],
    ['an error of the service', text(500, '{"__type":"InternalFailure"}')],
    ['HTML with status 503', html(503)],
    [
      'nothing at all',
      () => {
        giveUp();
      },
    ],
    [
      'a body without an end',
      (response) => {
        begin(response, () => {
          giveUp();
        });
      },
    ],
  ])('%s: all of it again', async (_, respond) => {
    expect(await putTwo(respond)).toEqual({ verdicts: ALL_TAKEN, calls: [2, 2] });
  });

  it.each<[string, Respond]>([
    ['a request that is refused', text(400, '{"__type":"InvalidArgumentException"}')],
    ['a stream that is not there', text(400, '{"__type":"ResourceNotFoundException"}')],
    ['HTML with status 403', html(403)],
    ['a redirect', text(302, '', { location: '/elsewhere' })],
  ])('%s: refused for good', async (_, respond) => {
    expect(await putTwo(respond)).toEqual({ verdicts: REFUSED, calls: [2] });
  });
});
