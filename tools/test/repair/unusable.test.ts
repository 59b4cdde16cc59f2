import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { CliCommand } from '../../src/cli/cli-command';
import { backfillCommand } from '../../src/commands/backfill';
import { reconcileCommand } from '../../src/commands/reconcile';
import { redriveCommand } from '../../src/commands/redrive';
import { replayCommand } from '../../src/commands/replay';
import { runCommand } from './repair-stage';

const SHIM = resolve(__dirname, '../../bin/eks-sentinel.cjs');
const KEYS = { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any', AWS_REGION: 'eu-west-1' };
const QUEUE = 'http://127.0.0.1:1/111122223333/queue';
const FROM = ['--from', '1h'];

/** Every command with names of its own. */
const COMMANDS: readonly (readonly [CliCommand, readonly string[]])[] = [
  [redriveCommand, ['--bucket', 'logs', '--stream', 's', '--prefix', 'errors/']],
  [replayCommand, ['--bucket', 'logs', '--queue', QUEUE, ...FROM]],
  [backfillCommand, ['--cluster', 'prod', '--stream', 's', '--checkpoint', '/nonexistent/x.json', ...FROM]],
  [reconcileCommand, ['--bucket', 'logs', '--stream', 's', '--queue', QUEUE, '--cluster', 'prod', ...FROM]],
];

let server: Server | undefined;
beforeEach(() => {
  Object.assign(process.env, KEYS, { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' });
});
afterEach(async () => {
  for (const name of Object.keys(KEYS)) Reflect.deleteProperty(process.env, name);
  server?.closeAllConnections();
  await new Promise((done) => {
    if (server === undefined) done(undefined);
    else server.close(done);
  });
  server = undefined;
});

/** A server that gives every call the same answer, in the protocol of its service; its URL. */
async function startServer(status: number, answer: { readonly json?: string; readonly xml: string }): Promise<string> {
  const started = createServer((request, response) => {
    request.resume().on('end', () => {
      const isJson = request.headers['x-amz-target'] !== undefined;
      response.writeHead(status, { 'content-type': isJson ? 'application/x-amz-json-1.1' : 'text/xml' });
      response.end(isJson ? answer.json : answer.xml);
    });
  });
  server = started;
  await new Promise<void>((done) => {
    started.listen(0, '127.0.0.1', done);
  });
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

describe('a repair command that cannot work', () => {
  it('says in one line which permission is missing', async () => {
    const url = await startServer(403, {
      json: '{"__type":"AccessDeniedException"}',
      xml: '<Error><Code>AccessDenied</Code><Message>no</Message></Error>',
    });
    const lines: string[] = [];
    for (const [command, args] of COMMANDS) {
      const { exitCode, stdout, stderr } = await runCommand(command, [...args, '--endpoint-url', url]);
      expect([exitCode, stdout]).toEqual([2, '']);
      lines.push(stderr);
    }

    const denied = (name: string, action: string, on: string): string =>
      `eks-sentinel ${name}: access denied: this needs ${action} on ${on}; add it to the role or user, or give another --profile; aws sts get-caller-identity shows who you are\n`;
    expect(lines).toEqual([
      denied('redrive', 's3:ListBucket', 'bucket logs'),
      denied('replay', 's3:ListBucket', 'bucket logs'),
      denied('backfill', 'logs:DescribeLogGroups', 'log group /aws/eks/prod/cluster'),
      denied('reconcile', 'logs:DescribeSubscriptionFilters', 'log group /aws/eks/prod/cluster'),
    ]);
  });

  it('says that the stack is not there', async () => {
    const error =
      '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id x does not exist</Message></Error></ErrorResponse>';
    const url = await startServer(400, { xml: error });

    const result = await runCommand(redriveCommand, ['--stage', 'prd', '--endpoint-url', url]);

    expect(result).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'eks-sentinel redrive: stack eks-sentinel-prd is not there: check the name and --region\n',
    });
  });

  it('says that a stack without the outputs is another one', async () => {
    const answer =
      '<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>x</StackName></member></Stacks></DescribeStacksResult></DescribeStacksResponse>';
    const url = await startServer(200, { xml: answer });

    const { exitCode, stderr } = await runCommand(replayCommand, ['--stack', 'x', ...FROM, '--endpoint-url', url]);

    expect([exitCode, stderr]).toEqual([
      2,
      'eks-sentinel replay: stack x has no output S3BucketName: is it a stack of eks-sentinel? else give --bucket\n',
    ]);
  });

  it('says that nobody answers, and which names are missing', async () => {
    const [, args] = COMMANDS[0]!;
    const unreachable = await runCommand(redriveCommand, [...args, '--endpoint-url', 'http://127.0.0.1:1']);
    const nameless = await runCommand(reconcileCommand, ['--bucket', 'logs', ...FROM]);

    expect(unreachable.stderr).toBe(
      'eks-sentinel redrive: no connection for s3:ListBucket: check the network, --region and --endpoint-url\n',
    );
    expect(nameless.stderr).toBe(
      'eks-sentinel reconcile: give --stream and --queue, or the stack that knows them with --stack <name> or --stage <stage>\n',
    );
  });

  it('says that there are no credentials, and prints no stack trace', () => {
    const env = {
      PATH: process.env['PATH'],
      AWS_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      HOME: '/nonexistent',
    };

    const { status, stdout, stderr } = spawnSync(process.execPath, [SHIM, 'replay', '--stage', 'prod', ...FROM], {
      env,
      encoding: 'utf8',
    });

    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'eks-sentinel replay: no AWS credentials: give --profile, or set AWS_PROFILE or AWS_ACCESS_KEY_ID; aws sts get-caller-identity shows who you are\n',
    });
  });

  it('refuses wrong options before it calls anyone', async () => {
    const sentence = async (command: CliCommand, args: readonly string[]): Promise<string> => {
      const { exitCode, stderr } = await runCommand(command, args);
      expect(exitCode).toBe(2);
      return stderr;
    };

    expect(await sentence(replayCommand, ['--from', 'yesterday'])).toMatch(
      /^eks-sentinel replay: --from is no time: expected is ISO 8601 with its zone/,
    );
    expect(await sentence(replayCommand, ['--from', '1h', '--to', '2h'])).toMatch(/--from is not before --to/);
    expect(await sentence(redriveCommand, ['--rate', '50'])).toMatch(
      /Expected is a number of MiB a second, above 0 and at most 5/,
    );
    expect(await sentence(redriveCommand, ['--queue', 'errors'])).toMatch(/Expected is the URL of a queue/);
    expect(await sentence(redriveCommand, ['--region', 'europe'])).toMatch(/Expected is an AWS region/);
    expect(await sentence(backfillCommand, ['--from', '1h'])).toMatch(
      /required option '-c, --cluster <name>' not specified/,
    );
  });
});
