import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { UsageError } from '../../src/cli/usage-error';

const ROOT = resolve(__dirname, '../../..');
const BUNDLE = join(ROOT, 'dist/transform/index.cjs');
const BUILD = join(ROOT, 'tools/build/build-transform.cjs');
/** What the bundle is made of; the versions of its dependencies stand in the lock file. */
const FOLDERS = ['packages', 'services/transform/src', 'tools/build'];
const LOCK_FILE = join(ROOT, 'package-lock.json');

/** The path of the Lambda's bundle, which is built first when it is missing or older than its sources. */
export function buildBundle(): string {
  const built = modifiedAt(BUNDLE);
  if (built !== undefined && built >= newestSource()) return BUNDLE;
  const { status } = spawnSync(process.execPath, [BUILD], { cwd: ROOT, stdio: 'ignore' });
  if (status === 0) return BUNDLE;
  throw new UsageError('the bundle of the Lambda cannot be built: run npm ci, then npm run build, which says why');
}

function newestSource(): number {
  let newest = modifiedAt(LOCK_FILE) ?? 0;
  for (const folder of FOLDERS) {
    for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:ts|cjs|json)$/.test(file) || /(?:^|[\\/])(?:node_modules|test)[\\/]/.test(file)) continue;
      newest = Math.max(newest, modifiedAt(join(ROOT, folder, file)) ?? 0);
    }
  }
  return newest;
}

/** Milliseconds since 1970; undefined when there is no such file, as when it went away in between. */
function modifiedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
