import { GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';

import { ask, mapAnswer, valueOf, type Answer } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import type { Chain } from '../chain';
import { readMetrics, type Datapoint } from '../metrics';
import { parsePolicy, type PolicyDocument } from '../policy';

export type QueueAttributes = Readonly<Record<string, string | undefined>>;

export interface QueueFacts {
  readonly url: Answer<string>;
  readonly attributes: Answer<QueueAttributes>;
  /** Attributes of the dead-letter queue, where the queue names one of this account and region. */
  readonly deadLetters: Answer<QueueAttributes>;
  readonly bucketRegion: Answer<string | undefined>;
  /** The policy of an own KMS key. */
  readonly keyPolicy?: Answer<PolicyDocument | undefined>;
  readonly age: Answer<Readonly<Record<'age', readonly Datapoint[]>>>;
}

const AGE_MINUTES = 30;

/** Asks for all that is checked of the queue. */
export async function observeQueue(aws: AwsClients, chain: Chain, queue: string): Promise<QueueFacts> {
  const url = await urlOf(aws, queue);
  const attributes = await attributesOf(aws, url);
  const found = valueOf(attributes) ?? {};
  const [deadLetters, bucketRegion, age, keyPolicy] = await Promise.all([
    deadLettersOf(aws, found),
    regionOfBucket(aws, chain),
    readMetrics(aws.cloudWatch, chain.now, {
      age: {
        namespace: 'AWS/SQS',
        name: 'ApproximateAgeOfOldestMessage',
        statistic: 'Maximum',
        dimensions: { QueueName: queue },
        minutes: AGE_MINUTES,
      },
    }),
    keyPolicyOf(aws, found),
  ]);
  const facts = { url, attributes, deadLetters, bucketRegion, age };
  return keyPolicy === undefined ? facts : { ...facts, keyPolicy };
}

async function urlOf({ sqs }: AwsClients, QueueName: string): Promise<Answer<string>> {
  const answer = await ask('sqs:GetQueueUrl', () => sqs.send(new GetQueueUrlCommand({ QueueName })));
  return mapAnswer(answer, ({ QueueUrl = '' }) => QueueUrl);
}

async function attributesOf({ sqs }: AwsClients, url: Answer<string>): Promise<Answer<QueueAttributes>> {
  if (url.kind !== 'value') return url;
  const input = { QueueUrl: url.value, AttributeNames: ['All' as const] };
  const answer = await ask('sqs:GetQueueAttributes', () => sqs.send(new GetQueueAttributesCommand(input)));
  return mapAnswer(answer, ({ Attributes = {} }) => Attributes);
}

async function deadLettersOf(aws: AwsClients, { RedrivePolicy }: QueueAttributes): Promise<Answer<QueueAttributes>> {
  const arn = deadLetterArn(RedrivePolicy);
  if (arn === undefined) return { kind: 'absent' };
  return attributesOf(aws, await urlOf(aws, arn.slice(arn.lastIndexOf(':') + 1)));
}

function deadLetterArn(redrivePolicy = '{}'): string | undefined {
  try {
    return (JSON.parse(redrivePolicy) as { deadLetterTargetArn?: string }).deadLetterTargetArn;
  } catch {
    return undefined;
  }
}

async function regionOfBucket({ s3 }: AwsClients, { bucket }: Chain): Promise<Answer<string | undefined>> {
  if (bucket === undefined) return { kind: 'value', value: undefined };
  const head = await ask('s3:ListBucket', () => s3.send(new HeadBucketCommand({ Bucket: bucket })));
  return mapAnswer(head, ({ BucketRegion }) => BucketRegion);
}

async function keyPolicyOf(
  { kms }: AwsClients,
  { KmsMasterKeyId = '' }: QueueAttributes,
): Promise<QueueFacts['keyPolicy']> {
  // An alias may be that of AWS, whose policy nobody can change.
  if (KmsMasterKeyId === '' || KmsMasterKeyId.includes('alias/')) return undefined;
  const answer = await ask('kms:GetKeyPolicy', () => kms.send(new GetKeyPolicyCommand({ KeyId: KmsMasterKeyId })));
  return mapAnswer(answer, ({ Policy }) => parsePolicy(Policy));
}
