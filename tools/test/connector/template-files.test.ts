import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { CONNECTOR_INCLUDE, CONNECTOR_TEMPLATES } from '../../generate/connector';
import { findDifferences } from '../../generate/apply';

const root = resolve(__dirname, '../../..');
const templates = join(root, 'packages/connector/templates');
const resourcesFile = join(templates, '2-eks-resources.json');

/** Largest template that CloudFormation takes from a file. Source: CloudFormation quotas (template body, S3 object). */
const MAX_TEMPLATE_BYTES = 1_000_000;

interface LambdaResponse {
  readonly records: readonly { readonly recordId: string; readonly result: string; readonly data?: string }[];
}

function inlineCode(): string {
  const template = JSON.parse(readFileSync(resourcesFile, 'utf8')) as {
    Resources: { TransformLambdaFunction: { Properties: { Code: { ZipFile: string } } } };
  };
  return template.Resources.TransformLambdaFunction.Properties.Code.ZipFile;
}

describe('the files for the console', () => {
  it('and the include of serverless.yml are what the definitions give, byte for byte, without orphans', () => {
    expect(findDifferences(root, [CONNECTOR_TEMPLATES, CONNECTOR_INCLUDE], [])).toEqual([]);
  });

  it('are small enough to upload', () => {
    expect(readFileSync(resourcesFile).length).toBeLessThan(MAX_TEMPLATE_BYTES);
  });

  it('carry a transform that runs alone in a bare Node process', () => {
    const folder = mkdtempSync(join(tmpdir(), 'inline-'));
    try {
      // CloudFormation writes the inline code to index.js, with nothing beside it.
      writeFileSync(join(folder, 'index.js'), inlineCode());
      const script = `
        const { readFileSync, writeFileSync } = require('node:fs');
        const { handler } = require('./index.js');
        const lambdaEvent = JSON.parse(readFileSync(process.argv[1], 'utf8'));
        const context = { awsRequestId: 'a', functionName: 'transform', getRemainingTimeInMillis: () => 60000 };
        handler(lambdaEvent, context).then((response) => writeFileSync('response.json', JSON.stringify(response)));`;
      const sample = join(root, 'services/transform/samples/audit-mix.json');
      execFileSync(process.execPath, ['-e', script, sample], {
        cwd: folder,
        env: { POWERTOOLS_METRICS_DISABLED: 'true', POWERTOOLS_LOG_LEVEL: 'SILENT' },
        timeout: 30_000,
      });
      const { records } = JSON.parse(readFileSync(join(folder, 'response.json'), 'utf8')) as LambdaResponse;

      expect(records.map(({ result }) => result)).toEqual(['Ok', 'Ok', 'Ok']);
      const rows = records.flatMap(({ data }) => Buffer.from(data!, 'base64').toString('utf8').trimEnd().split('\n'));
      expect(rows).toHaveLength(191);
      expect(JSON.parse(rows[0]!)).toHaveProperty('RawEvent');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('pass cfn-lint without warnings where it is installed', () => {
    const files = ['1-oidc-provider.json', '2-eks-resources.json'].map((name) => join(templates, name));
    const lint = spawnSync('cfn-lint', ['--non-zero-exit-code', 'informational', '--', ...files], { encoding: 'utf8' });
    if (lint.error !== undefined) {
      process.stderr.write('cfn-lint is not installed: skipped (pip install cfn-lint)\n');
      return;
    }

    expect(lint.stdout).toBe('');
    expect(lint.status).toBe(0);
  });
});
