import { execFileSync } from 'node:child_process';

import { describe, expect, it } from '@jest/globals';

import { heapOptions } from '../src/processes/heap-options';

const MEBIBYTE = 1_048_576;

/** What a process with the heap of this memory allows itself, and what its young generation grows to, in 2^20 bytes. */
function heapOf(memoryMb: number): { limit: number; young: number } {
  const code = `
    const { getHeapStatistics, getHeapSpaceStatistics } = require('node:v8');
    let kept = [];
    for (let count = 0; count < 4e6; count += 1) if (kept.push({ count }) > 2e5) kept = [];
    const { space_size } = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    console.log(JSON.stringify({ limit: getHeapStatistics().heap_size_limit, young: space_size }));`;
  const { limit, young } = JSON.parse(
    execFileSync(process.execPath, [...heapOptions(memoryMb), '-e', code], { encoding: 'utf8' }),
  ) as { limit: number; young: number };
  return { limit: limit / MEBIBYTE, young: young / MEBIBYTE };
}

describe('heapOptions', () => {
  it.each([
    [512, 259, 2],
    [1_024, 524, 8],
  ])('give a process the heap of a machine with %i MB', (memoryMb, limit, young) => {
    expect(heapOf(memoryMb)).toEqual({ limit, young });
  });

  it('give no more than V8 takes on a large machine', () => {
    expect(heapOptions(16_384)).toEqual(['--max-heap-size=8240']);
  });
});
