import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { MUTANTS } from './all-mutants';
import type { Mutant } from './mutant';

const root = resolve(__dirname, '../..');

/** Puts one defect in, runs the tests that must notice, and takes it out again. */
function isKilled({ file, find, put, tests }: Mutant): boolean {
  const path = resolve(root, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(find).length !== 2) throw new Error(`${file}: the text to replace must stand there exactly once`);
  try {
    writeFileSync(
      path,
      source.replace(find, () => put),
    );
    const jest = resolve(root, 'node_modules/jest/bin/jest.js');
    const run = spawnSync(process.execPath, [jest, '--bail', '--silent', tests], {
      cwd: root,
      stdio: 'ignore',
      timeout: 300_000,
    });
    return run.status !== 0;
  } finally {
    writeFileSync(path, source);
  }
}

const wanted = process.argv[2];
const chosen = MUTANTS.filter(({ file }) => wanted === undefined || file.includes(wanted));
const survivors: Mutant[] = [];
for (const [index, mutant] of chosen.entries()) {
  const verdict = isKilled(mutant) ? 'killed' : 'SURVIVED';
  if (verdict === 'SURVIVED') survivors.push(mutant);
  process.stdout.write(
    `${index + 1}/${chosen.length} ${verdict} ${mutant.file}: ${mutant.find.trim()} -> ${mutant.put.trim()}\n`,
  );
}
process.stdout.write(`mutants: ${chosen.length - survivors.length} killed, ${survivors.length} survived\n`);
process.exitCode = survivors.length === 0 ? 0 : 1;
