import type { FirehoseClient, PutRecordBatchCommandOutput } from '@aws-sdk/client-firehose';

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
    let status: number | undefined;
    try {
      const { PutRecordBatchCommand } = await import('@aws-sdk/client-firehose');
      const client = await getClient();
      const command = new PutRecordBatchCommand({
        DeliveryStreamName: streamName,
        Records: records.map((record) => ({ Data: record })),
      });
      // The errors of the SDK do not always tell the status that came before them.
      command.middlewareStack.add(
        (next) => async (input) => {
          const output = await next(input);
          status = (output.response as { statusCode?: number }).statusCode;
          return output;
        },
        { step: 'deserialize', priority: 'low' },
      );
      return readAnswer(await client.send(command, { abortSignal: signal }), records.length);
    } catch (error) {
      return failureAnswer(error, status);
    }
  };
}

/** An answer that cannot be read, or not be matched to its batch: a list that is as long as no batch. */
const UNMATCHED: PutAnswer = { ok: true, accepted: [] };

/**
 * The verdicts of a successful call. An answer is only believed whole: where an entry says neither or both of taken and
 * failed, or the count says something else than the entries, it may not be about this batch.
 */
function readAnswer({ FailedPutCount, RequestResponses }: PutRecordBatchCommandOutput, records: number): PutAnswer {
  // What arrives is only as typed as its sender is careful.
  const entries: unknown = RequestResponses;
  if (!Array.isArray(entries) || entries.length !== records) return UNMATCHED;
  const accepted: boolean[] = [];
  let failed = 0;
  for (const entry of entries) {
    const { RecordId: id, ErrorCode: code } = (entry ?? {}) as Record<string, unknown>;
    const isAccepted = typeof id === 'string' && id !== '';
    const isFailed = code !== undefined && code !== null && code !== '';
    if (isAccepted === isFailed) return UNMATCHED;
    accepted.push(isAccepted);
    if (isFailed) failed += 1;
  }
  return FailedPutCount === undefined || FailedPutCount === failed ? { ok: true, accepted } : UNMATCHED;
}

const FIRST_REDIRECT = 300;
const TOO_MANY_REQUESTS = 429;
const FIRST_SERVER_ERROR = 500;

/** Errors that say "later": https://docs.aws.amazon.com/firehose/latest/APIReference/CommonErrors.html */
const RETRYABLE_NAME = /Throttl|LimitExceeded|ServiceUnavailable|RequestExpired/;

/** A failure before any call: no credentials. */
const FINAL_NAME = 'Credentials';

/**
 * A failure without an HTTP status never reached the service; the service's own 4xx are final unless they throttle. What
 * fails behind a status of success, as a text that is no JSON, may have been taken: that says nothing of other batches.
 */
function failureAnswer(error: unknown, status: number | undefined): PutAnswer {
  if (status !== undefined && status < FIRST_REDIRECT) return UNMATCHED;
  const { name } = error as { name?: unknown };
  const nameText = typeof name === 'string' ? name : '';
  const isRetryable =
    status === undefined
      ? !nameText.includes(FINAL_NAME)
      : status === TOO_MANY_REQUESTS || status >= FIRST_SERVER_ERROR || RETRYABLE_NAME.test(nameText);
  return { ok: false, isRetryable, error };
}
