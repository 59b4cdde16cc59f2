import type { FirehoseClient } from '@aws-sdk/client-firehose';

import type { PutAnswer, PutBatch } from './put-back';

const clients = new Map<string, FirehoseClient>();

/** PutRecordBatch to one stream. The SDK is loaded at the first call only: most invocations put nothing back. */
export function putBatchTo(region: string, streamName: string): PutBatch {
  return putBatchWith(async () => {
    const { FirehoseClient } = await import('@aws-sdk/client-firehose');
    const client = clients.get(region) ?? new FirehoseClient({ region, maxAttempts: 1 });
    clients.set(region, client);
    return client;
  }, streamName);
}

/**
 * PutRecordBatch by a client, which must make one attempt a call: the ladder decides about the next one, because only it
 * knows the deadline.
 */
export function putBatchWith(getClient: () => Promise<FirehoseClient>, streamName: string): PutBatch {
  return async (records, signal) => {
    try {
      const { PutRecordBatchCommand } = await import('@aws-sdk/client-firehose');
      const client = await getClient();
      const command = new PutRecordBatchCommand({
        DeliveryStreamName: streamName,
        Records: records.map((record) => ({ Data: record })),
      });
      const { RequestResponses = [] } = await client.send(command, { abortSignal: signal });
      return { ok: true, accepted: RequestResponses.map(({ ErrorCode }) => ErrorCode === undefined) };
    } catch (error) {
      return failureAnswer(error);
    }
  };
}

const TOO_MANY_REQUESTS = 429;
const FIRST_SERVER_ERROR = 500;

/** Errors that say "later": https://docs.aws.amazon.com/firehose/latest/APIReference/CommonErrors.html */
const RETRYABLE_NAME = /Throttl|LimitExceeded|ServiceUnavailable|RequestExpired/;

/** A failure before any call: no credentials. */
const FINAL_NAME = 'Credentials';

/** A failure without an HTTP status never reached the service; the service's own 4xx are final unless they throttle. */
function failureAnswer(error: unknown): PutAnswer {
  const { name, $metadata } = error as { name?: unknown; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  const nameText = typeof name === 'string' ? name : '';
  const isRetryable =
    status === undefined
      ? !nameText.includes(FINAL_NAME)
      : status === TOO_MANY_REQUESTS || status >= FIRST_SERVER_ERROR || RETRYABLE_NAME.test(nameText);
  return { ok: false, isRetryable, error };
}
