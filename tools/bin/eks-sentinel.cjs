#!/usr/bin/env node
'use strict';

// Committed JavaScript, so that the command works right after `npm ci`, without a build. A dynamic import becomes a
// require, which finds TypeScript files without their extension.
require('esbuild-register/dist/node').register({ target: 'node20', supported: { 'dynamic-import': false } });
require('../src/main.ts');
