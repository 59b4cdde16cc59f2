#!/usr/bin/env node
'use strict';

const { join, resolve } = require('node:path');

const { buildSync } = require('esbuild');

const root = resolve(__dirname, '../..');
const folder = join(root, 'out/bench');

// What is deployed is a bundle, and file by file the same code is slower: the benchmark is bundled by the same options.
require('../build/build-transform.cjs');
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

const bundles = { childFile: join(folder, 'child.cjs'), lambdaFile: join(root, 'dist/transform/index.cjs') };
require(join(folder, 'main.cjs')).main(process.argv.slice(2), bundles, join(root, 'out'));
