import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { CONNECTOR_INCLUDE, CONNECTOR_TEMPLATES } from '../../generate/connector';
import { findDifferences } from '../../generate/apply';

const root = resolve(__dirname, '../../..');
const templates = join(root, 'packages/connector/templates');
const resourcesFile = join(templates, '2-eks-resources.json');

/** Largest template that CloudFormation takes from a file. Source: CloudFormation quotas (template body, S3 object). */
const MAX_TEMPLATE_BYTES = 1_000_000;

describe('the files for the console', () => {
  it('and the include of serverless.yml are what the definitions give, byte for byte, without orphans', () => {
    expect(findDifferences(root, [CONNECTOR_TEMPLATES, CONNECTOR_INCLUDE], [])).toEqual([]);
  });

  it('are small enough to upload', () => {
    expect(readFileSync(resourcesFile).length).toBeLessThan(MAX_TEMPLATE_BYTES);
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
