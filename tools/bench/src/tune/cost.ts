/**
 * Price of a GB-second on arm64, first tier; a GB is 1,024 MB.
 * Source: https://aws.amazon.com/lambda/pricing/
 */
export const USD_PER_GB_SECOND = 0.0000133334;

/** Price of one invocation. Source: https://aws.amazon.com/lambda/pricing/ */
export const USD_PER_INVOCATION = 0.2 / 1e6;

/**
 * Memory that comes with one vCPU; less memory gets less of one in proportion, more is of no use to a single thread.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export const MB_PER_VCPU = 1_769;

/** Duration is billed in whole milliseconds. Source: https://aws.amazon.com/lambda/pricing/ */
const BILLED_STEP_MS = 1;

const BYTES_PER_TB = 1e12;
const MB_PER_GB = 1_024;

/** The formula of `costPerTb`, for a reader. */
export const FORMULA = [
  'invocations per TB = 10^12 / bytes before gzip of one invocation',
  `billed ms = measured ms / vCPU speed / min(1, memory / ${MB_PER_VCPU}), rounded up`,
  `USD per TB = invocations x (billed s x memory / ${MB_PER_GB} x ${USD_PER_GB_SECOND} + ${USD_PER_INVOCATION.toFixed(7)})`,
] as const;

/** What one invocation does, as it was measured. */
export interface InvocationCost {
  /** Subscription messages before gzip. */
  readonly rawBytes: number;
  /** On one core of the machine that measured. */
  readonly ms: number;
}

/** What Lambda bills for an invocation. `vcpuSpeed` is that of one Lambda vCPU, one core of the machine being 1. */
export function billedMs(ms: number, memoryMb: number, vcpuSpeed: number): number {
  const share = Math.min(1, memoryMb / MB_PER_VCPU);
  return Math.ceil(ms / vcpuSpeed / share / BILLED_STEP_MS) * BILLED_STEP_MS;
}

/** What Lambda costs for a terabyte (10^12 bytes, before gzip) of the measured log, in USD. */
export function costPerTb({ rawBytes, ms }: InvocationCost, memoryMb: number, vcpuSpeed: number): number {
  const gbSeconds = (billedMs(ms, memoryMb, vcpuSpeed) / 1_000) * (memoryMb / MB_PER_GB);
  return (BYTES_PER_TB / rawBytes) * (gbSeconds * USD_PER_GB_SECOND + USD_PER_INVOCATION);
}
