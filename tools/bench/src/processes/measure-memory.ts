import { summarise } from '../measure/statistics';
import type { JobResult } from './job';
import type { RunJob } from './run-job';

/** Memory of one handler over many invocations, in megabytes (10^6 bytes). */
export interface MemoryResult {
  readonly handler: string;
  readonly invocations: number;
  readonly baseMb: number;
  readonly peakMb: number;
  /** What it went on growing by: noise when memory is bounded. */
  readonly growthMb: number;
  readonly residentMb: JobResult['residentMb'];
}

/** Invokes a handler many times in a fresh process. */
export async function measureMemory(
  job: { readonly lambdaFile?: string; readonly handler: string; readonly eventFile: string },
  invocations: number,
  runJob: RunJob,
): Promise<MemoryResult> {
  const { baseMb, peakMb, residentMb } = await runJob({ ...job, invocations });
  return { handler: job.handler, invocations, baseMb, peakMb, growthMb: growthOf(residentMb), residentMb };
}

/**
 * By how much the median reading of the second half is above that of the first, the first tenth left out: single readings
 * go up and down with the garbage collector, but a leak moves the median.
 */
export function growthOf(readings: JobResult['residentMb']): number {
  const warm = readings.slice(Math.floor(readings.length / 10)).map(({ mb }) => mb);
  const half = Math.floor(warm.length / 2);
  return half === 0 ? 0 : summarise(warm.slice(half)).median - summarise(warm.slice(0, half)).median;
}
