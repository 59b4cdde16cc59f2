import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import {
  kmsKeyStatements,
  oidcTemplate,
  PARAMETERS,
  resourcesTemplate,
  serverlessInclude,
} from '@eks-sentinel/connector';

import type { Metafile } from 'esbuild';

import { bundledPackages } from './bundled-packages';
import type { GeneratedFolder, GeneratedRegion } from './generated';
import { thirdPartyNotices } from './third-party-notices';

const root = resolve(__dirname, '../..');

/** The templates for the console. The transform is built anew, so that a template never carries old code or notices. */
export const CONNECTOR_TEMPLATES: GeneratedFolder = {
  folder: 'packages/connector/templates',
  files: () => {
    const { code, notices } = transformBundle();
    return new Map([
      ['1-oidc-provider.json', toJson(oidcTemplate())],
      ['2-eks-resources.json', toJson(resourcesTemplate(code, notices))],
      ['THIRD-PARTY-NOTICES', notices],
    ]);
  },
};

/** What serverless.yml includes. */
export const CONNECTOR_INCLUDE: GeneratedFolder = {
  folder: 'packages/connector/serverless',
  files: () => new Map([['resources.json', toJson(serverlessInclude())]]),
};

/** The parts of the deployment guide that follow from the definitions. */
export const CONNECTOR_REGIONS: readonly GeneratedRegion[] = [
  { file: 'docs/deploy.md', region: 'parameters', text: parametersTable },
  { file: 'docs/deploy.md', region: 'outputs', text: outputsTable },
  { file: 'docs/deploy.md', region: 'kms-key-statements', text: kmsKeyStatementsBlock },
];

let bundle: { readonly code: string; readonly notices: string } | undefined;

function transformBundle(): { readonly code: string; readonly notices: string } {
  if (bundle === undefined) {
    execFileSync(process.execPath, [resolve(root, 'tools/build/build-transform.cjs')], { stdio: 'inherit' });
    const metafile = JSON.parse(readText('dist/transform/metafile.json')) as Metafile;
    bundle = {
      code: readText('dist/transform/index.cjs'),
      notices: thirdPartyNotices(bundledPackages(root, metafile), {
        'Apache-2.0': readText('LICENSE'),
        'MIT-0': readText('tools/generate/MIT-0.txt'),
      }),
    };
  }
  return bundle;
}

function readText(path: string): string {
  return readFileSync(resolve(root, path), 'utf8');
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function parametersTable(): string {
  const rows = Object.entries(PARAMETERS).map(([name, { Default, Description, ConstraintDescription }]) => {
    const preset = Default === undefined ? 'none' : Default === '' ? 'empty' : `\`${Default}\``;
    return `| \`${name}\` | ${preset} | ${Description} | ${ConstraintDescription} |`;
  });
  return ['| parameter | default | what it is | what is allowed |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function outputsTable(): string {
  const rows = Object.entries(serverlessInclude().Outputs).map(
    ([name, { Description }]) => `| \`${name}\` | ${Description} |`,
  );
  return ['| output | what it is |', '| --- | --- |', ...rows].join('\n');
}

function kmsKeyStatementsBlock(): string {
  const place = { account: '<account>', region: '<region>', partition: 'aws', urlSuffix: 'amazonaws.com' };
  return ['```json', JSON.stringify(kmsKeyStatements(place), null, 2), '```'].join('\n');
}
