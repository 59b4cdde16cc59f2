import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { KERNEL_ENTRY, buildKernel, kernelModule } from '../../generate/build-kernel';
import type { Mutant } from './mutant';

/** `killed`: its test fails, as it should. `invalid`: it no longer applies to the source, or does not compile. */
export type Fate = 'killed' | 'survived' | 'invalid';

const root = resolve(__dirname, '../../..');
const KERNEL_FOLDER = dirname(KERNEL_ENTRY);
const MEMORY_MAP = 'src/fast/memory-map.ts';
/** A mutant may loop for ever; its test takes a few seconds. */
const TEST_TIMEOUT_MS = 120_000;

/** The source of the file with the mutation; undefined when the text is not there exactly once. */
export function mutatedSource({ file, search, replace }: Mutant): string | undefined {
  const source = readFileSync(join(KERNEL_FOLDER, file), 'utf8');
  return source.split(search).length === 2 ? source.replace(search, () => replace) : undefined;
}

/** Compiles the mutant beside the working tree, and runs its test on it. */
export function runMutant(mutant: Mutant): Fate {
  const source = mutatedSource(mutant);
  if (source === undefined) return 'invalid';
  const folder = mkdtempSync(join(tmpdir(), 'eks-sentinel-mutant-'));
  try {
    cpSync(KERNEL_FOLDER, join(folder, 'kernel'), { recursive: true });
    mkdirSync(join(folder, dirname(MEMORY_MAP)), { recursive: true });
    cpSync(join(dirname(KERNEL_FOLDER), MEMORY_MAP), join(folder, MEMORY_MAP));
    writeFileSync(join(folder, 'kernel', mutant.file), source);
    const build = mutant.build ?? 'simd';
    const module = join(folder, `${build}.ts`);
    writeFileSync(module, kernelModule(build, buildKernel(build, join(folder, 'kernel/index.ts'))));
    return testFails(mutant.killedBy, build, module) ? 'killed' : 'survived';
  } catch {
    return 'invalid';
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function testFails(test: string, build: string, module: string): boolean {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const { status } = spawnSync(
    process.execPath,
    [
      jest,
      `packages/mapping/test/fast/${test}.test.ts`,
      '--bail',
      '--silent',
      '--moduleNameMapper',
      JSON.stringify({ [`^\\./wasm/${build}$`]: module }),
    ],
    { cwd: root, timeout: TEST_TIMEOUT_MS, stdio: 'ignore' },
  );
  return status !== 0;
}
