import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MAX_DECODED_BYTES, MAX_RESPONSE_BYTES } from '@eks-sentinel/firehose';
import { COLUMNS, MAX_FIELD_BYTES } from '@eks-sentinel/schema';

const root = resolve(__dirname, '../../..');
const STACK = 'eks-sentinel-prod';

const SCRIPT = `
  const { readFileSync, writeFileSync } = require('node:fs');
  const { handler } = require('./index.js');
  const lambdaEvent = JSON.parse(readFileSync(process.argv[1], 'utf8'));
  const context = { awsRequestId: 'a', functionName: 'transform', getRemainingTimeInMillis: () => 60000 };
  handler(lambdaEvent, context).then((response) => writeFileSync('response.json', JSON.stringify(response)));`;

interface ResourcesTemplate {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
  >;
}

interface LambdaResponse {
  readonly records: readonly { readonly result: string; readonly data?: string }[];
}

/** A line of the embedded metric format. */
interface MetricLine {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly [
      {
        readonly Namespace: string;
        readonly Dimensions: unknown;
        readonly Metrics: readonly { readonly Name: string }[];
      },
    ];
  };
  readonly service: string;
}

const file = join(root, 'packages/connector/templates/2-eks-resources.json');
const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as ResourcesTemplate;
const { Code, Environment } = Resources['TransformLambdaFunction']!.Properties as {
  Code: { ZipFile: string };
  Environment: { Variables: Record<string, unknown> };
};
const sample = join(root, 'services/transform/samples/audit-mix.json');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inline-'));
  // CloudFormation writes the inline code to index.js, with nothing beside it.
  writeFileSync(join(folder, 'index.js'), Code.ZipFile);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the inline transform, alone in a bare Node process', () => {
  let lines: readonly string[];
  let response: LambdaResponse;
  beforeAll(() => {
    const env = { ...Environment.Variables, POWERTOOLS_SERVICE_NAME: STACK, POWERTOOLS_LOG_LEVEL: 'INFO' };
    const output = execFileSync(process.execPath, ['-e', SCRIPT, sample], {
      cwd: folder,
      env: env,
      encoding: 'utf8',
    });
    lines = output.trimEnd().split('\n');
    response = JSON.parse(readFileSync(join(folder, 'response.json'), 'utf8')) as LambdaResponse;
  });

  it('makes rows with the columns of the schema, in their order', () => {
    const rows = response.records.flatMap(({ data }) =>
      Buffer.from(data!, 'base64').toString('utf8').trimEnd().split('\n'),
    );

    expect(response.records.map(({ result }) => result)).toEqual(['Ok', 'Ok', 'Ok']);
    expect(rows).toHaveLength(191);
    const columns = COLUMNS.map(({ name }) => name);
    for (const row of rows) expect(Object.keys(JSON.parse(row) as object)).toEqual(columns);
  });

  it('emits the metrics that alarms and dashboard show, under the name of the stack', () => {
    const metrics = JSON.parse(lines.find((line) => line.startsWith('{"_aws"'))!) as MetricLine;
    const [{ Namespace, Dimensions, Metrics }] = metrics._aws.CloudWatchMetrics;

    expect([Namespace, Dimensions, metrics.service]).toEqual(['EksSentinel', [['service']], STACK]);
    // A code is counted when it happens: the two below stand in the bundle as codes.
    const emitted = [...Metrics.map(({ Name }) => Name), 'FailedSplitsExhausted', 'FailedDeferralsExhausted'];
    for (const code of ['splits_exhausted', 'deferrals_exhausted']) expect(Code.ZipFile).toContain(code);
    const watched = watchedMetrics();
    expect(watched).toContain('ConservationBroken');
    expect(watched.filter((name) => !emitted.includes(name))).toEqual([]);
  });
});

describe('the environment variables of the guide', () => {
  const guide = readFileSync(join(root, 'docs/deploy.md'), 'utf8');
  const limits = [...guide.matchAll(/^\| `([A-Z][A-Z_]+)` +\| +([0-9,]+) /gm)].map((match): [string, number] => [
    match[1]!,
    Number(match[2]!.replaceAll(',', '')),
  ]);

  it('name every limit that the transform reads, with its default', () => {
    expect(limits).toEqual([
      ['MAX_RESPONSE_BYTES', MAX_RESPONSE_BYTES],
      ['MAX_DECODED_BYTES', MAX_DECODED_BYTES],
      ['MAX_RAW_EVENT_BYTES', MAX_FIELD_BYTES],
      ['DEADLINE_RESERVE_MS', 1000],
    ]);
    for (const [name, value] of limits) {
      const run = (text: string): string =>
        spawnSync(process.execPath, ['-e', "require('./index.js')"], {
          cwd: folder,
          env: { [name]: text },
          encoding: 'utf8',
        }).stderr;
      expect(run('x')).toContain(`${name} is a text of 1 characters that is no whole number; allowed is`);
      expect(run(String(value))).toBe('');
    }
  });

  it('name those that the stack sets', () => {
    for (const name of Object.keys(Environment.Variables)) expect(guide).toContain(`\`${name}\``);
  });
});

/** Names of our own metrics in alarms and dashboard. */
function watchedMetrics(): string[] {
  const texts = Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm' || Type === 'AWS::CloudWatch::Dashboard')
    .map(({ Properties }) => JSON.stringify(Properties).replaceAll('\\"', '"'));
  const inAlarms = texts.flatMap((text) => [...text.matchAll(/"Namespace":"EksSentinel","MetricName":"(\w+)"/g)]);
  const inDashboard = texts.flatMap((text) => [...text.matchAll(/\["EksSentinel","(\w+)"/g)]);
  return [...inAlarms, ...inDashboard].map((match) => match[1]!);
}
