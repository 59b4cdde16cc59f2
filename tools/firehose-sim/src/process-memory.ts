import { readFileSync } from 'node:fs';

/**
 * Highest resident memory of a process so far, in MiB; undefined where the system does not tell (only Linux does).
 */
export function peakMemoryMb(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
