#!/usr/bin/env node
'use strict';

const { buildSync } = require('esbuild');
const { renameSync } = require('node:fs');
const { resolve } = require('node:path');

const root = resolve(__dirname, '../..');
const bundle = resolve(root, 'dist/transform/index.cjs');
// Written beside it and renamed: whoever loads the bundle meanwhile reads it whole.
const unfinished = `${bundle}.${process.pid}`;

// CommonJS is the one format that the Serverless Framework, `invoke local` and the Lambda runtime client all load.
// The Firehose client stays behind a dynamic import: it is parsed lazily and evaluated only when a record is put back.
buildSync({
  absWorkingDir: root,
  entryPoints: ['services/transform/src/lambda.ts'],
  outfile: unfinished,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
});
renameSync(unfinished, bundle);
