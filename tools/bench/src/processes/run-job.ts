import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';

import { heapOptions } from './heap-options';
import type { Job, JobResult } from './job';

/** Runs a job in a process of its own; rejects when the process fails. */
export type RunJob = (job: Job) => Promise<JobResult>;

/** Jobs run in `childFile`, bundled as the Lambda is. What a handler prints is thrown away. */
export function createJobRunner(childFile: string): RunJob {
  return async (job) => {
    const heap = job.memoryMb === undefined ? [] : heapOptions(job.memoryMb);
    const child = spawn(process.execPath, [...heap, childFile, JSON.stringify(job)], {
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
      env: { PATH: process.env['PATH'] },
    });
    const exit = new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const result = await text(child.stdio[3] as Readable);
    const code = await exit;
    if (code !== 0) throw new Error(`a measured process ended with code ${String(code)}`);
    return JSON.parse(result) as JobResult;
  };
}
