import { PassThrough } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';

import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { balanceAccount } from '../src/account';
import { startCollector } from '../src/collector';
import { deliverLogGroup } from '../src/deliver-log-group';
import { startLocalAws, type LocalAws } from '../src/local-aws';
import { RowLedger } from '../src/row-ledger';
import { createNdjsonSink } from '../src/row-sink';
import { createSubscriptionCounts } from '../src/subscription-counts';
import type { LogEvent } from '../src/subscription-message';
import { createUniqueSink } from '../src/unique-sink';
import { startFirehoseEndpoint, type FirehoseEndpoint } from './firehose-endpoint';

const NOW = Date.UTC(2025, 10, 24, 12);
const AUDIT = 'kube-apiserver-audit-0123456789abcdef0123456789abcdef';

let aws: LocalAws;
let stream: FirehoseEndpoint;
beforeEach(async () => {
  stream = await startFirehoseEndpoint((call) => ({ refuse: call === 1 ? [0, 2] : [] }));
  aws = await startLocalAws({
    region: 'eu-west-1',
    accountId: '111122223333',
    bucketName: 'audit-logs',
    now: () => NOW,
    faults: { isRepeated: (key) => key.endsWith('1.json.gz') },
  });
});
afterEach(async () => {
  await stream.stop();
  await aws.stop();
});

function auditEvent(index: number): string {
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"fixed","verb":"get","n":${index}}`;
}

/** Stands in for the transform: one row for each log event of a record. */
function rowsOf(record: Buffer): string {
  const { messageType, logEvents } = JSON.parse(gunzipSync(record).toString()) as {
    messageType: string;
    logEvents: { message: string }[];
  };
  if (messageType !== 'DATA_MESSAGE') return '';
  return logEvents
    .map(({ message }) => `{"TimeGenerated":"2025-11-24T11:00:00Z","ClusterName":"prod","RawEvent":${message}}\n`)
    .join('');
}

describe('the chain', () => {
  it('accounts for every log event: refused records, noise, equal events and repeated notifications included', async () => {
    const ledger = new RowLedger();
    const lines = new PassThrough().setEncoding('utf8');
    let text = '';
    lines.on('data', (chunk: string) => (text += chunk));
    const unique = { delivered: 0, degraded: 0 };
    const sink = createUniqueSink(ledger, createNdjsonSink(lines), unique);
    const { sqs, s3, queueUrls } = aws;
    const collector = startCollector({ sqs, s3, queueUrl: queueUrls.notification, sink, now: () => NOW });
    const counts = createSubscriptionCounts();

    function* logEvents(): Generator<LogEvent> {
      for (let index = 0; index < 300; index++) {
        // Every tenth log event is equal to the one before it.
        const message = auditEvent(index % 10 === 9 ? index - 1 : index);
        ledger.expect('prod', message);
        yield { logStream: AUDIT, timestamp: NOW + index, message };
        yield { logStream: 'authenticator-1', timestamp: NOW + index, message: 'level=info msg="access granted"' };
      }
    }
    await deliverLogGroup(
      logEvents(),
      {
        client: stream.client,
        deliveryStreamName: 'eks-audit',
        subscription: { owner: '111122223333', logGroup: '/aws/eks/prod/cluster', filterName: 'eks-sentinel' },
        filterPattern: '"audit.k8s.io"',
        maxBatchEvents: 50,
        now: () => NOW,
        random: () => 0,
        sleep: () => Promise.resolve(),
      },
      counts,
    );
    for (const [index, record] of stream.accepted.entries()) {
      const Key = `eks-audit-logs/2025/11/24/12/${index}.json.gz`;
      await aws.s3.send(new PutObjectCommand({ Bucket: 'audit-logs', Key, Body: gzipSync(rowsOf(record)) }));
    }
    await aws.notifier.drain();
    await collector.until(({ messages }) => messages === aws.notifier.counts.sent + 1);
    await collector.stop();
    await sink.close();

    const account = balanceAccount({
      subscriptions: [counts],
      transform: { dropped: { control_message: 1 }, failed: {} },
      collector: collector.counts,
      table: { ...unique, duplicates: ledger.repeated },
    });
    expect(account).toEqual({
      logEvents: 601,
      delivered: 300,
      degraded: 0,
      dropped: { control_message: 1, filter_pattern: 300 },
      failed: {},
      missing: 0,
      isBalanced: true,
      duplicates: 50,
      warnings: {},
    });
    expect(text.trimEnd().split('\n')).toHaveLength(300);
  });
});
