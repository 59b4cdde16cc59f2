#!/usr/bin/env node
'use strict';

const { execFileSync } = require('node:child_process');
const { copyFileSync, mkdirSync, mkdtempSync, rmSync } = require('node:fs');
const { join, resolve } = require('node:path');

const { buildSync } = require('esbuild');

const root = resolve(__dirname, '../..');
const out = join(root, 'out');
mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(out, 'bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

// What is deployed is a bundle, and file by file the same code is slower: the benchmark is bundled by the same options.
const lambdaFile = join(folder, 'lambda.cjs');
execFileSync(process.execPath, [join(root, 'tools/build/build-transform.cjs')], { stdio: 'inherit' });
// A copy, because the next build may come while this run goes on.
copyFileSync(join(root, 'dist/transform/index.cjs'), lambdaFile);
buildSync({
  absWorkingDir: root,
  entryPoints: { main: 'tools/bench/src/main.ts', child: 'tools/bench/src/processes/child.ts' },
  outdir: folder,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
});
require(join(folder, 'main.cjs')).main(
  process.argv.slice(2),
  { childFile: join(folder, 'child.cjs'), lambdaFile },
  out,
);
