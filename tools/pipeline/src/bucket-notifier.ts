import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

import type { CreatedObject } from './embedded-s3';
import { s3EventMessage, s3TestEventMessage } from './s3-event';

/** One notification of the bucket: created objects under the prefix and with the suffix are told to the queue. */
export interface NotificationRule {
  readonly id: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly queueUrl: string;
}

/** Faults of the notification, switched on by functions; without them each object is told once. */
export interface NotificationFaults {
  /** True: the object is told a second time. S3 delivers at least once. */
  readonly isRepeated?: (key: string) => boolean;
  /** True: the object is never told. S3 does not do so; a deleted queue or a wrong policy does. */
  readonly isLost?: (key: string) => boolean;
}

/** Read it for progress; it changes while the notifier runs. */
export interface NotificationCounts {
  /** Messages for created objects that a queue took, repeated ones included. */
  sent: number;
  repeated: number;
  lost: number;
  /** Created objects that no rule covers. */
  unmatched: number;
}

export interface NotifierOptions {
  readonly sqs: SQSClient;
  readonly rules: readonly NotificationRule[];
  readonly region: string;
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly faults?: NotificationFaults;
}

/** Sends the event messages of one bucket. */
export interface BucketNotifier {
  readonly counts: Readonly<NotificationCounts>;
  /** Sends a test event to every queue, as S3 does when the notification is configured. */
  readonly configure: (bucket: string) => Promise<void>;
  /** Takes note of an object; the message is sent in the background. */
  readonly created: (object: CreatedObject) => void;
  /** Resolves when all messages are sent; throws the first error of a message that was not. */
  readonly drain: () => Promise<void>;
}

export function createBucketNotifier(options: NotifierOptions): BucketNotifier {
  const counts: NotificationCounts = { sent: 0, repeated: 0, lost: 0, unmatched: 0 };
  const pending = new Set<Promise<void>>();
  let firstFailed: Promise<void> | undefined;
  let sequence = 0;

  const send = (rule: NotificationRule, object: CreatedObject): void => {
    sequence += 1;
    const { region, accountId, now } = options;
    const body = s3EventMessage(object, { region, accountId, configurationId: rule.id, time: now(), sequence });
    const repeats = options.faults?.isRepeated?.(object.key) === true ? 2 : 1;
    counts.repeated += repeats - 1;
    for (let copy = 0; copy < repeats; copy++) {
      const message = sendMessage(options.sqs, rule.queueUrl, body);
      const sending = message
        .then(
          () => void (counts.sent += 1),
          () => void (firstFailed ??= message),
        )
        .finally(() => pending.delete(sending));
      pending.add(sending);
    }
  };

  return {
    counts,
    configure: async (bucket) => {
      for (const rule of options.rules) {
        await sendMessage(options.sqs, rule.queueUrl, s3TestEventMessage(bucket, options.now()));
      }
    },
    created: (object) => {
      const rule = options.rules.find(({ prefix, suffix }) => isCovered(object.key, prefix, suffix));
      if (rule === undefined) counts.unmatched += 1;
      else if (options.faults?.isLost?.(object.key) === true) counts.lost += 1;
      else send(rule, object);
    },
    drain: async () => {
      while (pending.size > 0) await Promise.all(pending);
      await firstFailed;
    },
  };
}

function isCovered(key: string, prefix: string, suffix: string): boolean {
  return key.length >= prefix.length + suffix.length && key.startsWith(prefix) && key.endsWith(suffix);
}

async function sendMessage(sqs: SQSClient, queueUrl: string, body: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
}
