#!/usr/bin/env node
'use strict';

// Committed JavaScript, so that the command works right after `npm ci`, without a build.
require('esbuild-register/dist/node').register({ target: 'node20' });
require('../src/main.ts');
