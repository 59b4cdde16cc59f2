import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** The sources of the kernel, in AssemblyScript. */
export const KERNEL_ENTRY = join(root, 'packages/mapping/kernel/index.ts');

/** The builds of the kernel and the compiler's option that makes each. */
const BUILDS = { simd: '--enable', portable: '--disable' } as const;
export type KernelBuild = keyof typeof BUILDS;

/**
 * -O3 without assertions: the kernel checks what it reads itself. The stub runtime allocates nothing. Memory below the
 * kernel's tables (`memory-map.ts`) is left to the compiler; warning 201 is about 64-bit memories, which are not built.
 */
const OPTIONS = [
  ...['-O3', '--noAssert', '--runtime', 'stub', '--memoryBase', '64', '--initialMemory', '3'],
  ...['--enable', 'bulk-memory', '--disableWarning', '201'],
];

/** Compiles the kernel from `entry`; an error of the compiler throws with its output. */
export function buildKernel(build: KernelBuild, entry: string = KERNEL_ENTRY): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'eks-sentinel-kernel-'));
  try {
    const outFile = join(folder, 'kernel.wasm');
    const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
    const { status, stderr } = spawnSync(
      process.execPath,
      [compiler, entry, ...OPTIONS, BUILDS[build], 'simd', '-o', outFile],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`the kernel does not compile:\n${stderr}`);
    return readFileSync(outFile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

let files: ReadonlyMap<string, string> | undefined;

/** The files of packages/mapping/src/fast/wasm: both builds in base64, so that the bundle stays one file. */
export function kernelFiles(): ReadonlyMap<string, string> {
  files ??= new Map(
    (['simd', 'portable'] as const).map((build) => [`${build}.ts`, kernelModule(build, buildKernel(build))]),
  );
  return files;
}

const LINE_CHARACTERS = 110;

/** The text of a module that exports a build in base64. */
export function kernelModule(build: KernelBuild, wasm: Buffer): string {
  const lines = wasm.toString('base64').match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
  const text = lines.map((line) => `  '${line}'`).join(' +\n');
  return `// Generated from packages/mapping/kernel by \`npm run generate\`.\nexport const ${build.toUpperCase()}_KERNEL =\n${text};\n`;
}
