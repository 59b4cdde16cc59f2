import { MAX_RESPONSE_BYTES } from '@eks-sentinel/firehose';

import { billedMs, costPerTb } from './cost';

/** One buffer hint, measured. */
export interface MeasuredHint {
  /** `BufferSizeInMBs` of the Lambda processor. */
  readonly hintMb: number;
  /** Of the invocation that was timed, before gzip. */
  readonly rawBytes: number;
  /** The largest response of all invocations that were cut from the log. */
  readonly responseBytes: number;
  /** How far the log was compressed, at most: bytes before gzip for one of gzip. */
  readonly compression: number;
  /** Bytes of response for one before gzip, at most. */
  readonly expansion: number;
  readonly ms: number;
  /** Resident memory at its peak, 10^6 bytes. */
  readonly peakMb: number;
}

/** A record that inflates to the cap: the memory of the function must hold it, too. */
export interface WorstCase {
  readonly ms: number;
  readonly peakMb: number;
}

/** One buffer hint with one size of memory. `obstacle` says why it must not be deployed. */
export interface Candidate {
  readonly hintMb: number;
  readonly memoryMb: number;
  readonly billedMs: number;
  readonly usdPerTb: number;
  readonly obstacle?: 'response' | 'memory' | 'time';
}

/** Sizes of memory to choose from. */
export const MEMORIES_MB = [128, 256, 512, 768, 1_024, 1_769, 3_008] as const;

/** Logs compress now better, now worse: a response that is near the budget today is over it tomorrow, and put back. */
const MAX_RESPONSE_SHARE = 0.8;
/** Memory beside the peak that was measured: other runtime versions, other logs. */
const MAX_MEMORY_SHARE = 0.8;
/** Half of the deployed time-out of 120 s. */
const MAX_INVOCATION_MS = 60_000;
/** Costs so near to each other are the same within the accuracy of the measurement. */
const SAME_COST = 0.05;

/** Of a buffer hint and of Lambda's memory. */
export const BYTES_PER_MB = 1_048_576;

/** How far a log may be compressed before its responses no longer fit: beyond it records are put back and come again. */
export function compressionThatFits({ hintMb, expansion }: MeasuredHint): number {
  return MAX_RESPONSE_BYTES / (hintMb * BYTES_PER_MB * expansion);
}

/** Every pair of buffer hint and memory, with its cost. */
export function listCandidates(hints: readonly MeasuredHint[], worst: WorstCase, vcpuSpeed: number): Candidate[] {
  return hints.flatMap((hint) =>
    MEMORIES_MB.map((memoryMb) => {
      const obstacle = obstacleOf(hint, memoryMb, worst, vcpuSpeed);
      return {
        hintMb: hint.hintMb,
        memoryMb,
        billedMs: billedMs(hint.ms, memoryMb, vcpuSpeed),
        usdPerTb: costPerTb(hint, memoryMb, vcpuSpeed),
        ...(obstacle === undefined ? {} : { obstacle }),
      };
    }),
  );
}

function obstacleOf(
  hint: MeasuredHint,
  memoryMb: number,
  worst: WorstCase,
  vcpuSpeed: number,
): Candidate['obstacle'] | undefined {
  if (hint.responseBytes > MAX_RESPONSE_SHARE * MAX_RESPONSE_BYTES) return 'response';
  const usableMb = (memoryMb * BYTES_PER_MB) / 1e6;
  if (hint.peakMb > MAX_MEMORY_SHARE * usableMb || worst.peakMb > usableMb) return 'memory';
  const slowest = Math.max(billedMs(hint.ms, memoryMb, vcpuSpeed), billedMs(worst.ms, memoryMb, vcpuSpeed));
  return slowest > MAX_INVOCATION_MS ? 'time' : undefined;
}

/**
 * The cheapest candidate without an obstacle. Among those of about the same cost, the one with the least memory, because
 * time spent waiting is billed by memory, then with the smallest buffer, because rows come sooner. Undefined when none fits.
 */
export function recommend(candidates: readonly Candidate[]): Candidate | undefined {
  const fitting = candidates.filter(({ obstacle }) => obstacle === undefined);
  const cheapest = Math.min(...fitting.map(({ usdPerTb }) => usdPerTb));
  return fitting
    .filter(({ usdPerTb }) => usdPerTb <= cheapest * (1 + SAME_COST))
    .sort((one, other) => one.memoryMb - other.memoryMb || one.hintMb - other.hintMb)[0];
}
