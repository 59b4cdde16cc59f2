import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

import { describe, expect, it } from '@jest/globals';

const ROOT = resolve(__dirname, '../../..');
const WORKSPACES = ['packages', 'services', 'tools'];

/** A value right behind an option, as when a name is pasted into a command: in a template literal, or with a plus. */
const PASTED =
  /--[a-z][a-z-]*(?: |=)["']?(?:\$\{|["'`]\s*\+)|\b(?:aws|npx|npm|sls|eks-sentinel) [a-z][a-z -]*["'`]\s*\+/g;

/**
 * Where it is none: sentences about an option, words of an argument list, and commands that CloudFormation fills with
 * what the patterns of the parameters allow.
 */
const ALLOWED = [
  'packages/connector/src/oidc-provider.ts: --open-id-connect-provider-arn ${',
  'packages/connector/src/oidc-provider.ts: --client-id ${',
  'packages/connector/src/outputs.ts: --destination-arn ${',
  'packages/connector/src/outputs.ts: --role-arn ${',
  'packages/connector/src/outputs.ts: --name ${',
  'packages/connector/src/outputs.ts: --filter-name ${',
  "packages/connector/src/outputs.ts: --logging '${",
  "packages/connector/src/outputs.ts: --filter-pattern '${",
  'tools/bench/src/processes/heap-options.ts: --max-heap-size=${',
  'tools/demo/src/own-log.ts: --input ${',
  'tools/demo/src/run-folder.ts: --out ${',
  'tools/firehose-sim/src/lambda-function.ts: --max-old-space-size=${',
  'tools/serverless/eks-sentinel-plugin.cjs: --param "${',
  'tools/serverless/eks-sentinel-plugin.cjs: --stage ${',
  'tools/serverless/eks-sentinel-plugin.cjs: --param ${',
];

function pastedIn(source: string): string[] {
  return [...source.matchAll(PASTED)].map(([text]) => text);
}

describe('names in commands', () => {
  it('are never pasted: commands are built of words', () => {
    const files = WORKSPACES.flatMap((workspace) =>
      readdirSync(join(ROOT, workspace), { recursive: true }).map((name) => join(workspace, String(name))),
    ).filter((name) => /\.(ts|cjs)$/.test(name) && !/[\\/](node_modules|test|mutants)[\\/]/.test(name));
    const pasted = files.flatMap((file) =>
      pastedIn(readFileSync(join(ROOT, file), 'utf8')).map((text) => `${file.split(sep).join('/')}: ${text}`),
    );

    expect(files.length).toBeGreaterThan(300);
    expect([...new Set(pasted)].sort()).toEqual([...ALLOWED].sort());
  });

  it.each([
    'return `aws s3 rm --bucket ${bucket}`',
    "fix = `${remove} --region='${region}'`",
    "'npx --no eks-sentinel redrive --stack ' + stack",
    '`npx --no eks-sentinel doctor` + options',
  ])('are found where they are: %s', (source) => {
    expect(pastedIn(source)).not.toEqual([]);
  });
});
