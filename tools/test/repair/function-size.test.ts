import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, expect, it } from '@jest/globals';

import { redriveCommand } from '../../src/commands/redrive';
import { readFunctionSize } from '../../src/redrive/function-size';
import { runCommand } from './repair-stage';

const OUTPUTS = {
  S3BucketName: 'logs',
  FirehoseDeliveryStreamName: 'stream',
  TransformFunctionName: 'eks-sentinel-prod-transform',
};
const KEYS = { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', AWS_REGION: 'eu-west-1' };

let server: Server | undefined;
afterEach(async () => {
  for (const name of Object.keys(KEYS)) Reflect.deleteProperty(process.env, name);
  server?.closeAllConnections();
  await new Promise((done) => server?.close(done));
});

/** A stack, its function and its empty bucket behind one URL; it notes what Lambda is asked. */
async function startStack(lambdaStatus: number): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const members = Object.entries(OUTPUTS).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack = `<member><StackName>x</StackName><Outputs>${members.join('')}</Outputs></member>`;
  const started = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url?.startsWith('/2015-03-31/') === true) {
        asked.push(request.url);
        response.writeHead(lambdaStatus).end('{"Timeout":180,"MemorySize":2048}');
      } else if (request.method === 'POST') {
        response.end(
          `<DescribeStacksResponse><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
        );
      } else response.end('<ListBucketResult></ListBucketResult>');
    });
  });
  server = started;
  await new Promise<void>((done) => {
    started.listen(0, '127.0.0.1', done);
  });
  Object.assign(process.env, KEYS);
  return { url: `http://127.0.0.1:${(started.address() as AddressInfo).port}`, asked };
}

const sizeOf = async (...args: string[]): Promise<unknown> => {
  const { stdout } = await runCommand(redriveCommand, ['--stage', 'prod', '--dry-run', '--json', ...args]);
  return (JSON.parse(stdout) as { transform: unknown }).transform;
};

it('takes time-out and memory from the version of the stack’s function that is in service', async () => {
  const { url, asked } = await startStack(200);

  expect(await sizeOf('--endpoint-url', url)).toEqual({ timeoutSeconds: 180, memoryMb: 2_048 });
  expect(await sizeOf('--endpoint-url', url, '--memory', '512')).toEqual({ timeoutSeconds: 180, memoryMb: 512 });
  expect(asked).toEqual(
    Array(2).fill('/2015-03-31/functions/eks-sentinel-prod-transform/configuration?Qualifier=live'),
  );
});

it('asks nobody when both are given', async () => {
  const { url, asked } = await startStack(200);

  expect(await sizeOf('--endpoint-url', url, '--timeout', '60', '--memory', '512')).toEqual({
    timeoutSeconds: 60,
    memoryMb: 512,
  });
  expect(asked).toEqual([]);
});

it('says how to do without the permission', async () => {
  const { url } = await startStack(403);
  const lambda = new LambdaClient({ endpoint: url });

  await expect(readFunctionSize(lambda, 'transform')).rejects.toThrow(
    'access denied: this needs lambda:GetFunctionConfiguration on function transform (or give --timeout and --memory); add it',
  );
  lambda.destroy();
});
