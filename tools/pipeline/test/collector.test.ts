import { PassThrough, Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { NotificationFaults } from '../src/bucket-notifier';
import { startCollector, type Collector, type CollectorOptions } from '../src/collector';
import { startLocalAws, type LocalAws } from '../src/local-aws';
import { createNdjsonSink, type RowSink } from '../src/row-sink';
import { s3EventMessage } from '../src/s3-event';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const NOW = Date.UTC(2025, 10, 24, 12);
const PREFIX = 'eks-audit-logs/2025/11/24/12/';

let aws: LocalAws;
let faults: NotificationFaults;
let lines: string[];
let collector: Collector | undefined;

beforeEach(async () => {
  faults = {};
  lines = [];
  aws = await startLocalAws({
    region: 'eu-west-1',
    accountId: '111122223333',
    bucketName: 'audit-logs',
    now: () => NOW,
    faults: {
      isRepeated: (key) => faults.isRepeated?.(key) ?? false,
      isLost: (key) => faults.isLost?.(key) ?? false,
    },
  });
});
afterEach(async () => {
  await collector?.stop().catch(() => undefined);
  collector = undefined;
  await aws.stop();
});

/** A sink that keeps the lines. */
function keepLines(): RowSink {
  const stream = new PassThrough();
  stream.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n').filter((one) => one !== '')));
  return createNdjsonSink(stream);
}

function collect(changes: Partial<CollectorOptions> = {}): Collector {
  collector = startCollector({
    sqs: aws.sqs,
    s3: aws.s3,
    queueUrl: aws.queueUrls.notification,
    sink: keepLines(),
    now: () => NOW,
    ...changes,
  });
  return collector;
}

async function put(name: string, body: Uint8Array): Promise<void> {
  await aws.s3.send(new PutObjectCommand({ Bucket: aws.bucketName, Key: `${PREFIX}${name}`, Body: body }));
  await aws.notifier.drain();
}

async function send(body: string): Promise<void> {
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: aws.queueUrls.notification, MessageBody: body }));
}

async function messagesLeft(): Promise<[visible: string, hidden: string]> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes } = await aws.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: aws.queueUrls.notification, AttributeNames: [...names] }),
  );
  return [Attributes![names[0]]!, Attributes![names[1]]!];
}

function row(verb: string): string {
  return `{"TimeGenerated":"2025-11-24T11:00:00.000001Z","Verb":"${verb}","RawEvent":{"auditID":"${verb}"}}\n`;
}

describe('startCollector', () => {
  it('reads an object that it is told of, whatever its key, into the columns of the table', async () => {
    const { until } = collect();

    await put('stream a=1+2&ü.json.gz', gzipSync(row('get') + row('list')));
    await until((counts) => counts.objects === 1);

    expect(lines[0]).toBe(
      '{"TimeGenerated":"2025-11-24T11:00:00.000001Z","AwsAccountId":"","Region":"","ClusterName":"",' +
        '"Verb":"get","User":"","SourceIPs":null,"UserAgent":"","ObjectRef":"","ResponseCode":null,' +
        '"Stage":"","AuthDecision":"","RawEvent":{"auditID":"get"}}',
    );
    expect(lines).toHaveLength(2);
  });

  it('counts what it did to the rows', async () => {
    const { until, counts } = collect();
    const old = '{"TimeGenerated":"2025-11-20T11:00:00Z","Zone":1}\n';
    const long = `{"TimeGenerated":"2025-11-24T11:00:00Z","RawEvent":{"x":"${'y'.repeat(64_000)}"}}\n`;
    const deep = `{"TimeGenerated":"2025-11-24T11:00:00Z","RawEvent":${'['.repeat(64)}${']'.repeat(64)}}\n`;

    await put('a.gz', gzipSync(row('get') + old + long + 'no json\n' + deep));
    await until(({ objects }) => objects === 1);

    expect(counts).toMatchObject({
      rows: 4,
      malformedLines: 1,
      cutFields: { RawEvent: 1 },
      cutDynamics: 1,
      replacedTimes: 1,
      unknownMembers: 1,
      deepRows: 1,
    });
  });

  it('understands test events, foreign messages and messages about removed objects', async () => {
    const { until, counts } = collect();
    const removed = s3EventMessage(
      { eventName: 'ObjectRemoved:Delete', bucket: 'audit-logs', key: 'a', size: 0, eTag: '' },
      { region: 'eu-west-1', accountId: '1', configurationId: 'rows', time: NOW, sequence: 1 },
    );

    for (const body of ['hello', '[]', '{"Records":7}', '{"Records":[null,{"s3":1}]}', removed]) await send(body);
    await put('a.gz', gzipSync(row('get')));
    await until(({ messages }) => messages === 7);

    expect(counts).toMatchObject({ testEvents: 1, unknownMessages: 5, objects: 1, rows: 1 });
    expect(await messagesLeft()).toEqual(['0', '0']);
  });

  it('reads an object again when it is told of it again', async () => {
    faults = { isRepeated: () => true };
    const { until, counts } = collect();

    await put('a.gz', gzipSync(row('get')));
    await until(({ objects }) => objects === 2);

    expect(counts).toMatchObject({ repeatedObjects: 1, rows: 2 });
    expect(lines[0]).toBe(lines[1]);
  });

  it('never sees an object whose notification is lost', async () => {
    faults = { isLost: (key) => key.endsWith('a.gz') };
    const { until, counts } = collect();

    await put('a.gz', gzipSync(row('get')));
    await put('b.gz', gzipSync(row('list')));
    await until(({ objects }) => objects === 1);

    expect(counts.rows).toBe(1);
    expect(aws.notifier.counts).toMatchObject({ sent: 1, lost: 1 });
  });

  it('counts objects that it cannot read by reason, and goes on', async () => {
    const { until, counts } = collect();
    const missing = s3EventMessage(
      { eventName: 'ObjectCreated:Put', bucket: 'audit-logs', key: `${PREFIX}none.gz`, size: 0, eTag: '' },
      { region: 'eu-west-1', accountId: '1', configurationId: 'rows', time: NOW, sequence: 1 },
    );

    await send(missing);
    await send(missing.replace('"name":"audit-logs"', '"name":"no-bucket"'));
    await put('plain.gz', Buffer.from(row('get')));
    await put('cut.gz', gzipSync(row('get')).subarray(0, -3));
    await put('good.gz', gzipSync(row('list')));
    await until(({ messages }) => messages === 6);

    expect(counts.unreadableObjects).toEqual({ no_such_key: 1, get_failed: 1, no_gzip: 1, corrupt_gzip: 1 });
    expect(counts.objects).toBe(1);
  });

  it('reads only the first gzip member unless it is told to read all', async () => {
    const two = Buffer.concat([gzipSync(row('get')), gzipSync(row('list'))]);
    const first = collect();
    await put('a.gz', two);
    await first.until(({ objects }) => objects === 1);
    await first.stop();
    expect(first.counts).toMatchObject({ rows: 1, objectsReadInPart: 1 });

    const all = collect({ readsAllMembers: true });
    await put('b.gz', two);
    await all.until(({ objects }) => objects === 1);

    expect(all.counts).toMatchObject({ rows: 2, objectsReadInPart: 0 });
  });

  it('deletes a message after its receipt, even when the object cannot be read', async () => {
    const { until } = collect();

    await put('plain.gz', Buffer.from('no gzip'));
    await until(({ messages }) => messages === 2);

    expect(await messagesLeft()).toEqual(['0', '0']);
  });

  it('has deleted the message before it reads the object', async () => {
    let left: Promise<[string, string]> | undefined;
    const sink: RowSink = {
      write: () => {
        left = messagesLeft();
        return left.then(() => undefined);
      },
      close: () => Promise.resolve(),
    };
    const { until } = collect({ sink });

    await put('a.gz', gzipSync(row('get')));
    await until(({ objects }) => objects === 1);

    expect(await left).toEqual(['0', '0']);
  });

  it('hides an unread message until its visibility ends when it deletes after reading', async () => {
    const { until, counts } = collect({ deleteAfter: 'reading', visibilityTimeoutSeconds: 1 });

    await put('plain.gz', Buffer.from('no gzip'));
    await put('good.gz', gzipSync(row('get')));
    await until(({ messages }) => messages >= 4);

    expect(counts).toMatchObject({ objects: 1, testEvents: 1 });
    expect(counts.unreadableObjects.no_gzip).toBeGreaterThanOrEqual(2);
    expect(counts.repeatedObjects).toBeGreaterThanOrEqual(1);
  });

  it('writes at the pace of the sink', async () => {
    let waiting = 0;
    let most = 0;
    const slow = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => {
        most = Math.max(most, (waiting = slow.writableLength));
        setImmediate(done);
      },
    });
    const { until } = collect({ sink: createNdjsonSink(slow) });

    await put('a.gz', gzipSync(row('get').repeat(2_000)));
    await until(({ objects }) => objects === 1);

    expect(waiting).toBeGreaterThan(0);
    // One row at a time: a row is 253 bytes long.
    expect(most).toBeLessThan(300);
  });

  it('ends with the error of a sink, which until and stop tell', async () => {
    const broken = new Writable({
      write: (_chunk, _encoding, done) => {
        done(new Error('disk full'));
      },
    });
    const failing = collect({ sink: createNdjsonSink(broken) });

    await put('a.gz', gzipSync(row('get').repeat(1_000)));

    await expect(failing.until(() => false)).rejects.toThrow('disk full');
    await expect(failing.stop()).rejects.toThrow('disk full');
  });

  it('stops in the middle of a long poll and leaves later messages in the queue', async () => {
    const stopped = collect();
    await stopped.until(({ testEvents }) => testEvents === 1);

    const begin = performance.now();
    await stopped.stop();
    await put('a.gz', gzipSync(row('get')));

    expect(performance.now() - begin).toBeLessThan(10_000);
    const { Messages } = await aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: aws.queueUrls.notification, WaitTimeSeconds: 1 }),
    );
    expect(Messages).toHaveLength(1);
    await expect(stopped.until(() => false)).rejects.toThrow('the collector was stopped before the condition held');
  });
});
