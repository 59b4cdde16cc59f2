#!/usr/bin/env node
'use strict';

require('esbuild-register/dist/node').register({ target: 'node20' });
require('../kernel-mutants/src/main.ts');
