#!/usr/bin/env node
'use strict';

// Committed JavaScript, so that the command works right after `npm ci`, without a build.
require('./load-typescript.cjs');
require('../src/main.ts');
