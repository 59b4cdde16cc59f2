#!/usr/bin/env node
'use strict';

const { buildSync } = require('esbuild');
const { renameSync, writeFileSync } = require('node:fs');
const { resolve } = require('node:path');

const root = resolve(__dirname, '../..');
const bundle = resolve(root, 'dist/transform/index.cjs');
/** Which files the bundle is made of; THIRD-PARTY-NOTICES is written from it. */
const metafile = resolve(root, 'dist/transform/metafile.json');
// Written beside it and renamed: whoever loads the bundle meanwhile reads it whole.
const unfinished = `${bundle}.${process.pid}`;

// CommonJS is the one format that the Serverless Framework, `invoke local` and the Lambda runtime client all load.
// The Firehose client stays behind a dynamic import: it is parsed lazily and evaluated only when a record is put back.
const built = buildSync({
  absWorkingDir: root,
  entryPoints: ['services/transform/src/lambda.ts'],
  outfile: unfinished,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'none', // THIRD-PARTY-NOTICES carries them
  metafile: true,
  logLevel: 'warning',
});
renameSync(unfinished, bundle);
writeFileSync(unfinished, JSON.stringify(built.metafile));
renameSync(unfinished, metafile);
