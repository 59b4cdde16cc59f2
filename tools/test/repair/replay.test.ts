import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { startCollector } from '../../pipeline/src/collector';
import { replayCommand } from '../../src/commands/replay';
import { BUCKET, type RepairStage, range, recordOf, runCommand, startRepairStage } from './repair-stage';

let stage: RepairStage;
beforeAll(async () => {
  stage = await startRepairStage({ isLost: (key) => key.startsWith('eks-audit-logs/') });
});
afterAll(() => stage.stop());

function args(...more: string[]): string[] {
  return ['--bucket', BUCKET, '--queue', stage.aws.queueUrls.notification, ...more];
}

describe('replay', () => {
  it('brings the rows of objects whose notifications were lost', async () => {
    for (const start of [0, 100, 200]) {
      await stage.put([recordOf(range(start, 100))]);
      await stage.settle();
    }
    const numbers: number[] = [];
    const sink = {
      write: (row: Readonly<Record<string, string>>) => {
        numbers.push((JSON.parse(row['RawEvent']!) as { n: number }).n);
        return undefined;
      },
      close: () => Promise.resolve(),
    };
    const { sqs, s3, queueUrls } = stage.aws;
    const collector = startCollector({ sqs, s3, queueUrl: queueUrls.notification, sink, now: Date.now });

    const dry = await runCommand(replayCommand, args('--from', '1h', '--dry-run', '--json'));
    const told = await runCommand(replayCommand, args('--from', '1h', '--json'));
    // The test event of the bucket's configuration is a message, too.
    await collector.until(({ messages }) => messages === 4);
    await collector.stop();

    expect(JSON.parse(dry.stdout)).toMatchObject({ isDryRun: true, objects: 3 });
    expect([told.exitCode, told.stderr]).toEqual([0, '']);
    expect(JSON.parse(told.stdout)).toMatchObject({ isDryRun: false, objects: 3 });
    expect(numbers.sort((one, other) => one - other)).toEqual(range(0, 300));
    expect(collector.counts).toMatchObject({ objects: 3, unknownMessages: 0, unreadableObjects: {} });
  });

  it('takes its names from the outputs of the stack', async () => {
    const outputs = { S3BucketName: BUCKET, SentinelSQSQueueURL: stage.aws.queueUrls.notification };
    const members = Object.entries(outputs).map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    );
    const stack = `<member><StackName>x</StackName><Outputs>${members.join('')}</Outputs></member>`;
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.setHeader('content-type', 'text/xml');
        response.end(
          `<DescribeStacksResponse><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
        );
      });
    });
    await new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', done);
    });
    process.env['AWS_ENDPOINT_URL_CLOUDFORMATION'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    const result = await runCommand(replayCommand, ['--stage', 'prod', '--from', '2d', '--to', '1d', '--json']);

    delete process.env['AWS_ENDPOINT_URL_CLOUDFORMATION'];
    server.closeAllConnections();
    server.close();
    expect([result.exitCode, result.stderr]).toEqual([0, '']);
    expect(JSON.parse(result.stdout)).toMatchObject({
      bucket: BUCKET,
      queue: stage.aws.queueUrls.notification,
      objects: 0,
    });
  });
});
