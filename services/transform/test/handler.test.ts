import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';

import { withMarker } from '@eks-sentinel/firehose';
import type { RowMapper } from '@eks-sentinel/mapping';
import { createRowMapper } from '@eks-sentinel/mapping';
import {
  buildAuditEvent,
  buildControlMessage,
  buildLambdaEvent,
  buildLogEvent,
  buildSubscriptionMessage,
  logStreamName,
} from '@eks-sentinel/testkit';
import { describe, expect, it } from '@jest/globals';

import { transformBatch } from '../src/transform-batch';
import { buildHandler, invoke } from './invoke';

const good = (name: string) =>
  buildSubscriptionMessage({ logEvents: [buildLogEvent(buildAuditEvent({ user: { username: name } }))] });
const gzipOf = (text: string) => gzipSync(text);
const withLogEvents = (...messages: string[]) =>
  buildSubscriptionMessage({ logEvents: messages.map((message) => buildLogEvent(message)) });

function wrongChecksum(): Buffer {
  const gzip = gzipOf(good('x'));
  gzip[gzip.length - 7]! ^= 1;
  return gzip;
}

describe('the handler', () => {
  it('makes complete rows of a record', async () => {
    const { handler } = buildHandler();
    const [record] = await invoke(handler, buildLambdaEvent([good('alice')]));

    expect(record).toMatchObject({
      result: 'Ok',
      rows: [
        {
          TimeGenerated: '2026-05-12T08:15:42.123456Z',
          AwsAccountId: '111122223333',
          Region: 'eu-west-1',
          ClusterName: 'prod-eu-1',
          Verb: 'get',
          User: 'alice',
          SourceIPs: ['198.51.100.23'],
          ObjectRef: 'payments/pods/ledger-7d9c6b5f4-x2x7q',
          ResponseCode: 200,
          RawEvent: { kind: 'Event', user: { username: 'alice' } },
        },
      ],
    });
  });

  it('gives the room in a response to the record that was deferred most often', async () => {
    const long = (name: string) => gzipOf(good(name.padEnd(30_000, '.')));
    const waiting = withMarker(long('waiting'), { splits: 0, deferrals: 3, redrives: 0 });
    const { handler } = buildHandler({
      config: { maxResponseBytes: 150_000 },
      putBatchTo: () => (records) => Promise.resolve({ ok: true, accepted: records.map(() => true) }),
    });

    const results = await invoke(handler, buildLambdaEvent([long('new'), waiting, long('newer')]));

    expect(results.map(({ result }) => result)).toEqual(['Dropped', 'Ok', 'Dropped']);
  });

  it('stops at a flood of log events before it costs the neighbours their time', async () => {
    const flood = (logStream: string) =>
      gzipOf(buildSubscriptionMessage({ logStream, logEvents: [] }).replace('[]', `[${'0,'.repeat(100_000)}0]`));
    const { handler, reports } = buildHandler();
    const records = [flood(logStreamName('kube-apiserver-audit')), flood(logStreamName('kube-scheduler')), good('bob')];

    const results = (await invoke(handler, buildLambdaEvent(records))).map(({ result }) => result);

    expect(results).toEqual(['ProcessingFailed', 'ProcessingFailed', 'Ok']);
    expect(reports[0]!.failed).toEqual({ log_events_too_many: 2 });
  });

  it('takes account and region of the log event before those of the message and the Lambda event', async () => {
    const { handler } = buildHandler();
    const fields = { '@aws.account': '444455556666', '@aws.region': 'ap-south-1' };
    const message = buildSubscriptionMessage({
      logEvents: [buildLogEvent(buildAuditEvent(), { extractedFields: fields }), buildLogEvent(buildAuditEvent())],
    });
    const regionOf = async (overrides: object) =>
      (await invoke(handler, buildLambdaEvent([message], overrides)))[0]?.rows.map((row) => row['Region']);

    const [record] = await invoke(handler, buildLambdaEvent([message], { region: 'eu-north-1' }));
    expect(record?.rows.map((row) => row['AwsAccountId'])).toEqual(['444455556666', '111122223333']);
    expect(await regionOf({ region: 'eu-north-1' })).toEqual(['ap-south-1', 'eu-north-1']);
    expect(
      await regionOf({ region: '', deliveryStreamArn: 'arn:aws:firehose:us-east-1:111122223333:deliverystream/a' }),
    ).toEqual(['ap-south-1', 'us-east-1']);
    expect(await regionOf({ region: undefined, deliveryStreamArn: 'x' })).toEqual(['ap-south-1', '']);
  });

  it('answers each bad record under its code and leaves its neighbours whole', async () => {
    const { handler, reports } = buildHandler();
    const bad: [string | Uint8Array, string, string][] = [
      [buildControlMessage(), 'Dropped', 'control_message'],
      [Buffer.from('plain text'), 'ProcessingFailed', 'gzip_missing'],
      [gzipOf(good('x')).subarray(0, 120), 'ProcessingFailed', 'gzip_truncated'],
      [wrongChecksum(), 'ProcessingFailed', 'gzip_corrupt'],
      [gzipSync(Buffer.alloc(400 * 1_048_576)), 'ProcessingFailed', 'gzip_too_large'],
      [gzipOf('null'), 'ProcessingFailed', 'message_not_object'],
      [gzipOf('{"messageType":'), 'ProcessingFailed', 'message_not_json'],
      [buildSubscriptionMessage({ messageType: 'NEWS' }), 'ProcessingFailed', 'message_type_unknown'],
      [gzipOf('{"messageType":"DATA_MESSAGE"}'), 'ProcessingFailed', 'message_incomplete'],
      [buildSubscriptionMessage({ logStream: logStreamName('kube-scheduler') }), 'Dropped', 'not_audit_stream'],
      [buildSubscriptionMessage({ logGroup: '/aws/lambda/x' }), 'Dropped', 'foreign_log_group'],
      [buildSubscriptionMessage({ logEvents: [] }), 'Dropped', 'no_log_events'],
    ];
    const contents = bad.flatMap(([content], index) => [good(`before-${index}`), content]);

    const answers = await invoke(handler, buildLambdaEvent([...contents, good('last')]));

    const neighbours = answers.filter((_, index) => index % 2 === 0);
    expect(neighbours.map(({ result, rows }) => [result, rows[0]?.['User']])).toEqual([
      ...bad.map((_, index) => ['Ok', `before-${index}`]),
      ['Ok', 'last'],
    ]);
    expect(answers.filter((_, index) => index % 2 === 1).map(({ result }) => result)).toEqual(
      bad.map(([, result]) => result),
    );
    const codes = (result: string) =>
      Object.fromEntries(bad.filter((one) => one[1] === result).map(([, , code]) => [code, 1]));
    expect(reports[0]).toMatchObject({
      failed: codes('ProcessingFailed'),
      dropped: codes('Dropped'),
      failedRecords: 8,
    });
  });

  it('gives a row for each log event of a record, sound or not', async () => {
    const { handler, reports } = buildHandler();
    const deep = `{"verb":"get","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const large = buildAuditEvent({ verb: 'list', responseObject: { items: Array(90_000).fill('0123456789') } });
    const [record] = await invoke(
      handler,
      buildLambdaEvent([
        withLogEvents(
          buildAuditEvent(),
          'text',
          '"a JSON string"',
          '{"verb":"create","user":{"username":"alice"},"responseStatus":{"code":403},"requestObject":{"a":[Truncated...]',
          '{"verb":"delete","user":{"username":"bob","groups":["a[Truncated...]',
          deep,
          large,
          buildAuditEvent({ verb: 'watch' }),
        ),
      ]),
    );

    expect(record?.result).toBe('Ok');
    expect(record?.rows.map((row) => [row['Verb'], row['User'], row['ResponseCode']])).toEqual([
      ['get', 'reader', 200],
      ['', '', null],
      ['', '', null],
      ['create', 'alice', 403],
      ['delete', 'bob', null],
      ['get', '', null],
      ['list', 'reader', 200],
      ['watch', 'reader', 200],
    ]);
    expect(reports[0]).toMatchObject({
      logEventsIn: 8,
      rowsOut: 8,
      degraded: { not_json: 1, not_object: 1, truncated: 2 },
      shrunkRows: 2,
    });
  });

  it('keeps two different requests that share one auditID and stage', async () => {
    const { handler } = buildHandler();
    const auditID = '00000000-0000-4000-8000-000000000000';
    const [record] = await invoke(
      handler,
      buildLambdaEvent([
        withLogEvents(
          buildAuditEvent({ auditID, verb: 'list' }),
          buildAuditEvent({ auditID, verb: 'deletecollection' }),
        ),
      ]),
    );

    expect(record?.rows.map((row) => row['Verb'])).toEqual(['list', 'deletecollection']);
    expect(new Set(record?.rows.map((row) => JSON.stringify(row.RawEvent))).size).toBe(2);
  });

  it('gives the same bytes for the same request', async () => {
    const { handler } = buildHandler();
    const event = buildLambdaEvent([good('a'), withLogEvents('text', '{"a":')]) as never;

    expect(await handler(event)).toEqual(await handler(event));
  });

  it('says which log events are the oldest, and how large the answer is', async () => {
    const { handler, reports } = buildHandler();
    const logEvents = [500, 300, 400].map((timestamp) => buildLogEvent(buildAuditEvent(), { timestamp }));
    await invoke(handler, buildLambdaEvent([buildSubscriptionMessage({ logEvents })]));

    expect(reports[0]).toMatchObject({ oldest: 300, recordsIn: 1, delivered: 1 });
    expect(reports[0]!.responseBytes).toBeGreaterThan(reports[0]!.requestBytes);
  });

  it('takes the time of the invocation when a record has no time of arrival', async () => {
    const { handler } = buildHandler();
    const { records, ...event } = buildLambdaEvent([buildSubscriptionMessage({ logEvents: [{} as never] })]);
    const [record] = await invoke(handler, {
      ...event,
      records: [{ ...records[0], approximateArrivalTimestamp: 'x' }],
    });

    expect(record?.rows[0]?.['TimeGenerated']).toBe('2026-05-12T09:00:00.000Z');
  });

  it.each([
    undefined,
    null,
    {},
    { records: {} },
    { records: [{}] },
    { records: [null] },
    { records: [{ recordId: 5 }] },
  ])('refuses %j, which it could not answer', async (event) => {
    const { handler } = buildHandler();

    await expect(handler(event as never)).rejects.toMatchObject({ name: 'RequestError' });
  });

  it('refuses a request whose ids alone exceed the response', async () => {
    const { handler } = buildHandler();
    const records = Array.from({ length: 3 }, (_, index) => ({ recordId: `${index}`.repeat(3_000_000), data: '' }));

    await expect(handler({ records } as never)).rejects.toMatchObject({ name: 'ResponseBudgetError' });
  });
});

describe('transformBatch', () => {
  it('fails the one record that meets a defect, and names the class of the error only', () => {
    const mapRow = createRowMapper();
    const settings = {
      mapRow: ((message, context, out) => {
        if (message.bytes.includes('defect')) throw new TypeError('secret text');
        return mapRow(message, context, out);
      }) as RowMapper,
      maxDecodedBytes: 1_048_576,
      maxResponseBytes: 1_048_576,
      region: 'eu-west-1',
      remainingMs: () => 1_000,
    };
    const records = [good('a'), good('defect'), good('c')].map((message, index) => ({
      recordId: `${index}`,
      data: gzipSync(message).toString('base64'),
      arrival: 0,
    }));

    const verdicts = transformBatch(records, settings);

    expect(verdicts).toMatchObject([
      { kind: 'delivered', rows: 1 },
      { kind: 'failed', code: 'internal', logEvents: 0, errorName: 'TypeError' },
      { kind: 'delivered', rows: 1 },
    ]);
    expect(JSON.stringify(verdicts)).not.toContain('secret');
  });
});

describe('a bomb of 400 MB', () => {
  it('costs a fresh process less than 150 MB', () => {
    const script = `
      require('esbuild-register/dist/node').register({ target: 'node20' });
      const { decodeRecord } = require('./packages/firehose/src/index.ts');
      const { existsSync, readFileSync } = require('node:fs');
      const input = readFileSync(0).toString();
      const data = process.argv[1] === 'bomb' ? Buffer.from(input, 'base64').toString('base64') : '';
      const { code } = decodeRecord(data, 64 * 1048576);
      // The kernel's own mark of this process; maxRSS begins with what the parent had when it forked.
      const status = '/proc/self/status';
      const own = existsSync(status) ? /VmHWM:\\s+(\\d+)/.exec(readFileSync(status, 'utf8'))[1] : undefined;
      console.log(JSON.stringify({ code, rss: Number(own ?? process.resourceUsage().maxRSS) / 1024 }));
    `;
    const input = gzipSync(Buffer.alloc(400 * 1_048_576)).toString('base64');
    const run = (name: string) =>
      JSON.parse(execFileSync(process.execPath, ['-e', script, name], { input }).toString()) as {
        code: string;
        rss: number;
      };

    const without = run('none');
    const withBomb = run('bomb');

    expect([without.code, withBomb.code]).toEqual(['gzip_missing', 'gzip_too_large']);
    expect(withBomb.rss - without.rss).toBeLessThan(150);
  });
});
