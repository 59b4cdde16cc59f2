import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { withMarker } from '@eks-sentinel/firehose';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { startFirehoseEndpoint } from '../../pipeline/test/firehose-endpoint';
import { redriveCommand } from '../../src/commands/redrive';
import { startProxy } from './proxy';
import { BUCKET, type RepairStage, STREAM, range, recordOf, runCommand, startRepairStage } from './repair-stage';

const SHIM = resolve(__dirname, '../../bin/eks-sentinel.cjs');
const POISON = Buffer.from('{"no":"gzip"}');
const CUT_POISON = gzipSync('{"messageType":"DATA_MESSAGE"}').subarray(0, 25);

let stage: RepairStage;
beforeEach(async () => {
  stage = await startRepairStage();
});
afterEach(() => stage.stop());

/** One attempt and three retries: the batch of the next invocation goes to the error output. */
const FAIL_ONE_BATCH = { lambdaCrashNext: 4, lambdaCrashAt: 'request' } as const;

function args(...more: string[]): string[] {
  return ['--bucket', BUCKET, '--stream', STREAM, '--queue', stage.aws.queueUrls.errors, '--rate', '5', ...more];
}

function report(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('redrive', () => {
  it('delivers every event of a crash but the poison, once, and a second run changes nothing', async () => {
    stage.stream.setFaults(FAIL_ONE_BATCH);
    await stage.put([...range(0, 99).map((n) => recordOf([2 * n, 2 * n + 1])), POISON]);
    await stage.settle();
    await stage.put([...range(99, 99).map((n) => recordOf([2 * n, 2 * n + 1])), CUT_POISON]);
    await stage.settle();
    expect(await stage.deliveredEvents()).toEqual(range(198, 198));
    expect(await stage.countMessages('errors')).toBe(3);

    const dry = await runCommand(redriveCommand, args('--dry-run', '--json'));
    const first = await runCommand(redriveCommand, args('--json'));
    await stage.settle();
    const objects = await stage.listObjects();
    const second = await runCommand(redriveCommand, args('--json'));
    const again = await runCommand(redriveCommand, args('--json', '--prefix', 'errors/'));
    await stage.settle();

    expect(dry.exitCode).toBe(1);
    expect(report(dry.stdout)).toMatchObject({
      isDryRun: true,
      sent: 99,
      leftByCode: { gzip_missing: 1, gzip_truncated: 1 },
    });
    expect([first.exitCode, first.stderr]).toEqual([1, '']);
    expect(report(first.stdout)).toMatchObject({
      objects: 2,
      objectsLeft: 2,
      sent: 99,
      codes: {
        'Lambda.FunctionError': { records: 100, sent: 99, left: 1 },
        'Lambda.ProcessingFailedStatus': { records: 1, sent: 0, left: 1 },
      },
      leftByCode: { gzip_missing: 1, gzip_truncated: 1 },
    });
    expect(await stage.deliveredEvents()).toEqual(range(0, 396));
    expect(await stage.countMessages('errors')).toBe(0);
    expect([second.exitCode, report(second.stdout)]).toMatchObject([0, { objects: 0, sent: 0 }]);
    expect([again.exitCode, report(again.stdout)]).toMatchObject([1, { objects: 2, sent: 0, sentBefore: 99 }]);
    expect(await stage.listObjects()).toEqual(objects);
  });

  it('goes on where it was killed, and sends at most one batch twice', async () => {
    stage.stream.setFaults({ lambdaCrashEvery: 1, lambdaCrashAt: 'request' });
    await stage.put(range(0, 1_200).map((n) => recordOf([n])));
    await stage.settle();
    stage.stream.setFaults({ lambdaCrashEvery: 0 });
    expect(stage.stream.counters().recordsFailed).toBe(1_200);

    const running: { child?: ChildProcess } = {};
    const cut = (call: number): boolean => call === 2 && running.child?.kill('SIGKILL') === true;
    const proxy = await startProxy(stage.stream.endpoint, { cut });
    const child = spawn(process.execPath, [SHIM, 'redrive', ...args('--lease', '2')], {
      env: { ...process.env, AWS_ENDPOINT_URL_FIREHOSE: proxy.endpoint },
      stdio: 'ignore',
    });
    running.child = child;
    const [, signal] = (await once(child, 'exit')) as [null, string];
    await proxy.stop();
    const taken = stage.stream.counters().recordsIn - 1_200;
    const rest = await runCommand(redriveCommand, args('--json', '--lease', '2'));
    await stage.settle();

    expect(signal).toBe('SIGKILL');
    expect([rest.exitCode, rest.stderr]).toEqual([0, '']);
    const twice = taken + (report(rest.stdout)['sent'] as number) - 1_200;
    expect(twice).toBeGreaterThan(0);
    expect(twice).toBeLessThanOrEqual(500);
    const delivered = await stage.deliveredEvents();
    expect(delivered).toHaveLength(1_200 + twice);
    expect([...new Set(delivered)]).toEqual(range(0, 1_200));
    expect(await stage.countMessages('errors')).toBe(0);
  });

  it('reads error objects of either form, and deletes those it is done with when asked to', async () => {
    const lambda = 'arn:aws:lambda:eu-west-1:111122223333:function:transform:live';
    const line = (data: Buffer, members: object): string =>
      JSON.stringify({ rawData: data.toString('base64'), errorCode: 'Lambda.FunctionError', ...members });
    const texts = { arrivalTimestamp: '1747037742000', attemptsMade: '4', lambdaArn: lambda };
    const whole = gzipSync(`${line(recordOf([1]), texts)}\n${line(recordOf([2]), { lambdaARN: lambda })}\n`);
    const hops = withMarker(recordOf([3]), { splits: 4, deferrals: 16, redrives: 3 });
    const mixed = Buffer.from(`${line(hops, texts)}\n${line(POISON, texts)}\nno JSON`);
    await putObject('errors/processing-failed/2026/05/12/08/whole.gz', whole);
    await putObject('errors/processing-failed/2026/05/12/08/mixed', mixed);
    await putObject('errors/processing-failed/2026/05/12/08/cut.gz', whole.subarray(0, whole.length - 8));
    await stage.aws.notifier.drain();
    await stage.aws.sqs.send(new SendMessageCommand({ QueueUrl: stage.aws.queueUrls.errors, MessageBody: '{}' }));

    const { exitCode, stdout } = await runCommand(redriveCommand, args('--delete'));
    await stage.settle();

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/Lambda\.FunctionError +6 +5 +1 +2025-05-12T08:15:42Z to 2025-05-12T08:15:42Z\n/);
    expect(stdout).toContain('cut.gz, line 3: error_line_unreadable\n');
    expect(stdout).toMatch(/mixed, line 2: gzip_missing\n.*mixed, line 3: error_line_unreadable\n/);
    expect(stdout).toContain('3 error objects: 1 done, 2 with records left, 0 gone, 1 deleted\n');
    expect(stdout).toContain('1 message of the queue told of no error object of this bucket, and stay');
    expect(await stage.deliveredEvents()).toEqual([1, 1, 2, 2, 3]);
    expect((await stage.listObjects('errors/')).map((object) => object.split(' ')[0])).toEqual([
      'errors/processing-failed/2026/05/12/08/cut.gz',
      'errors/processing-failed/2026/05/12/08/mixed',
    ]);
    expect(await stage.countMessages('errors')).toBe(1);
  });

  it('stops when the stream takes nothing, keeps the message, and sends all in the next run', async () => {
    stage.stream.setFaults({ lambdaCrashEvery: 1, lambdaCrashAt: 'request' });
    await stage.put(range(0, 20).map((n) => recordOf([n])));
    await stage.settle();
    stage.stream.setFaults({ lambdaCrashEvery: 0, throttleRate: 1 });

    const stopped = await runCommand(redriveCommand, args('--lease', '1', '--json'));
    stage.stream.setFaults({ throttleRate: 0 });
    const rest = await runCommand(redriveCommand, args('--lease', '1', '--json'));
    await stage.settle();

    expect([stopped.exitCode, report(stopped.stdout)]).toMatchObject([1, { isStopped: true, sent: 0, refused: 20 }]);
    expect([rest.exitCode, report(rest.stdout)]).toMatchObject([0, { sent: 20 }]);
    expect(await stage.deliveredEvents()).toEqual(range(0, 20));
  });

  it('keeps its message hidden for longer than the lease, as long as it works', async () => {
    const lines = range(0, 8).map((n) =>
      JSON.stringify({ rawData: recordOf([n]).toString('base64'), errorCode: 'Lambda.FunctionError' }),
    );
    await putObject('errors/processing-failed/2026/05/12/08/slow', Buffer.from(lines.join('\n')));
    await stage.aws.notifier.drain();
    let begin = (): void => undefined;
    const hasBegun = new Promise<void>((done) => {
      begin = done;
    });
    const slow = await startFirehoseEndpoint(() => {
      begin();
      return { refuse: [] };
    });
    const { hostname, port } = await slow.client.config.endpoint!();
    process.env['AWS_ENDPOINT_URL_FIREHOSE'] = `http://${hostname}:${port}`;

    // A kilobyte a second: three batches or more, and a second between them.
    const run = runCommand(redriveCommand, [...args('--lease', '1'), '--rate', '0.001']);
    await hasBegun;
    const other = await stage.aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: stage.aws.queueUrls.errors, WaitTimeSeconds: 2 }),
    );
    const { exitCode } = await run;
    await slow.stop();

    expect(other.Messages).toBeUndefined();
    expect(exitCode).toBe(0);
    expect(slow.accepted).toHaveLength(8);
    expect(await stage.countMessages('errors')).toBe(0);
  });

  it('notes what was sent before the stream is gone, and says what is wrong', async () => {
    await putObject(
      'errors/processing-failed/2026/05/12/08/one',
      Buffer.from(JSON.stringify({ rawData: recordOf([1]).toString('base64'), errorCode: 'Lambda.FunctionError' })),
    );

    const names = ['--bucket', BUCKET, '--stream', 'other', '--prefix', 'errors/'];
    const { exitCode, stdout, stderr } = await runCommand(redriveCommand, names);

    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'eks-sentinel redrive: stream other is not there: check the name and --region; what was sent is noted, and the next run goes on behind it\n',
    );
  });
});

async function putObject(key: string, body: Buffer): Promise<void> {
  await stage.aws.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));
}
