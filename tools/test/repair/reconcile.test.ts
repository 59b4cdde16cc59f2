import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { backfillCommand } from '../../src/commands/backfill';
import { reconcileCommand } from '../../src/commands/reconcile';
import { redriveCommand } from '../../src/commands/redrive';
import { replayCommand } from '../../src/commands/replay';
import { type CloudWatchEndpoint, startCloudWatchEndpoint } from './cloudwatch-endpoint';
import {
  ACCOUNT,
  BUCKET,
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

/** The time that the audit events carry. */
const TIME = Date.UTC(2026, 4, 12, 8, 15, 42);
const RANGE = ['--from', '2026-05-12T08:00:00Z', '--to', '2026-05-12T09:00:00Z'];
const NAMES = ['--bucket', BUCKET, '--stream', STREAM, '--cluster', 'prod'];
/** Metrics come late: reconcile leaves out the youngest objects. */
const LATER_MS = 600_000;
const EVENTS = 200;

let stage: RepairStage;
let cloudWatch: CloudWatchEndpoint;
let forwarded = 0;
let isLost = false;
beforeEach(async () => {
  forwarded = 0;
  isLost = false;
  stage = await startRepairStage({ isLost: (key) => isLost && key.startsWith('eks-audit-logs/') });
  cloudWatch = await startCloudWatchEndpoint({
    account: ACCOUNT,
    region: REGION,
    logGroup: LOG_GROUP,
    stream: STREAM,
    logEvents: range(0, EVENTS).map((n) => ({ logStream: LOG_STREAM, timestamp: TIME, message: auditEvent(n) })),
    metrics: () => ({ ForwardedLogEvents: forwarded, DeliveryErrors: 0 }),
    countMessages: () => stage.countMessages('notification'),
  });
  process.env['AWS_ENDPOINT_URL_CLOUDWATCH_LOGS'] = cloudWatch.endpoint;
  process.env['AWS_ENDPOINT_URL_CLOUDWATCH'] = cloudWatch.endpoint;
});
afterEach(async () => {
  await cloudWatch.stop();
  await stage.stop();
  delete process.env['AWS_ENDPOINT_URL_CLOUDWATCH_LOGS'];
  delete process.env['AWS_ENDPOINT_URL_CLOUDWATCH'];
});

/** Forwards audit events with these numbers, in records of ten. */
async function forward(start: number, count: number): Promise<void> {
  await stage.put(range(0, count / 10).map((index) => recordOf(range(start + 10 * index, 10), TIME)));
  forwarded += count;
  await stage.settle();
}

/** What reconcile finds: station, number, unit. */
async function findings(): Promise<{ exitCode: number; found: string[] }> {
  const { queueUrls } = stage.aws;
  const { exitCode, stdout, stderr } = await runCommand(
    reconcileCommand,
    [...NAMES, ...RANGE, '--queue', queueUrls.notification, '--dead-letter-queue', queueUrls.deadLetter, '--json'],
    LATER_MS,
  );
  expect(stderr).toBe('');
  const { findings: all } = JSON.parse(stdout) as { findings: { station: string; missing: number; unit: string }[] };
  return { exitCode, found: all.map(({ station, missing, unit }) => `${station} ${missing} ${unit}`) };
}

describe('reconcile', () => {
  it('names the subscription for a gap, and nothing once backfill closed it', async () => {
    await forward(0, 120);
    const before = await findings();

    const { exitCode } = await runCommand(backfillCommand, [
      '--cluster',
      'prod',
      '--stream',
      STREAM,
      '--rate',
      '5',
      ...RANGE,
    ]);
    await stage.settle();

    expect(before).toEqual({ exitCode: 1, found: ['subscription 80 log event'] });
    expect(exitCode).toBe(0);
    expect(await findings()).toEqual({ exitCode: 0, found: [] });
  });

  it('names errors/ for a crash of the Lambda, and nothing once redrive put the records back', async () => {
    stage.stream.setFaults({ lambdaCrashEvery: 1, lambdaCrashAt: 'request' });
    await forward(0, 50);
    stage.stream.setFaults({ lambdaCrashEvery: 0 });
    await forward(50, 150);
    const before = await findings();

    const names = ['--bucket', BUCKET, '--stream', STREAM, '--queue', stage.aws.queueUrls.errors];
    const { exitCode } = await runCommand(redriveCommand, names);
    await stage.settle();

    expect(before).toEqual({ exitCode: 1, found: ['errors 50 log event'] });
    expect(exitCode).toBe(0);
    expect(await findings()).toEqual({ exitCode: 0, found: [] });
  });

  it('names the notification for objects that were not told, and nothing once replay told them', async () => {
    await forward(0, 100);
    isLost = true;
    await forward(100, 100);
    const before = await findings();

    const { exitCode } = await runCommand(
      replayCommand,
      ['--bucket', BUCKET, '--queue', stage.aws.queueUrls.notification, '--from', '1h'],
      LATER_MS,
    );

    expect(before).toEqual({ exitCode: 1, found: ['notification 1 object'] });
    expect(exitCode).toBe(0);
    expect(await findings()).toEqual({ exitCode: 0, found: [] });
  });

  it('names the stream for what went in and lies nowhere', async () => {
    await forward(0, 120);
    forwarded = EVENTS;

    expect(await findings()).toEqual({ exitCode: 1, found: ['stream 80 log event'] });
  });

  it('prints stations, findings and the command that mends each', async () => {
    await forward(0, 120);

    const { stdout } = await runCommand(reconcileCommand, [
      ...NAMES,
      ...RANGE,
      '--queue',
      stage.aws.queueUrls.notification,
    ]);

    expect(stdout).toContain('Audit events of prod from 2026-05-12T08:00:00Z to 2026-05-12T09:00:00Z\n');
    expect(stdout).toMatch(/log groups +200 +audit events\n/);
    expect(stdout).toMatch(/bucket +120 +different rows, and 0 that repeat one\n/);
    expect(stdout).toContain('80 log events missing at: subscription\n');
    expect(stdout).toContain(
      '  npx --no eks-sentinel backfill --stream eks-sentinel-test --cluster prod --from 2026-05-12T08:00:00Z --to 2026-05-12T09:00:00Z\n',
    );
  });
});
