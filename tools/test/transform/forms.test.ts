import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { buildAuditEvent, buildControlMessage, buildLogEvent, buildSubscriptionMessage } from '@eks-sentinel/testkit';

import type { Folder } from './run-transform';
import { ARRIVAL, makeFolder, runTransform } from './run-transform';

const GET = buildAuditEvent({ verb: 'get' });
const LIST = buildAuditEvent({ verb: 'list' });
const PAYLOAD = buildSubscriptionMessage({ logEvents: [buildLogEvent(GET), buildLogEvent(LIST)] });
const indented = (json: string): string => JSON.stringify(JSON.parse(json), null, 2);
const OF_OPTIONS = { AwsAccountId: '444455556666', Region: 'us-gov-west-1', ClusterName: 'lab' };
const OF_PAYLOAD = { AwsAccountId: '111122223333', Region: 'us-gov-west-1', ClusterName: 'prod-eu-1' };
const OPTIONS = ['--cluster', 'lab', '--account', '444455556666', '--region', 'us-gov-west-1'];

let folder: Folder;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => {
  folder.remove();
});

describe('transform reads', () => {
  it.each([
    ['audit events, a line each', `${GET}\n${LIST}\n`],
    ['audit events without a line break at the end', `${GET}\n${LIST}`],
    ['audit events with CRLF', `${GET}\r\n${LIST}\r\n`],
    ['audit events between blank lines', `\n\n${GET}\n \t\n\n${LIST}\n\n`],
    ['audit events behind a byte order mark', `\ufeff${GET}\n${LIST}\n`],
    ['indented audit events', `${indented(GET)}\n${indented(LIST)}\n`],
    ['audit events of an export task', `2026-05-12T08:15:42.123Z ${GET}\n2026-05-12T08:15:42.123Z ${LIST}\n`],
  ])('%s', async (_, text) => {
    const { exitCode, rows } = await runTransform(OPTIONS, { stdin: text });

    expect(exitCode).toBe(0);
    expect(rows).toMatchObject([
      { Verb: 'get', ...OF_OPTIONS },
      { Verb: 'list', ...OF_OPTIONS },
    ]);
    expect(JSON.stringify(rows[0]?.['RawEvent'])).toBe(JSON.stringify(JSON.parse(GET)));
  });

  it.each([
    ['a payload', PAYLOAD],
    ['payloads, one a line', `${buildControlMessage()}\n${PAYLOAD}\n`],
    ['payloads with nothing between them', `${buildControlMessage()}${PAYLOAD}`],
    ['indented payloads', `${indented(buildControlMessage())}\n${indented(PAYLOAD)}\n`],
  ])('%s, whose own account and cluster count', async (_, text) => {
    const { exitCode, rows } = await runTransform(OPTIONS, { stdin: text });

    expect(exitCode).toBe(0);
    expect(rows).toMatchObject([
      { Verb: 'get', ...OF_PAYLOAD },
      { Verb: 'list', ...OF_PAYLOAD },
    ]);
  });

  it('a control message, whose log event is dropped', async () => {
    const { exitCode, stderr } = await runTransform([], { stdin: `${buildControlMessage()}\n${PAYLOAD}` });

    expect(exitCode).toBe(0);
    expect(stderr).toContain('log events in   3 ');
    expect(stderr).toContain('dropped         1 (control_message 1, 1 log events)');
  });

  it('what get-log-events prints, indented', async () => {
    const events = [GET, LIST].map((message) => ({ timestamp: 1778573742123, message, ingestionTime: 1778573745000 }));

    const { exitCode, rows } = await runTransform(OPTIONS, {
      stdin: JSON.stringify({ events, nextForwardToken: 'f/1', nextBackwardToken: 'b/1' }, null, 4),
    });

    expect(exitCode).toBe(0);
    expect(rows).toMatchObject([
      { Verb: 'get', ...OF_OPTIONS },
      { Verb: 'list', ...OF_OPTIONS },
    ]);
  });

  it('what filter-log-events prints, and drops the lines of other components', async () => {
    const event = (logStreamName: string, message: string): object => ({ logStreamName, timestamp: 1, message });
    const events = [event('kube-scheduler-0f3a', 'I0512 leader'), event('kube-apiserver-audit-0f3a', LIST)];

    const whole = await runTransform(['--json'], { stdin: JSON.stringify({ events, searchedLogStreams: [] }) });
    const lines = await runTransform(['--json'], { stdin: events.map((one) => JSON.stringify(one)).join('\n') });

    expect(whole.rows).toMatchObject([{ Verb: 'list' }]);
    expect(lines.lines).toEqual(whole.lines);
    expect(JSON.parse(whole.stderr)).toMatchObject({ logEventsIn: 2, rowsOut: 1, dropped: { not_audit_stream: 1 } });
  });

  it('gzip of one and of several members, cut anywhere into chunks', async () => {
    const one = gzipSync(`${GET}\n${LIST}\n`);
    const several = Buffer.concat([gzipSync(`${GET}\n`), gzipSync(LIST), Buffer.alloc(512)]);
    const payloads = Buffer.concat([gzipSync(buildControlMessage()), gzipSync(PAYLOAD)]);

    for (const stdin of [one, several, payloads]) {
      const { exitCode, rows, stderr } = await runTransform(['-'], { stdin, chunkBytes: 7 });

      expect(stderr).toContain('rows out        2');
      expect(rows).toMatchObject([{ Verb: 'get' }, { Verb: 'list' }]);
      expect(exitCode).toBe(0);
    }
  });

  it('a payload whose rows must be written out before it is read to its end, each log event once', async () => {
    const logEvents = Array.from({ length: 70_000 }, (_, index) => buildLogEvent(`{"auditID":"${index}"}`));

    const { lines } = await runTransform([], { stdin: buildSubscriptionMessage({ logEvents }) });

    expect(lines.join('\n').length).toBeGreaterThan(16 * 1_048_576);
    expect(lines.map((line) => /"auditID":"(\d+)"/.exec(line)?.[1])).toEqual(logEvents.map((_, index) => `${index}`));
  });

  it('several files and standard input in the order in which they are named', async () => {
    const first = folder.write('first.log', `${LIST}\n`);
    const last = folder.write('last.json.gz', gzipSync(PAYLOAD));

    const { rows } = await runTransform([first, '-', last], { stdin: `${GET}\n` });

    expect(rows.map(({ Verb, ClusterName }) => [Verb, ClusterName])).toEqual([
      ['list', 'local'],
      ['get', 'local'],
      ['get', 'prod-eu-1'],
      ['list', 'prod-eu-1'],
    ]);
  });

  it('an event without any time, and takes the time of an export task, else --arrival, else the clock', async () => {
    const timeless = '{"kind":"Event","auditID":"1"}\n';

    const exported = await runTransform([], { stdin: `2026-05-12T08:15:42.123Z ${timeless}` });
    const chosen = await runTransform(['--arrival', '2026-01-02T03:04:05Z'], { stdin: timeless });
    const clock = await runTransform([], { stdin: timeless });

    expect(exported.rows).toMatchObject([{ TimeGenerated: '2026-05-12T08:15:42.123Z' }]);
    expect(chosen.rows).toMatchObject([{ TimeGenerated: '2026-01-02T03:04:05.000Z' }]);
    expect(clock.rows).toMatchObject([{ TimeGenerated: ARRIVAL }]);
  });
});
