import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { createRequestHandler } from 'local-aws-sqs';

/** A running SQS server on a free loopback port. */
export interface EmbeddedSqs {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

type Service = ReturnType<typeof createRequestHandler>['service'];
type Queue = Service['Queues'][number];

/** Starts SQS without queues; they are created through the API. */
export async function startEmbeddedSqs(region: string, accountId: string): Promise<EmbeddedSqs> {
  const caller = new AsyncLocalStorage<{ isGone: boolean }>();
  const { service, requestHandler } = createRequestHandler({ port: 0, hostname: '127.0.0.1', region, accountId });
  const adopted = new WeakSet<Queue>();

  const server = createServer((request, response) => {
    for (const queue of service.Queues) {
      if (adopted.has(queue)) continue;
      adopted.add(queue);
      answerEarly(queue, () => caller.getStore()?.isGone ?? false);
    }
    const state = { isGone: false };
    response.on('close', () => {
      state.isGone = true;
    });
    // Errors of a request are answers; what is left can only be a connection that broke.
    caller.run(state, () => requestHandler(request, response)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  service.PORT = (server.address() as AddressInfo).port;

  return {
    endpoint: `http://127.0.0.1:${service.PORT}`,
    stop: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      server.closeAllConnections();
      await closed;
      for (const queue of service.Queues) queue.clearRecords();
    },
  };
}

/** How long a look into an empty queue rests; a look itself takes 40 ms in local-aws-sqs. */
const LOOK_AGAIN_MS = 10;

/**
 * Makes a long poll end as SQS ends it: as soon as one message is there. local-aws-sqs waits until the batch is full or
 * the time is up, and goes on taking messages when the caller is gone.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
 */
function answerEarly(queue: Queue, isCallerGone: () => boolean): void {
  const lookOnce = queue.receive.bind(queue);
  queue.receive = async (request: ReceiveRequest): Promise<unknown[]> => {
    const seconds = Number(request.WaitTimeSeconds ?? queue.ReceiveMessageWaitTimeSeconds);
    const deadline = performance.now() + seconds * 1_000;
    // Ends at the deadline, at most 20 seconds away (the most that SQS allows).
    while (!isCallerGone()) {
      const messages: unknown[] = await lookOnce({ ...request, WaitTimeSeconds: 0 });
      if (messages.length > 0 || performance.now() >= deadline) return messages;
      await wait(LOOK_AGAIN_MS, undefined, { ref: false });
    }
    return [];
  };
}

interface ReceiveRequest {
  readonly WaitTimeSeconds?: number | string | null;
}
