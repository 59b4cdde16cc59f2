import type { JobResult } from './job';
import type { RunJob } from './run-job';

/** Memory of one handler over many invocations, in megabytes (10^6 bytes). */
export interface MemoryResult {
  readonly handler: string;
  readonly invocations: number;
  readonly baseMb: number;
  readonly peakMb: number;
  /** The highest reading of the second half less that of the first: at most noise when memory is bounded. */
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

/** What memory still grew by after half of the invocations. */
export function growthOf(readings: JobResult['residentMb']): number {
  const half = Math.ceil(readings.length / 2);
  const highest = (some: JobResult['residentMb']): number => Math.max(...some.map(({ mb }) => mb));
  return readings.length < 2 ? 0 : highest(readings.slice(half)) - highest(readings.slice(0, half));
}
