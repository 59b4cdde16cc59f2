import type { LogSource } from '../payload/sources';
import type { Bundles } from '../run-bench';
export async function runTune(
  source: LogSource,
  options: { vcpuSpeed: number },
  bundles: Bundles,
  say: (s: string) => void,
): Promise<{ text: string; result: unknown }> {
  return { text: '', result: [source, options, bundles, say] };
}
