import type { Mutant } from './mutant';

const of =
  (file: string, tests: string) =>
  (find: string, put: string): Mutant => ({ file, find, put, tests });

const bucket = of('packages/connector/src/bucket.ts', 'packages/connector/test/protected-errors');
const keyStatements = of('packages/connector/src/kms-key-statements.ts', 'packages/connector/test/kms-key-statements');
const keyCheck = of('tools/src/doctor/checks/sqs-queue.ts', 'tools/test/doctor/protection');
const lock = of('package-lock.json', 'tools/test/supply-chain/lock-file');
const npmrc = of('.npmrc', 'tools/test/supply-chain/lock-file');
const notices = of('tools/generate/third-party-notices.ts', 'tools/test/supply-chain/third-party-notices');
const bundled = of('tools/generate/bundled-packages.ts', 'tools/test/connector/template-files');
const packaging = of('serverless.yml', 'tools/test/connector/serverless-package');
const workflow = of('.github/workflows/ci.yml', 'tools/test/supply-chain/workflows');

/** Defects of what is deployed beside the code, and of the way there. */
export const DELIVERY_MUTANTS: readonly Mutant[] = [
  bucket("Action: 's3:DeleteObjectVersion'", "Action: ['s3:DeleteObject', 's3:DeleteObjectVersion']"),
  bucket("either('ProtectsErrors', PROTECTED_NONCURRENT_DAYS, NONCURRENT_DAYS)", 'NONCURRENT_DAYS'),
  bucket("only('ProtectsErrors', {", "only('HasKmsKey', {"),
  keyStatements("{ StringEquals: { 'aws:SourceAccount': account } }", '{}'),
  keyCheck(
    "'aws:sourceaccount': chain.account,\n    'kms:encryptioncontext:aws:logs:arn'",
    "'kms:encryptioncontext:aws:logs:arn'",
  ),
  lock('    "node_modules/bowser": {', '    "node_modules/unhashed": {},\n    "node_modules/bowser": {'),
  lock(
    '    "node_modules/bowser": {',
    '    "node_modules/bowser": {\n      "resolved": "https://example.org/bowser.tgz",',
  ),
  npmrc('ignore-scripts=true\n', ''),
  notices('termsOf(text) === termsOf(standard)', 'true'),
  notices('text === undefined || termsOf', 'text !== undefined && termsOf'),
  bundled('[...folders].sort()', '[...folders].sort().slice(1)'),
  packaging('    - packages/connector/templates/THIRD-PARTY-NOTICES\n', '    - LICENSE\n'),
  workflow('uses: actions/checkout@', 'uses: actions/checkout@v4 # '),
  workflow('  contents: read', '  contents: write'),
  workflow('          persist-credentials: false\n', '          fetch-depth: 1\n'),
];
