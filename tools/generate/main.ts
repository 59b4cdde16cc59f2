import { resolve } from 'node:path';

import { applyGenerated, findDifferences } from './apply';
import { FOLDERS, REGIONS } from './registry';

const root = resolve(__dirname, '../..');
const isCheck = process.argv.includes('--check');
const differences = isCheck ? findDifferences(root, FOLDERS, REGIONS) : applyGenerated(root, FOLDERS, REGIONS);

for (const { path, kind } of differences) process.stdout.write(`generate: ${kind}: ${path}\n`);
if (isCheck && differences.length > 0) {
  process.stderr.write(`generate: ${differences.length} generated files are not up to date: run npm run generate\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(isCheck ? 'generate: up to date\n' : `generate: ${differences.length} files written\n`);
}
