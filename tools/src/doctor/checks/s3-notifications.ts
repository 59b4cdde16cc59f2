import type { FilterRule, NotificationConfiguration, QueueConfiguration } from '@aws-sdk/client-s3';
import { ERRORS_PREFIX, ROWS_PREFIX } from '@eks-sentinel/connector';

import { mapAnswer, valueOf } from '../../aws/answer';
import type { ShellCommand } from '../../shell/shell-command';
import { awsCommand } from '../aws-command';
import { expectedResource, queueArn, type Chain } from '../chain';
import { check, passIf, type CheckResult } from '../check';
import { destinationOf } from './firehose';
import type { BucketFacts } from './s3-facts';

/** What Firehose does to write an object: large ones are uploaded in parts. */
const WRITES = ['s3:ObjectCreated:Put', 's3:ObjectCreated:CompleteMultipartUpload'];

/** The queue is told of every object of rows, and of nothing else. */
export function judgeNotifications({ notifications, stream }: BucketFacts, chain: Chain): CheckResult[] {
  if (chain.queue === undefined) return [];
  const subject = chain.bucket!;
  const existing = valueOf(notifications) ?? {};
  const queues = existing.QueueConfigurations ?? [];
  const fix = notify(chain, existing);
  const mine = mapAnswer(notifications, () => queues.filter(({ QueueArn }) => QueueArn === queueArn(chain)));
  const none = (valueOf(mine) ?? []).length === 0;
  const queue = check({ id: 's3.notification', subject, expected: `notifications to ${queueArn(chain)}` }, mine, () => {
    const others = queues.map(({ QueueArn = '' }) => QueueArn);
    const observed = others.length === 0 ? 'no queue is notified' : `other queues are: ${others.join(', ')}`;
    return none ? { status: 'FAIL', observed, fix } : { status: 'PASS', observed: 'the queue is notified' };
  });
  if (mine.kind !== 'value' || none) return [queue];
  const key = writtenKey(stream);
  const [folder] = key.split('2026/');
  return [
    queue,
    check({ id: 's3.notification-event', subject, expected: 's3:ObjectCreated:*' }, mine, (all) => {
      const events = all.flatMap(({ Events = [] }) => Events as string[]);
      const missing = WRITES.filter(
        (write) => !events.some((event) => event === 's3:ObjectCreated:*' || event === write),
      );
      return passIf(missing.length === 0, events.join(', '), 'FAIL', fix);
    }),
    check(
      { id: 's3.notification-filter', subject, expected: `covers ${folder}*${key.slice(key.indexOf('.'))}` },
      mine,
      (all) => {
        const covers = all.some((one) => covered(one, key));
        return passIf(covers, describe(all), 'FAIL', fix);
      },
    ),
    check(
      { id: 's3.notification-errors', subject, expected: 'nothing under errors/ is announced to Sentinel' },
      mine,
      (all) => {
        const told = all.some((one) => covered(one, `${ERRORS_PREFIX}processing-failed/x.gz`));
        return passIf(!told, told ? `${describe(all)} covers errors/` : 'nothing is', 'FAIL', fix);
      },
    ),
    judgeErrorsQueue(queues, chain, fix),
  ];
}

function judgeErrorsQueue(all: readonly QueueConfiguration[], chain: Chain, fix: ShellCommand): CheckResult {
  const errors = queueArn(chain, '-errors');
  const told = all.some((one) => one.QueueArn === errors && covered(one, `${ERRORS_PREFIX}processing-failed/x`));
  const expected = `errors/ is announced to ${errors}`;
  const question = { id: 's3.notification-work-list', subject: chain.bucket!, expected } as const;
  return check(question, { kind: 'value', value: told }, () =>
    passIf(told, told ? 'it is' : 'it is not: redrive and the alarm do not see failures', 'WARN', fix),
  );
}

/** A key such as Firehose writes, by the prefix and the extension that the stream has. */
function writtenKey(stream: BucketFacts['stream']): string {
  const destination = destinationOf(valueOf(stream));
  const prefix = (destination?.Prefix ?? ROWS_PREFIX).split('!{')[0]!;
  const compressed = destination?.CompressionFormat === undefined || destination.CompressionFormat === 'GZIP';
  const extension = destination?.FileExtension ?? (compressed ? '.gz' : '');
  return `${prefix}2026/01/01/00/stream-1-2026-01-01-00-00-00-id${extension}`;
}

function covered({ Filter }: QueueConfiguration, key: string): boolean {
  return (Filter?.Key?.FilterRules ?? []).every(({ Name, Value = '' }) =>
    Name?.toLowerCase() === 'suffix' ? key.endsWith(Value) : key.startsWith(Value),
  );
}

function describe(all: readonly QueueConfiguration[]): string {
  const rules = all.map(({ Filter }) => Filter?.Key?.FilterRules ?? []);
  return rules
    .map((some) =>
      some.length === 0
        ? 'no filter'
        : some.map(({ Name = '', Value = '' }) => `${Name.toLowerCase()} ${Value}`).join(', '),
    )
    .join('; ');
}

/** All notifications of the bucket at once, as S3 takes them; those to others stay. */
function notify(chain: Chain, existing: NotificationConfiguration): ShellCommand {
  const { QueueConfigurations: wanted } = expectedResource(chain, 'LogsBucket')['NotificationConfiguration'] as {
    readonly QueueConfigurations: readonly Announcement[];
  };
  const ours = wanted.map(({ Event, Queue, Filter }) => ({
    QueueArn: Queue,
    Events: [Event],
    Filter: { Key: { FilterRules: Filter.S3Key.Rules } },
  }));
  const foreign = (existing.QueueConfigurations ?? []).filter(
    ({ QueueArn }) => !ours.some((one) => one.QueueArn === QueueArn),
  );
  return awsCommand('s3api', 'PutBucketNotificationConfiguration', chain.region, {
    Bucket: chain.bucket!,
    NotificationConfiguration: { ...existing, QueueConfigurations: [...ours, ...foreign] },
  });
}

/** A notification as the template spells it. */
interface Announcement {
  readonly Event: 's3:ObjectCreated:*';
  readonly Queue: string;
  readonly Filter: { readonly S3Key: { readonly Rules: FilterRule[] } };
}
