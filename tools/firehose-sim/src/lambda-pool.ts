import {
  createLambdaEnvironment,
  type InvocationReport,
  type LambdaEnvironment,
  type LogLine,
} from './lambda-environment';
import type { LambdaFunction } from './lambda-function';

/** Execution environments up to the function's concurrency; each is made when it is first needed, and reused. */
export interface LambdaPool {
  invoke(payload: Buffer, crashAt: 'request' | 'response' | undefined): Promise<InvocationReport>;
  stop(): Promise<void>;
}

export function createLambdaPool(
  fn: LambdaFunction,
  concurrency: number,
  onLogLine: (line: LogLine) => void,
): LambdaPool {
  const idle: LambdaEnvironment[] = [];
  const made: Promise<LambdaEnvironment>[] = [];
  const waiting: ((environment: LambdaEnvironment) => void)[] = [];
  let isStopped = false;

  async function take(): Promise<LambdaEnvironment> {
    const environment = idle.pop();
    if (environment) return environment;
    if (made.length < concurrency) {
      const starting = createLambdaEnvironment(fn, onLogLine);
      made.push(starting);
      return starting;
    }
    return new Promise((resolve) => waiting.push(resolve));
  }

  function giveBack(environment: LambdaEnvironment): void {
    const next = waiting.shift();
    if (next) next(environment);
    else idle.push(environment);
  }

  return {
    invoke: async (payload, crashAt) => {
      if (isStopped) return STOPPED;
      const environment = await take();
      try {
        return await environment.invoke(payload, crashAt);
      } finally {
        giveBack(environment);
      }
    },
    stop: async () => {
      isStopped = true;
      const environments = await Promise.all(made);
      await Promise.all(environments.map((environment) => environment.stop()));
    },
  };
}

/** What an invocation gets that comes after the end. */
const STOPPED: InvocationReport = {
  requestId: '',
  answer: { ok: false, errorType: 'Runtime.ExitError', errorMessage: 'the simulation has stopped' },
  isColdStart: false,
  durationMs: 0,
  peakMemoryMb: undefined,
};
