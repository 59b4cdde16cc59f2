import { kmsKeyStatements } from '@eks-sentinel/connector';

import { valueOf, type Answer } from '../../aws/answer';
import { ownCommand } from '../../shell/own-command';
import type { ShellCommand } from '../../shell/shell-command';
import { awsCommand } from '../aws-command';
import { arnIn, bucketArn, chainOptions, expectedResource, queueArn, urlSuffixOf, type Chain } from '../chain';
import { check, passIf, result, type CheckResult, type Verdict } from '../check';
import { maximumOf } from '../metrics';
import { isAllowed, listOf, parsePolicy, type PolicyDocument } from '../policy';
import type { QueueAttributes, QueueFacts } from './sqs-facts';

/** 14 days, the longest that SQS keeps a message. */
const RETENTION_SECONDS = 1_209_600;

/** Sentinel polls every few minutes: the threshold of the alarm. */
const UNPOLLED_SECONDS = 3_600;

/** The key that AWS manages for SQS: S3 may not use it. */
const AWS_MANAGED_KEY = 'alias/aws/sqs';

/** Whether the queue takes the notifications of S3, and whether they go away. */
export function judgeQueue(facts: QueueFacts, chain: Chain): CheckResult[] {
  const subject = chain.queue!;
  const exists = { id: 'sqs.exists', subject, expected: `a queue of this name in ${chain.region}` } as const;
  if (facts.url.kind === 'absent') {
    return [result(exists, { status: 'FAIL', observed: 'no such queue', fix: createQueue(chain) })];
  }
  const { attributes } = facts;
  const set = (values: Record<string, string>): ShellCommand => setAttributes(chain, valueOf(facts.url) ?? '', values);
  const wanted = expectedResource(chain, 'NotificationQueue');
  return [
    check(exists, facts.url, () => ({ status: 'PASS', observed: 'exists' })),
    check(
      { id: 'sqs.type', subject, expected: 'a standard queue: S3 notifies no FIFO queue' },
      attributes,
      ({ FifoQueue }) =>
        passIf(
          FifoQueue !== 'true',
          FifoQueue === 'true' ? 'a FIFO queue' : 'a standard queue',
          'FAIL',
          createQueue(chain),
        ),
    ),
    judgeRegion(facts, chain),
    check({ id: 'sqs.policy', subject, expected: `S3 may send for ${bucketArn(chain)}` }, attributes, ({ Policy }) => {
      const allowed = mayNotify(Policy, chain);
      const document = expectedResource(chain, 'NotificationQueuePolicy')['PolicyDocument'];
      const fix = set({ Policy: JSON.stringify(document) });
      return passIf(allowed, allowed ? 'it may' : 'S3 may not send: notifications are lost', 'FAIL', fix);
    }),
    ...judgeKey(facts, chain, set),
    check({ id: 'sqs.redrive', subject, expected: 'a dead-letter queue' }, attributes, ({ RedrivePolicy }) => {
      const fix = set({ RedrivePolicy: JSON.stringify(wanted['RedrivePolicy']) });
      return passIf(RedrivePolicy !== undefined, RedrivePolicy === undefined ? 'none' : 'there is one', 'WARN', fix);
    }),
    check({ id: 'sqs.retention', subject, expected: '14 days' }, attributes, ({ MessageRetentionPeriod = '0' }) => {
      const seconds = Number(MessageRetentionPeriod);
      const fix = set({ MessageRetentionPeriod: String(RETENTION_SECONDS) });
      return passIf(seconds >= RETENTION_SECONDS, `${Math.round(seconds / 8_640) / 10} days`, 'WARN', fix);
    }),
    judgeAge(facts, chain),
    ...judgeDeadLetters(facts, chain),
  ];
}

function judgeRegion({ bucketRegion, attributes }: QueueFacts, chain: Chain): CheckResult {
  const question = {
    id: 'sqs.region',
    subject: chain.queue!,
    expected: 'queue and bucket in the same region',
  } as const;
  const queueRegion = valueOf(attributes)?.['QueueArn']?.split(':')[3] ?? chain.region;
  if (bucketRegion.kind === 'absent')
    return result(question, { status: 'PASS', observed: `the queue is in ${queueRegion}` });
  return check(question, bucketRegion, (region = chain.region) =>
    passIf(
      region === queueRegion,
      `the bucket is in ${region}, the queue in ${queueRegion}`,
      'FAIL',
      createQueue({ ...chain, region }),
    ),
  );
}

function mayNotify(policy: string | undefined, chain: Chain): boolean {
  const context = {
    'aws:sourceaccount': chain.account,
    'aws:sourcearn': bucketArn(chain),
    'aws:securetransport': 'true',
  };
  const principal = ['Service', 's3.amazonaws.com'] as const;
  return isAllowed([parsePolicy(policy)], { action: 'sqs:SendMessage', resource: queueArn(chain), principal, context });
}

function judgeKey(
  { attributes, keyPolicy }: QueueFacts,
  chain: Chain,
  set: (values: Record<string, string>) => ShellCommand,
): CheckResult[] {
  const subject = chain.queue!;
  const key = check({ id: 'sqs.key', subject, expected: 'SSE-SQS, or a key of your own' }, attributes, (found) => {
    const { KmsMasterKeyId = '', SqsManagedSseEnabled } = found;
    const fix = set({ KmsMasterKeyId: '', SqsManagedSseEnabled: 'true' });
    if (KmsMasterKeyId.endsWith(AWS_MANAGED_KEY)) {
      return { status: 'FAIL', observed: `${AWS_MANAGED_KEY}, which S3 may not use: notifications are lost`, fix };
    }
    if (KmsMasterKeyId !== '') return { status: 'PASS', observed: `own key ${KmsMasterKeyId}` };
    return passIf(
      SqsManagedSseEnabled === 'true',
      SqsManagedSseEnabled === 'true' ? 'SSE-SQS' : 'not encrypted',
      'WARN',
      fix,
    );
  });
  if (keyPolicy === undefined) return [key];
  const id = valueOf(attributes)?.['KmsMasterKeyId'] ?? '';
  const question = { id: 'sqs.key-policy', subject: id, expected: 'the key serves S3 and CloudWatch Logs' } as const;
  return [key, check(question, keyPolicy, (document) => judgeKeyPolicy(document, id, chain))];
}

/** What the key must allow: S3 encrypts notifications with it, CloudWatch Logs the log groups of the stack. */
function judgeKeyPolicy(document: PolicyDocument | undefined, KeyId: string, chain: Chain): Verdict {
  const wanted = kmsKeyStatements({
    ...chain,
    urlSuffix: urlSuffixOf(chain.partition),
  }) as unknown as readonly KeyStatement[];
  const context = {
    'aws:sourceaccount': chain.account,
    'kms:encryptioncontext:aws:logs:arn': arnIn(chain, 'logs', `log-group:/aws/lambda/${chain.functionName ?? ''}`),
  };
  const missing = wanted.flatMap(({ Principal, Action }) =>
    Action.map((action) => action.replace('*', ''))
      // It stands for two actions, of which a policy may name either.
      .filter((action) => action !== 'kms:ReEncrypt')
      .filter((action) => {
        const principal = ['Service', Principal.Service] as const;
        return !isAllowed([document], { action, principal, resource: '*', context });
      })
      .map((action) => `${action} to ${Principal.Service}`),
  );
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [...listOf(document?.Statement ?? []), ...wanted],
  });
  const fix = awsCommand('kms', 'PutKeyPolicy', chain.region, { KeyId, PolicyName: 'default', Policy });
  return passIf(
    missing.length === 0,
    missing.length === 0 ? 'it does' : `does not allow ${missing.join(', ')}`,
    'FAIL',
    fix,
  );
}

/** A statement of the key as the connector prints it. */
interface KeyStatement {
  readonly Principal: { readonly Service: string };
  readonly Action: readonly string[];
}

function judgeAge({ age, attributes }: QueueFacts, chain: Chain): CheckResult {
  const expected = `no notification waits for over ${UNPOLLED_SECONDS} s`;
  const question = { id: 'sqs.age', subject: chain.queue!, expected } as const;
  const waiting = valueOf(attributes)?.['ApproximateNumberOfMessages'] ?? 'an unknown number';
  return check(question, age, (metrics) => {
    const oldest = maximumOf(metrics.age) ?? 0;
    const observed = `the oldest waited ${Math.round(oldest)} s, ${waiting} wait now`;
    const said = oldest > UNPOLLED_SECONDS ? `${observed}: Sentinel is not polling` : observed;
    return passIf(
      oldest <= UNPOLLED_SECONDS,
      said,
      'FAIL',
      awsCommand('iam', 'GetRole', chain.region, { RoleName: chain.role ?? '<role>' }),
    );
  });
}

function judgeDeadLetters({ deadLetters, url }: QueueFacts, chain: Chain): CheckResult[] {
  if (deadLetters.kind === 'absent') return [];
  const question = { id: 'sqs.dead-letters', subject: chain.queue!, expected: 'no dead letters' } as const;
  const fix = ownCommand('replay', {
    ...chainOptions(chain, { bucket: chain.bucket, queue: valueOf(url) }),
    from: new Date(chain.now - 24 * 3_600_000).toISOString(),
    to: new Date(chain.now).toISOString(),
  });
  return [
    check(question, deadLetters as Answer<QueueAttributes>, ({ ApproximateNumberOfMessages: number = '0' }) =>
      passIf(number === '0', number === '0' ? 'none' : `${number} notifications that Sentinel gave up on`, 'WARN', fix),
    ),
  ];
}

function setAttributes(chain: Chain, QueueUrl: string, Attributes: Record<string, string>): ShellCommand {
  return awsCommand('sqs', 'SetQueueAttributes', chain.region, {
    QueueUrl,
    Attributes,
  });
}

function createQueue(chain: Chain): ShellCommand {
  const properties = Object.entries(expectedResource(chain, 'NotificationQueue'));
  const Policy = expectedResource(chain, 'NotificationQueuePolicy')['PolicyDocument'];
  const texts = [...properties.filter(([name]) => name !== 'QueueName'), ['Policy', Policy] as const].map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)],
  );
  const Attributes = Object.fromEntries(texts) as Record<string, string>;
  return awsCommand('sqs', 'CreateQueue', chain.region, { QueueName: chain.queue!.replace(/\.fifo$/, ''), Attributes });
}
