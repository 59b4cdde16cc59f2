import { DescribeSubscriptionFiltersCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeDeliveryStreamCommand } from '@aws-sdk/client-firehose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Chain } from '../../src/doctor/chain';
import type { CheckResult } from '../../src/doctor/check';
import { resolveChain } from '../../src/doctor/resolve-chain';
import { STATIONS } from '../../src/doctor/walk-chain';
import { hasMotoServer } from '../connector/moto/moto-server';
import { runCommands } from './aws-cli';
import { LOG_GROUP, REGION, STACK, startMotoStage, type MotoStage } from './moto-stage';
import { runDoctor, type DoctorReport } from './run-doctor';
import { SPOILT_STAGES } from './spoilt-stages';

const isHere = hasMotoServer();
if (!isHere) process.stderr.write('moto_server is not installed: skipped (pip install "moto[server]")\n');

let stage: MotoStage;
let chain: Chain;
let stop = async (): Promise<void> => Promise.resolve();

(isHere ? describe : describe.skip)('doctor on an emulated AWS', () => {
  beforeAll(async () => {
    process.env['AWS_ACCESS_KEY_ID'] = 'any';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'any';
    stage = await startMotoStage();
    stop = stage.stop;
    chain = await resolveChain(stage.clients, { stack: STACK, probeTimeout: 1 }, Date.now());
  });
  afterAll(async () => {
    await stop();
  });

  it('finds nothing wrong with a healthy stage', async () => {
    const { exitCode, report } = await doctor();

    expect(report.checks.filter(({ status }) => status !== 'PASS')).toEqual([]);
    expect(report.checks.length).toBeGreaterThan(60);
    expect(report.sentence).toMatch(/^Nothing is wrong on the side of AWS/);
    expect(exitCode).toBe(0);
  });

  it('finds nothing wrong by explicit names', async () => {
    const names = ['--cluster', 'prod-1', '--stream', STACK, '--function', `${STACK}-transform`];
    const more = ['--bucket', 'acme-eks-audit', '--queue', 'MicrosoftSentinelEKSSqs'];
    const identity = [
      '--role',
      'OIDC_MicrosoftSentinelRoleEKS',
      '--workspace-id',
      '01234567-89ab-cdef-0123-456789abcdef',
    ];

    const run = await runDoctor([...names, ...more, ...identity, ...server()]);

    expect(run.stdout).not.toMatch(/^ {2}(WARN|FAIL|SKIP)/m);
    expect(run.exitCode).toBe(0);
  });

  it.each(SPOILT_STAGES.map((one) => [one.name, one] as const))('finds and mends: %s', async (_name, one) => {
    await runCommands(stage.clients, await filledIn(one.commands));

    const before = await look(one.found);
    expect(['FAIL', 'WARN']).toContain(before?.status);
    await runCommands(stage.clients, before!.fix!);

    expect(await look(one.found)).toMatchObject({ status: 'PASS' });
    await mendTheRest(one.found);
  });

  it('is healthy after all fixes', async () => {
    const { report } = await doctor();

    expect(report.checks.filter(({ status }) => status !== 'PASS')).toEqual([]);
  });

  it('skips what it may not ask, names the permission and judges the rest', async () => {
    for (const call of ['DescribeSubscriptionFilters', 'GetRole', 'GetMetricData', 'GET /clusters'])
      stage.refused.add(call);

    const { exitCode, report } = await doctor();

    stage.refused.clear();
    expect(exitCode).toBe(0);
    expect(report.missingPermissions).toEqual(
      expect.arrayContaining([
        'cloudwatch:GetMetricData',
        'eks:DescribeCluster',
        'iam:GetRole',
        'logs:DescribeSubscriptionFilters',
      ]),
    );
    const status = (id: string): string | undefined => report.checks.find((one) => one.id === id)?.status;
    expect(status('cluster.exists')).toBe('SKIP');
    expect(status('subscription.filter')).toBe('SKIP');
    expect(status('flow.forwarded')).toBe('SKIP');
    expect(status('identity.trust-session')).toBe('SKIP');
    expect(status('s3.notification')).toBe('PASS');
  });

  it('says in one sentence that there is no such stack', async () => {
    const run = await runDoctor(['--stack', 'other', ...server()]);

    expect(run).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'eks-sentinel doctor: there is no stack other in eu-west-1: check the name and --region, or give names\n',
    });
  });
});

function server(): string[] {
  return ['--region', REGION, '--endpoint-url', stage.endpoint];
}

async function doctor(): Promise<{ exitCode: number; report: DoctorReport }> {
  const { exitCode, stdout, stderr } = await runDoctor(['--stack', STACK, '--json', ...server()]);
  expect(stderr).toBe('');
  return { exitCode, report: JSON.parse(stdout) as DoctorReport };
}

async function lookAll(id: CheckResult['id']): Promise<readonly CheckResult[]> {
  const station = STATIONS.find((one) => one.id === id.split('.')[0])!;
  return station.look(stage.clients, { ...chain, now: Date.now() });
}

async function look(id: CheckResult['id']): Promise<CheckResult | undefined> {
  return (await lookAll(id)).find((one) => one.id === id);
}

/** What was deleted and made anew lacks more than one thing: each further look names it and its fix. */
async function mendTheRest(id: CheckResult['id']): Promise<void> {
  for (let rounds = 0; rounds < 5; rounds++) {
    const [next] = (await lookAll(id)).filter(({ status }) => status !== 'PASS');
    if (next === undefined) return;
    await runCommands(stage.clients, next.fix!);
  }
  throw new Error(`five fixes were not enough behind ${id}`);
}

/** The commands with what the stage holds at this moment. */
async function filledIn(commands: string): Promise<string> {
  const { logs, firehose } = stage.clients;
  const { subscriptionFilters } = await logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName: LOG_GROUP }));
  const stream = await firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: STACK }));
  const description = stream.DeliveryStreamDescription!;
  const roleArn = description.Destinations![0]!.ExtendedS3DestinationDescription!.RoleARN!;
  const subscription = subscriptionFilters![0]!.roleArn!;
  return commands
    .replace('$(version)', description.VersionId!)
    .replace('$(subscription)', subscription)
    .replace('$(subscription-role)', nameOf(subscription))
    .replace('$(firehose-role)', nameOf(roleArn));
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
