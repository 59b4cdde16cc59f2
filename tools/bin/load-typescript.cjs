'use strict';

const Module = require('node:module');

const { buildSync } = require('esbuild');
const { register } = require('esbuild-register/dist/node');

/** A package has one door, so what is behind it can be one module. */
const PACKAGE_DOOR = /[\\/]packages[\\/][^\\/]+[\\/]src[\\/]index\.ts$/;

// A dynamic import becomes a require, which finds TypeScript files without their extension.
register({ target: 'node20', supported: { 'dynamic-import': false } });

// File by file, every constant that one file of a package imports from another is a call of a getter, which takes most
// of the time of a JSON reader; joined, a package runs as fast as in the bundle of the Lambda.
const loadFile = Module._extensions['.ts'];
Module._extensions['.ts'] = (module, filename) => {
  if (!PACKAGE_DOOR.test(filename)) {
    loadFile(module, filename);
    return;
  }
  const { outputFiles } = buildSync({
    entryPoints: [filename],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    write: false,
    logLevel: 'silent',
  });
  module._compile(outputFiles[0].text, filename);
};
