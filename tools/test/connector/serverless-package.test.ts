import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { readZip } from './read-zip';
import { runSls, type Run } from './run-sls';

const root = resolve(__dirname, '../../..');
const MAX_ZIP_BYTES = 1_000_000;

interface Packaged {
  readonly Parameters: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Conditions: unknown;
  readonly Resources: Readonly<Record<string, { readonly Properties: Readonly<Record<string, unknown>> }>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

function packaged(name: string): Packaged {
  const file = join(folder, name, 'cloudformation-template-update-stack.json');
  return JSON.parse(readFileSync(file, 'utf8')) as Packaged;
}

function zipOf(name: string): Buffer {
  return readFileSync(join(folder, name, 'eks-sentinel.zip'));
}

/** What is left when the ways of deploying may differ: where the code lies, and the framework's own bucket. */
function comparable(template: Packaged): unknown {
  const { TransformLambdaFunction, ...resources } = template.Resources;
  const own = ([id]: [string, unknown]): boolean => !id.startsWith('ServerlessDeploymentBucket');
  const properties = Object.entries(TransformLambdaFunction!.Properties).filter(
    ([name]) => !['Code', 'Handler'].includes(name),
  );
  return {
    Parameters: Object.keys(template.Parameters),
    Conditions: template.Conditions,
    Resources: Object.fromEntries(Object.entries(resources).filter(own)),
    TransformLambdaFunction: Object.fromEntries(properties),
    Outputs: Object.fromEntries(Object.entries(template.Outputs).filter(own)),
  };
}

function versionOf(template: Packaged): string | undefined {
  return Object.keys(template.Resources).find((id) => id.startsWith('TransformVersion'));
}

let folder: string;
let first: Run;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stage-'));
  first = runSls('package', '--stage', 'prod', '--package', join(folder, 'prod'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('sls package', () => {
  it('needs no credentials and no parameters', () => {
    expect([first.status, first.said]).toEqual([0, expect.stringContaining('Service packaged')]);
    expect(packaged('prod').Parameters['SentinelWorkspaceId']).toMatchObject({
      Default: '00000000-0000-0000-0000-000000000000',
    });
  });

  it('zips the bundle of npm run build with the licences of the code in it, and nothing else', () => {
    const files = readZip(zipOf('prod'));

    expect(zipOf('prod').length).toBeLessThan(MAX_ZIP_BYTES);
    const zipped = [
      ['packages/connector/templates/THIRD-PARTY-NOTICES', 'packages/connector/templates/THIRD-PARTY-NOTICES'],
      ['services/transform/src/lambda.cjs', 'dist/transform/index.cjs'],
    ] as const;
    expect([...files.keys()].sort()).toEqual(zipped.map(([name]) => name));
    for (const [name, file] of zipped) expect(files.get(name)!.equals(readFileSync(join(root, file)))).toBe(true);
  });

  it('gives the resources of the template for the console, the same version included', () => {
    const file = join(root, 'packages/connector/templates/2-eks-resources.json');

    expect(comparable(packaged('prod'))).toEqual(comparable(JSON.parse(readFileSync(file, 'utf8')) as Packaged));
  });

  it('gives the same zip a second time, and a stage its own values', () => {
    const clusters = 'EKSClusterName=prod-1,prod-2';
    const second = runSls('package', '--stage', 'dev', '--param', clusters, '--package', join(folder, 'dev'));

    expect(second.status).toBe(0);
    expect(zipOf('dev').equals(zipOf('prod'))).toBe(true);
    const { Parameters, Resources } = packaged('dev');
    const defaults = ['EKSClusterName', 'RetentionDays', 'LogLevel', 'CreateAlarms'].map(
      (name) => Parameters[name]!.Default,
    );
    expect(defaults).toEqual(['prod-1', 7, 'DEBUG', 'false']);
    expect(Resources['LogsBucket']).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    expect(packaged('prod').Resources['LogsBucket']).toMatchObject({ DeletionPolicy: 'Retain' });
    expect(Object.keys(Resources).filter((id) => id.startsWith('SubscriptionFilter'))).toHaveLength(2);
    // DEBUG instead of INFO is another configuration, so another version.
    expect(versionOf(packaged('dev'))).not.toBe(versionOf(packaged('prod')));
  });

  it('refuses values that are not allowed, each with a sentence that says what is', () => {
    const refused = runSls(
      ...['package', '--stage', 'prod', '--package', join(folder, 'refused')],
      ...['--param', 'AwsRoleName=MicrosoftSentinelRole', '--param', 'SentinelWorkspaceId=my-workspace'],
      ...['--param', 'BucketName=my.bucket', '--param', "EKSClusterName=it's", '--param', 'Bucket=x'],
    );

    expect(refused.status).toBe(1);
    const sentences = refused.said.split('\n').filter((line) => /^(--param )?[A-Z][A-Za-z]+:? (must|no)/.test(line));
    expect(sentences).toEqual([
      expect.stringMatching(/^--param Bucket: no such parameter; there are EKSClusterName, /),
      expect.stringMatching(/^EKSClusterName must be 1 to 100 letters, digits, hyphens and underscores/),
      expect.stringMatching(/^SentinelWorkspaceId must be a GUID in lower case/),
      expect.stringMatching(/^BucketName must be 3 to 63 lower-case letters, digits and hyphens \(no dots\)/),
      expect.stringMatching(/^AwsRoleName must start with OIDC_/),
    ]);
    expect(refused.said).not.toContain('    at ');
  });

  it('leaves placeholders to sls deploy, which refuses them by name', () => {
    const refused = runSls('deploy', '--stage', 'prod', '--param', 'BucketName=acme-eks-audit');

    expect(refused.status).toBe(1);
    expect(refused.said).toContain('EKSClusterName still holds its placeholder: give --param "EKSClusterName=<value>"');
    expect(refused.said).toContain('SentinelWorkspaceId still holds its placeholder');
    expect(refused.said).not.toContain('BucketName still');
  });
});
