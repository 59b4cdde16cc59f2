import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

import { s3EventMessage } from '../../pipeline/src/s3-event';
import { callAws } from '../aws/call-aws';
import { UsageError } from '../cli/usage-error';
import type { Pace } from '../repair/pace';
import type { DeliveredObject } from './delivered-objects';

/** What the messages say beside the object, and where they go. */
export interface NotificationTarget {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly bucket: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly pace: Pace;
}

/** The most messages of one SendMessageBatch. */
export const MAX_MESSAGES = 10;
const MAX_ATTEMPTS = 6;
const BASE_DELAY_MS = 200;
/** The id of the notification in the bucket's configuration; a reader can tell by it that the message is a replay. */
const CONFIGURATION_ID = 'eks-sentinel-replay';

/** Sends S3's message for each object, at most ten at once; failed entries are sent again, alone. */
export async function sendNotifications(
  objects: readonly DeliveredObject[],
  firstSequence: number,
  target: NotificationTarget,
): Promise<void> {
  const { sqs, queueUrl } = target;
  let pending = objects.map((object, index) => ({
    Id: String(index),
    MessageBody: messageOf(object, firstSequence + index, target),
  }));
  for (let attempt = 1; pending.length > 0; attempt++) {
    await target.pace.take(pending.length);
    const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: pending });
    const call = { action: 'sqs:SendMessage', on: `queue ${queueUrl}` };
    const { Failed: failed = [] } = await callAws(call, () => sqs.send(command));
    const refused = new Set(failed.map(({ Id }) => Id));
    pending = pending.filter(({ Id }) => refused.has(Id));
    if (pending.length === 0) return;
    if (attempt === MAX_ATTEMPTS || failed.some(({ SenderFault }) => SenderFault === true)) {
      throw new UsageError(
        `the queue refuses messages (${failed[0]?.Code ?? 'no code'}): run it again with a later --from`,
      );
    }
    await target.sleep(BASE_DELAY_MS * 2 ** attempt);
  }
}

function messageOf({ key, bytes, eTag }: DeliveredObject, sequence: number, target: NotificationTarget): string {
  const { bucket, region, now, queueUrl } = target;
  return s3EventMessage(
    { eventName: 'ObjectCreated:Put', bucket, key, size: bytes, eTag },
    { region, accountId: accountOf(queueUrl), configurationId: CONFIGURATION_ID, time: now(), sequence },
  );
}

/** The account stands in the URL of a queue, in front of its name. */
function accountOf(queueUrl: string): string {
  return /\/(\d{12})\/[^/]+$/.exec(queueUrl)?.[1] ?? '';
}
