import type { S3Client } from '@aws-sdk/client-s3';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, type Message, type SQSClient } from '@aws-sdk/client-sqs';

import { createCollectorCounts, type CollectorCounts } from './collector-counts';
import { readNotification } from './read-notification';
import { readObject } from './read-object';
import type { RowSink } from './row-sink';
import { tableColumns } from './table-columns';
import { createLineTyper } from './table-row';

export interface CollectorOptions {
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly queueUrl: string;
  readonly sink: RowSink;
  /** Milliseconds since 1970: the time of receipt, against which the time of a row is judged. */
  readonly now: () => number;
  /** Also reads the second and later gzip members of an object; without it only the first, see `gunzipObject`. */
  readonly readsAllMembers?: boolean;
  /**
   * When a message is deleted. `receipt`, as Sentinel's poller does: what then goes wrong with the object is lost to the
   * table until its key is replayed. `reading`: only after its objects were read; otherwise it is seen again.
   */
  readonly deleteAfter?: 'receipt' | 'reading';
  /** Seconds for which a received message is hidden from other readers; the queue's own setting without it. */
  readonly visibilityTimeoutSeconds?: number;
}

/** A running collector. */
export interface Collector {
  readonly counts: Readonly<CollectorCounts>;
  /** Resolves when the condition holds (asked after each message); throws when the collector ends before. */
  readonly until: (condition: (counts: Readonly<CollectorCounts>) => boolean) => Promise<void>;
  /** Ends the long poll, finishes the messages in hand, and gives the counts; throws what ended the collector early. */
  readonly stop: () => Promise<Readonly<CollectorCounts>>;
}

/** The longest wait and the most messages of one ReceiveMessage that SQS allows. */
const LONG_POLL_SECONDS = 20;
const MAX_MESSAGES = 10;

/** Starts polling the queue as Sentinel does and reads each object that it is told of into the sink. */
export function startCollector(options: CollectorOptions): Collector {
  const counts = createCollectorCounts();
  const stopping = new AbortController();
  const waiters = new Set<() => void>();
  const progress = (): void => {
    for (const waiter of waiters) waiter();
  };

  let hasEnded = false;
  const ended = poll(options, counts, stopping.signal, progress).finally(() => {
    hasEnded = true;
    progress();
  });
  // The error is thrown by stop() or until(); until then it must not count as unhandled.
  ended.catch(() => undefined);

  return {
    counts,
    until: async (condition) => {
      await new Promise<void>((resolve) => {
        const check = (): void => {
          if (!hasEnded && !condition(counts)) return;
          waiters.delete(check);
          resolve();
        };
        waiters.add(check);
        check();
      });
      if (condition(counts)) return;
      await ended;
      throw new Error('the collector was stopped before the condition held');
    },
    stop: async () => {
      stopping.abort();
      await ended;
      return counts;
    },
  };
}

async function poll(
  options: CollectorOptions,
  counts: CollectorCounts,
  signal: AbortSignal,
  progress: () => void,
): Promise<void> {
  const { s3, sink, now } = options;
  const typeLine = createLineTyper(tableColumns());
  const reader = { s3, sink, now, typeLine, readsAllMembers: options.readsAllMembers ?? false };
  const deleteAfter = options.deleteAfter ?? 'receipt';
  // One short text for each object of the run.
  const uploads = new Set<string>();

  while (!signal.aborted) {
    const messages = await receive(options, signal);
    if (deleteAfter === 'receipt') await deleteMessages(messages, options);
    for (const message of messages) {
      const isRead = await readMessage(message);
      counts.messages += 1;
      if (deleteAfter === 'reading' && isRead) await deleteMessages([message], options);
      progress();
    }
  }

  async function readMessage(message: Message): Promise<boolean> {
    const notification = readNotification(message.Body ?? '');
    if (notification.kind === 'test_event') counts.testEvents += 1;
    else if (notification.kind === 'unknown') counts.unknownMessages += 1;
    if (notification.kind !== 'objects') return true;

    let isRead = true;
    for (const object of notification.objects) {
      if (uploads.has(object.upload)) counts.repeatedObjects += 1;
      uploads.add(object.upload);
      isRead = (await readObject(object, reader, counts)) && isRead;
    }
    return isRead;
  }
}

async function receive(options: CollectorOptions, signal: AbortSignal): Promise<readonly Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: options.queueUrl,
    MaxNumberOfMessages: MAX_MESSAGES,
    WaitTimeSeconds: LONG_POLL_SECONDS,
    VisibilityTimeout: options.visibilityTimeoutSeconds,
  });
  try {
    return (await options.sqs.send(command, { abortSignal: signal })).Messages ?? [];
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}

async function deleteMessages(messages: readonly Message[], { sqs, queueUrl }: CollectorOptions): Promise<void> {
  if (messages.length === 0) return;
  const entries = messages.map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
}
