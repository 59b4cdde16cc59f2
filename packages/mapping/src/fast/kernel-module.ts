import { PORTABLE_KERNEL } from './wasm/portable';
import { SIMD_KERNEL } from './wasm/simd';

/** The two builds of the kernel: the same source, with and without SIMD instructions. */
export type KernelBuild = 'simd' | 'portable';

/** What the kernel exports; `packages/mapping/kernel/index.ts` describes each. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly inflate: (source: number, sourceEnd: number, target: number, targetEnd: number) => number;
  readonly inflatedSourceEnd: () => number;
  readonly setProgram: (count: number) => void;
  readonly mapLogEvents: (
    source: number,
    row: number,
    rowsEnd: number,
    programBytes: number,
    maxEventBytes: number,
  ) => number;
  readonly openLongEvent: (source: number, target: number, limit: number, maxColumnBytes: number) => number;
  readonly writeLongRow: (row: number, eventStart: number, eventEnd: number) => number;
}

/** The smallest module with a SIMD instruction: `(func (result v128) i32.const 0 i8x16.splat)`. */
const SIMD_PROBE = Buffer.from('0061736d010000000105016000017b030201000a080106004100fd0f0b', 'hex');

/** What is used of WebAssembly: the types of Node do not know it. */
interface WebAssemblyApi {
  readonly validate: (bytes: Uint8Array) => boolean;
  readonly Module: new (bytes: Uint8Array) => CompiledModule;
  readonly Instance: new (module: CompiledModule, imports: object) => { readonly exports: unknown };
}
type CompiledModule = object;

const api = (globalThis as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly;
const modules = new Map<KernelBuild, CompiledModule>();

/** The build that runs fastest here; undefined where there is no WebAssembly. */
export function supportedBuild(): KernelBuild | undefined {
  if (api === undefined) return undefined;
  return api.validate(SIMD_PROBE) ? 'simd' : 'portable';
}

/** A kernel with a memory of its own, all zeros; throws where there is no WebAssembly. The build is compiled once. */
export function instantiateKernel(build: KernelBuild): KernelExports {
  if (api === undefined) throw new Error('there is no WebAssembly here');
  let module = modules.get(build);
  if (module === undefined) {
    module = new api.Module(Buffer.from(build === 'simd' ? SIMD_KERNEL : PORTABLE_KERNEL, 'base64'));
    modules.set(build, module);
  }
  return new api.Instance(module, {}).exports as KernelExports;
}
