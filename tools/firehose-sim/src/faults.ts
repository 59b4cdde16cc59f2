import { FirehoseSimulationError } from './simulation-error';

/** Switches for what goes wrong; all are off by default and can be set while the simulation runs. */
export interface Faults {
  /** Share of PutRecord and PutRecordBatch calls answered with ServiceUnavailableException, 0 to 1. */
  throttleRate: number;
  /** Share of entries of a PutRecordBatch call that fail while the call succeeds, 0 to 1. */
  partialFailureRate: number;
  /** Share of invocations that Lambda refuses with TooManyRequestsException, 0 to 1. */
  lambdaThrottleRate: number;
  /** Every n-th invocation kills the function's process; 0 for never. */
  lambdaCrashEvery: number;
  /** So many of the next invocations kill the function's process. */
  lambdaCrashNext: number;
  /** Killed as soon as it has the Lambda event, or when its answer is there and is then lost. */
  lambdaCrashAt: 'request' | 'response';
  /** Share of S3 writes that fail, 0 to 1. */
  s3FailureRate: number;
  /** So many of the next S3 writes fail. */
  s3FailNext: number;
  /** Pause before each S3 write, in milliseconds of the simulation's clock. */
  s3DelayMs: number;
}

export const NO_FAULTS: Faults = {
  throttleRate: 0,
  partialFailureRate: 0,
  lambdaThrottleRate: 0,
  lambdaCrashEvery: 0,
  lambdaCrashNext: 0,
  lambdaCrashAt: 'response',
  s3FailureRate: 0,
  s3FailNext: 0,
  s3DelayMs: 0,
};

/** Decides, by its seed, what goes wrong next. */
export interface FaultSwitches {
  set(faults: Partial<Faults>): void;
  get(): Faults;
  isThrottled(): boolean;
  isEntryRefused(): boolean;
  isInvocationThrottled(): boolean;
  crashPoint(): Faults['lambdaCrashAt'] | undefined;
  isWriteRefused(): boolean;
}

export function createFaultSwitches(random: () => number, initial: Partial<Faults>): FaultSwitches {
  let faults = { ...NO_FAULTS };
  let invocations = 0;
  set(initial);

  function set(changes: Partial<Faults>): void {
    const next = { ...faults, ...changes };
    for (const [name, value] of Object.entries(next)) checkFault(name, value);
    faults = next;
  }

  return {
    set,
    get: () => ({ ...faults }),
    isThrottled: () => faults.throttleRate > 0 && random() < faults.throttleRate,
    isEntryRefused: () => faults.partialFailureRate > 0 && random() < faults.partialFailureRate,
    isInvocationThrottled: () => faults.lambdaThrottleRate > 0 && random() < faults.lambdaThrottleRate,
    crashPoint: () => {
      invocations++;
      if (faults.lambdaCrashNext > 0) {
        faults.lambdaCrashNext--;
        return faults.lambdaCrashAt;
      }
      return faults.lambdaCrashEvery > 0 && invocations % faults.lambdaCrashEvery === 0
        ? faults.lambdaCrashAt
        : undefined;
    },
    isWriteRefused: () => {
      if (faults.s3FailNext > 0) {
        faults.s3FailNext--;
        return true;
      }
      return faults.s3FailureRate > 0 && random() < faults.s3FailureRate;
    },
  };
}

function checkFault(name: string, value: unknown): void {
  const isValid =
    name === 'lambdaCrashAt'
      ? value === 'request' || value === 'response'
      : typeof value === 'number' && value >= 0 && (!name.endsWith('Rate') || value <= 1);
  if (Object.hasOwn(NO_FAULTS, name) && isValid) return;
  const expected = name.endsWith('Rate') ? 'a number from 0 to 1' : 'one of the documented values';
  throw new FirehoseSimulationError(`firehose-sim: fault ${name} is not valid: expected ${expected}`);
}
