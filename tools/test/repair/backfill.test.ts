import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { backfillCommand } from '../../src/commands/backfill';
import { type CloudWatchEndpoint, type CloudWatchOptions, startCloudWatchEndpoint } from './cloudwatch-endpoint';
import {
  ACCOUNT,
  LOG_GROUP,
  LOG_STREAM,
  REGION,
  type RepairStage,
  STREAM,
  auditEvent,
  range,
  recordOf,
  runCommand,
  startRepairStage,
} from './repair-stage';

const SHIM = resolve(__dirname, '../../bin/eks-sentinel.cjs');
const FROM = Date.UTC(2026, 4, 12, 8);
const SECOND = 1_000;

let stage: RepairStage;
let logs: CloudWatchEndpoint | undefined;
let folder: string;
beforeEach(async () => {
  stage = await startRepairStage();
  folder = mkdtempSync(join(tmpdir(), 'backfill-'));
});
afterEach(async () => {
  await logs?.stop();
  await stage.stop();
  rmSync(folder, { recursive: true });
  delete process.env['AWS_ENDPOINT_URL_CLOUDWATCH_LOGS'];
});

/** A log group with one audit event every 5 seconds, and a line of another component for each. */
async function startLogs(events: number, options: Partial<CloudWatchOptions> = {}): Promise<void> {
  const logEvents = range(0, events).flatMap((n) => [
    { logStream: LOG_STREAM, timestamp: FROM + n * 5 * SECOND, message: auditEvent(n) },
    { logStream: 'authenticator-1', timestamp: FROM + n * 5 * SECOND, message: 'level=info' },
  ]);
  const place = { account: ACCOUNT, region: REGION, logGroup: LOG_GROUP, stream: STREAM };
  logs = await startCloudWatchEndpoint({ ...place, logEvents, ...options });
  process.env['AWS_ENDPOINT_URL_CLOUDWATCH_LOGS'] = logs.endpoint;
}

function args(...more: string[]): string[] {
  return ['--cluster', 'prod', '--stream', STREAM, '--rate', '5', '--checkpoint', join(folder, 'at.json'), ...more];
}

const GAP = ['--from', '2026-05-12T08:00:00Z', '--to', '2026-05-12T08:20:00Z'];

describe('backfill', () => {
  it('closes a gap of the subscription, throttled or not, and puts nothing of other components', async () => {
    await startLogs(300, { throttled: [2] });
    await stage.put([recordOf(range(0, 50))]);
    await stage.settle();

    const dry = await runCommand(backfillCommand, args('--dry-run', '--json', ...GAP));
    const putBefore = stage.stream.counters().recordsIn;
    const done = await runCommand(backfillCommand, args('--json', ...GAP));
    await stage.settle();

    expect([dry.exitCode, JSON.parse(dry.stdout)]).toMatchObject([0, { isDryRun: true, put: 240 }]);
    expect(putBefore).toBe(1);
    expect([done.exitCode, done.stderr]).toEqual([0, '']);
    expect(JSON.parse(done.stdout)).toMatchObject({ logEvents: 240, put: 240, isComplete: true, tooLarge: 0 });
    const delivered = await stage.deliveredEvents();
    expect([...new Set(delivered)]).toEqual(range(0, 240));
    expect(delivered).toHaveLength(290);
    expect(existsSync(join(folder, 'at.json'))).toBe(false);
  });

  it('goes on behind the last window when it was killed', async () => {
    const running: { child?: ChildProcess } = {};
    let isKilled = false;
    // Four windows of 60 log events, three calls each: the eighth falls into the third.
    await startLogs(240, {
      onFilter: (call) => {
        if (call !== 8 || isKilled) return;
        isKilled = true;
        running.child?.kill('SIGKILL');
      },
    });
    const child = spawn(process.execPath, [SHIM, 'backfill', ...args(...GAP)], { env: process.env, stdio: 'ignore' });
    running.child = child;
    await once(child, 'exit');

    const refused = await runCommand(backfillCommand, args(...GAP));
    const rest = await runCommand(backfillCommand, args('--resume', '--json'));
    await stage.settle();

    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toMatch(/holds a backfill that did not end: go on with --resume, or remove the file\n$/);
    expect([rest.exitCode, JSON.parse(rest.stdout)]).toMatchObject([0, { put: 120, isComplete: true }]);
    expect(await stage.deliveredEvents()).toEqual(range(0, 240));
  });

  it('says that the log group is not there', async () => {
    await startLogs(1, { logGroup: '/aws/eks/other/cluster' });

    const result = await runCommand(backfillCommand, args(...GAP));

    expect(result).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'eks-sentinel backfill: log group /aws/eks/prod/cluster is not there: check --cluster and --region, and that audit logging is on (Step 1 of the stack)\n',
    });
  });
});
