import { PORTABLE_KERNEL } from './wasm/portable';
import { SIMD_KERNEL } from './wasm/simd';

/** The two builds of the kernel: the same source, with and without SIMD instructions. */
export type KernelBuild = 'simd' | 'portable';

/** What the kernel exports; `packages/mapping/kernel/index.ts` describes each. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly setProgram: (count: number) => void;
  readonly mapLogEvents: (
    source: number,
    row: number,
    rowsEnd: number,
    programBytes: number,
    maxEventBytes: number,
  ) => number;
}

/** The smallest module with a SIMD instruction: `(func (result v128) i32.const 0 i8x16.splat)`. */
const SIMD_PROBE = Buffer.from('0061736d010000000105016000017b030201000a080106004100fd0f0b', 'hex');

const modules = new Map<KernelBuild, WebAssembly.Module>();

/** The build that runs fastest here; undefined where there is no WebAssembly. */
export function supportedBuild(): KernelBuild | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  return WebAssembly.validate(SIMD_PROBE) ? 'simd' : 'portable';
}

/** A kernel with a memory of its own, all zeros. The build is compiled once; that takes about a millisecond. */
export function instantiateKernel(build: KernelBuild): KernelExports {
  let module = modules.get(build);
  if (module === undefined) {
    module = new WebAssembly.Module(Buffer.from(build === 'simd' ? SIMD_KERNEL : PORTABLE_KERNEL, 'base64'));
    modules.set(build, module);
  }
  return new WebAssembly.Instance(module, {}).exports as unknown as KernelExports;
}
