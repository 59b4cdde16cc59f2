import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { oidcTemplate, resourcesTemplate, serverlessInclude } from '@eks-sentinel/connector';

import type { GeneratedFolder } from './generated';

const root = resolve(__dirname, '../..');

/** The templates for the console. The transform is built anew, so that a template never carries old code. */
export const CONNECTOR_TEMPLATES: GeneratedFolder = {
  folder: 'packages/connector/templates',
  files: () =>
    new Map([
      ['1-oidc-provider.json', toJson(oidcTemplate())],
      ['2-eks-resources.json', toJson(resourcesTemplate(transformBundle()))],
    ]),
};

/** What serverless.yml includes. */
export const CONNECTOR_INCLUDE: GeneratedFolder = {
  folder: 'packages/connector/serverless',
  files: () => new Map([['resources.json', toJson(serverlessInclude())]]),
};

let bundle: string | undefined;

function transformBundle(): string {
  if (bundle === undefined) {
    execFileSync(process.execPath, [resolve(root, 'tools/build/build-transform.cjs')], { stdio: 'inherit' });
    bundle = readFileSync(resolve(root, 'dist/transform/index.cjs'), 'utf8');
  }
  return bundle;
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
