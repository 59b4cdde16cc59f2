import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { FirehoseClient } from '@aws-sdk/client-firehose';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** What the endpoint answers to one call: nothing (all accepted), the indexes it refuses, or a whole error. */
export type Answer = { readonly refuse: readonly number[] } | { readonly error: string; readonly status: number };

/** A Firehose that takes PutRecordBatch and answers as told: a stand-in, one method wide. */
export interface FirehoseEndpoint {
  readonly client: FirehoseClient;
  /** The records of each call, in order of arrival. */
  readonly calls: Buffer[][];
  readonly accepted: Buffer[];
  /** Calls under way at once, at most. */
  readonly mostAtOnce: () => number;
  readonly stop: () => Promise<void>;
}

/** With a delay, each answer leaves so many milliseconds after its request. */
export async function startFirehoseEndpoint(
  answer: (call: number) => Answer,
  delayMilliseconds = 0,
): Promise<FirehoseEndpoint> {
  const calls: Buffer[][] = [];
  const accepted: Buffer[] = [];
  let underWay = 0;
  let most = 0;
  const server = createServer((request, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { Records: { Data: string }[] };
      const records = body.Records.map(({ Data }) => Buffer.from(Data, 'base64'));
      const told = answer(calls.length);
      calls.push(records);
      setTimeout(() => {
        underWay -= 1;
        response.setHeader('content-type', 'application/x-amz-json-1.1');
        if ('error' in told) {
          response.statusCode = told.status;
          response.end(JSON.stringify({ __type: told.error, message: 'no' }));
          return;
        }
        const entries = records.map((record, index) => {
          if (told.refuse.includes(index))
            return { ErrorCode: 'ServiceUnavailableException', ErrorMessage: 'Slow down.' };
          accepted.push(record);
          return { RecordId: `id-${calls.length}-${index}` };
        });
        response.end(JSON.stringify({ FailedPutCount: told.refuse.length, RequestResponses: entries }));
      }, delayMilliseconds);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const client = new FirehoseClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return {
    client,
    calls,
    accepted,
    mostAtOnce: () => most,
    stop: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
