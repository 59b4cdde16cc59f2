import { PutObjectCommand } from '@aws-sdk/client-s3';
import { readMarker, withMarker } from '@eks-sentinel/firehose';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { startFirehoseEndpoint } from '../../pipeline/test/firehose-endpoint';
import { redriveCommand } from '../../src/commands/redrive';
import { startProxy } from './proxy';
import { BUCKET, type RepairStage, STREAM, range, recordOf, runCommand, startRepairStage } from './repair-stage';

let stage: RepairStage;
beforeEach(async () => {
  stage = await startRepairStage();
});
afterEach(() => stage.stop());

function args(...more: string[]): string[] {
  return ['--bucket', BUCKET, '--stream', STREAM, '--prefix', 'errors/', '--rate', '5', '--json', ...more];
}

async function putErrors(name: string, records: readonly Buffer[]): Promise<void> {
  const lines = records.map((data) =>
    JSON.stringify({ rawData: data.toString('base64'), errorCode: 'Lambda.FunctionError' }),
  );
  const key = `errors/processing-failed/2026/05/12/08/${name}`;
  await stage.aws.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: lines.join('\n') }));
}

function report(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('redrive', () => {
  it('sends no record twice when two run at once', async () => {
    await putErrors(
      'many',
      range(0, 1_200).map((n) => recordOf([n])),
    );
    let endHold = (): void => undefined;
    const hold = new Promise<void>((done) => {
      endHold = done;
    });
    // The first call waits for what the other run does: end, or call as well.
    const proxy = await startProxy(stage.stream.endpoint, {
      hold: async (call) => {
        if (call > 1) endHold();
        await hold;
      },
    });
    process.env['AWS_ENDPOINT_URL_FIREHOSE'] = proxy.endpoint;
    const run = async () => {
      const result = await runCommand(redriveCommand, args('--lease', '1'));
      endHold();
      return result;
    };

    const runs = await Promise.all([run(), run()]);
    await proxy.stop();
    await stage.settle();

    const [winner, other] = runs.sort((one, two) => one.exitCode - two.exitCode);
    expect([winner.exitCode, report(winner.stdout)]).toMatchObject([0, { sent: 1_200 }]);
    expect(other).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'eks-sentinel redrive: another redrive works on the same object: run one at a time; the other one goes on\n',
    });
    expect(await stage.deliveredEvents()).toEqual(range(0, 1_200));
  });

  it('counts its rounds in the record, and leaves one that failed in too many', async () => {
    const marked = (redrives: number) => withMarker(recordOf([redrives]), { splits: 0, deferrals: 0, redrives });
    await putErrors('rounds', [recordOf([0]), marked(3), marked(4)]);
    const stream = await startFirehoseEndpoint(() => ({ refuse: [] }));
    const { hostname, port } = await stream.client.config.endpoint!();
    process.env['AWS_ENDPOINT_URL_FIREHOSE'] = `http://${hostname}:${port}`;

    const first = await runCommand(redriveCommand, args());
    const more = await runCommand(redriveCommand, args('--max-redrives', '5'));
    await stream.stop();

    expect([first.exitCode, report(first.stdout)]).toMatchObject([
      1,
      { sent: 2, leftByCode: { redrives_exhausted: 1 } },
    ]);
    expect([more.exitCode, report(more.stdout)]).toMatchObject([0, { sent: 1 }]);
    expect(stream.accepted.map((record) => readMarker(record).redrives)).toEqual([1, 4, 5]);
  });

  it('leaves what the deployed function has no time for', async () => {
    await putErrors('slow', [recordOf([1])]);

    // A function of 1 s has no time beside its reserve.
    const slow = await runCommand(redriveCommand, args('--timeout', '1'));
    const text = await runCommand(redriveCommand, [
      ...args('--timeout', '1', '--dry-run').filter((one) => one !== '--json'),
    ]);
    const sound = await runCommand(redriveCommand, args());
    await stage.settle();

    expect([slow.exitCode, report(slow.stdout)]).toMatchObject([
      1,
      { sent: 0, leftByCode: { too_slow: 1 }, transform: { timeoutSeconds: 1, memoryMb: 1_024 } },
    ]);
    expect(text.stdout).toContain('tried as with 1 s and 1024 MB; --timeout and --memory say otherwise\n');
    expect([sound.exitCode, report(sound.stdout)]).toMatchObject([0, { sent: 1 }]);
    expect(await stage.deliveredEvents()).toEqual([1]);
  });

  it('puts a record back at most so often, however the stream fails on it', async () => {
    stage.stream.setFaults({ lambdaCrashEvery: 1, lambdaCrashAt: 'request' });
    await stage.put([recordOf([7])]);
    await stage.settle();

    const rounds: unknown[] = [];
    for (let round = 0; round < 6; round += 1) {
      rounds.push(report((await runCommand(redriveCommand, args())).stdout)['sent']);
      await stage.settle();
    }

    expect(rounds).toEqual([1, 1, 1, 1, 0, 0]);
  });
});
