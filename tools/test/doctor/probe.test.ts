import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import type { DoctorOptions } from '../../src/doctor/options';
import { probeEvent } from '../../src/doctor/probe/probe-event';
import { runProbe } from '../../src/doctor/probe/run-probe';
import { CHAIN, clientsOf, healthyAccount, NOW, type Account } from './account';

const ID = '0123456789abcdef0123456789abcdef';

interface Run {
  readonly exitCode: number | string;
  readonly stdout: string;
  readonly account: Account;
}

interface Put {
  readonly logGroupName: string;
  readonly logEvents: readonly { readonly message: string }[];
}

/** Runs the probe; after so many looks the event comes out, as what `deliver` makes of it. */
async function probe(
  options: Partial<DoctorOptions>,
  {
    stdin = '',
    looks = 2,
    deliver,
  }: { stdin?: string; looks?: number; deliver?: (message: string) => [string, Buffer] } = {},
): Promise<Run> {
  const account = healthyAccount();
  account.keys = [];
  let now = NOW;
  let waits = 0;
  const wait = async (milliseconds: number): Promise<void> => {
    now += milliseconds;
    const put = account.written.find(({ name }) => name === 'PutLogEvents')!.input as unknown as Put;
    account.logEvents[put.logGroupName] = [{}];
    if (++waits !== looks || deliver === undefined) return;
    const [key, bytes] = deliver(put.logEvents[0]!.message);
    account.keys.push(key);
    account.objects[key] = bytes;
    account.modified[key] = now;
  };
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const said = text(stdout);
  const io = { stdin: Readable.from([stdin]), stdout, stderr, env: {}, now: () => now };
  let exitCode: number | string;
  try {
    exitCode = await runProbe(clientsOf(account), CHAIN, { probeTimeout: 60, ...options }, io, wait);
  } catch (error) {
    exitCode = (error as Error).message;
  }
  stdout.end();
  return { exitCode, stdout: await said, account };
}

const ROWS = (message: string): [string, Buffer] => [
  'eks-audit-logs/2026/05/12/08/a.json.gz',
  gzipSync(`{"RawEvent":${message}}\n`),
];

describe('doctor --probe', () => {
  it('times the event from the log group to a row in S3', async () => {
    const run = await probe({ yes: true }, { deliver: ROWS });

    expect(run.exitCode).toBe(0);
    expect(run.stdout.split('\n').map((line) => line.trim())).toEqual([
      '0.0 s  accepted by CloudWatch Logs',
      '3.0 s  readable in the log group',
      '6.0 s  a row in S3, by Firehose and the transform',
      expect.stringMatching(
        /^It lies in eks-audit-logs\/2026\/05\/12\/08\/a\.json\.gz\. In Sentinel: AWSEKSLogs_CL \| where ObjectRef == "\/eks-sentinel-probe\/[0-9a-f]{32}"$/,
      ),
      '',
    ]);
  });

  it('writes into a log stream of the audit log, and one event only', async () => {
    const { account } = await probe({ yes: true }, { deliver: ROWS });

    expect(account.written.map(({ name }) => name)).toEqual(['CreateLogStream', 'PutLogEvents']);
    expect(account.written[0]!.input['logStreamName']).toMatch(/^kube-apiserver-audit-[0-9a-f]{32}$/);
    expect(account.written[1]!.input['logEvents']).toHaveLength(1);
  });

  it('gives the hops as JSON', async () => {
    const run = await probe({ yes: true, json: true }, { deliver: ROWS });

    expect(JSON.parse(run.stdout)).toMatchObject({
      delivered: true,
      key: 'eks-audit-logs/2026/05/12/08/a.json.gz',
      hops: [{ seconds: 0 }, { seconds: 3 }, { seconds: 6 }],
    });
  });

  it('finds the event among the failures', async () => {
    const deliver = (message: string): [string, Buffer] => {
      const rawData = gzipSync(message).toString('base64');
      return ['errors/processing-failed/x', Buffer.from(`{"rawData":"!"}\n${JSON.stringify({ rawData })}\n`)];
    };

    const run = await probe({ yes: true }, { deliver });

    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('The transform could not read it: errors/processing-failed/x.');
  });

  it('ends with 1 when the event is no row in time', async () => {
    const run = await probe({ yes: true, probeTimeout: 9 });

    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('It is no row after 9 s: run doctor without --probe');
  });

  it.each(['n\n', '', 'nope\n'])('sends nothing without a yes: %j', async (stdin) => {
    const run = await probe({}, { stdin });

    expect(run.exitCode).toBe('nothing was sent; --yes sends without asking');
    expect(run.account.written).toEqual([]);
  });

  it('sends after a yes', async () => {
    expect((await probe({}, { stdin: 'y\n', deliver: ROWS })).exitCode).toBe(0);
  });

  it('prints what it would send, and sends nothing, in a dry run', async () => {
    const run = await probe({ dryRun: true });

    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(
      /^would write one test event into \/aws\/eks\/prod-1\/cluster, log stream kube-apiserver-audit-/,
    );
    expect(run.account.written).toEqual([]);
  });
});

describe('probeEvent', () => {
  it('says what it is wherever a person looks, and asks for nothing that exists', () => {
    const event = JSON.parse(probeEvent(ID, NOW).message) as Record<string, unknown>;

    expect(event).toMatchObject({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      auditID: '01234567-89ab-cdef-0123-456789abcdef',
      verb: 'get',
      user: { username: 'eks-sentinel-probe' },
      requestURI: `/eks-sentinel-probe/${ID}`,
      responseStatus: { code: 200 },
      stageTimestamp: '2026-05-12T08:15:42.000000Z',
    });
    expect(event).not.toHaveProperty('objectRef');
  });

  it('carries the term of the subscription filter', () => {
    expect(probeEvent(ID, NOW).message).toContain('audit.k8s.io');
  });
});
