import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

import { INIT_TIMEOUT_MS } from './limits';
import { type LambdaFunction, processArguments, processEnvironment } from './lambda-function';
import { readLines } from './line-reader';
import { peakMemoryMb } from './process-memory';
import { type FunctionAnswer, startRuntimeApi } from './runtime-api';

export interface InvocationReport {
  requestId: string;
  answer: FunctionAnswer;
  isColdStart: boolean;
  durationMs: number;
  /** Highest resident memory of the process so far; undefined where the system does not tell. */
  peakMemoryMb: number | undefined;
}

export interface LogLine {
  source: 'stdout' | 'stderr';
  line: string;
  /** The invocation during which it was written; undefined in the init phase and between invocations. */
  requestId: string | undefined;
}

/** One execution environment: a process that is kept warm, and replaced when it dies. */
export interface LambdaEnvironment {
  /** One at a time. `crashAt` kills the process in the middle. */
  invoke(payload: Buffer, crashAt: 'request' | 'response' | undefined): Promise<InvocationReport>;
  stop(): Promise<void>;
}

interface RunningInvocation {
  requestId: string;
  crashAt: 'request' | 'response' | undefined;
  isColdStart: boolean;
  startedMs: number;
  endMarks: number;
  answer: FunctionAnswer | undefined;
  finish: (answer: FunctionAnswer) => void;
}

const MEMORY_WATCH_MS = 25;
/** How long after its answer the lines of an invocation are waited for, if it broke its own output. */
const LATE_LINES_MS = 1_000;

export async function createLambdaEnvironment(
  fn: LambdaFunction,
  onLogLine: (line: LogLine) => void,
): Promise<LambdaEnvironment> {
  let child: ChildProcess | undefined;
  let closed: Promise<void> = Promise.resolve();
  let running: RunningInvocation | undefined;
  let killedFor: FunctionAnswer | undefined;
  let isStopped = false;
  let cancelDeadline = (): void => undefined;
  let peakMb: number | undefined;

  const api = await startRuntimeApi({
    onReady: () => {
      cancelDeadline();
    },
    onInitError: (answer) => {
      killedFor ??= answer;
    },
    onAnswer: (requestId, answer) => {
      if (running?.requestId !== requestId) return;
      // An answer that outran its kill signal is lost as well.
      if (running.crashAt) {
        kill(exitFailure(null, 'SIGKILL'));
        return;
      }
      running.answer = answer;
      cancelDeadline();
      cancelDeadline = startTimer(LATE_LINES_MS, () => running?.finish(answer));
      finishWhenWhole();
    },
  });

  function start(): void {
    killedFor = undefined;
    peakMb = undefined;
    const started = spawn(fn.nodePath, processArguments(fn), {
      env: processEnvironment(fn, api.address),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    for (const source of ['stdout', 'stderr'] as const) {
      const onLine = (line: string): void => {
        onLogLine({ source, line, requestId: running?.requestId });
      };
      readLines(started[source], onLine, () => {
        if (running) running.endMarks++;
        finishWhenWhole();
      });
    }
    // An init phase over its limit is repeated by Lambda within the time of the first invocation.
    const initMs = Math.max(INIT_TIMEOUT_MS, fn.timeoutMs);
    cancelDeadline = startTimer(initMs, () => {
      kill(timeoutFailure(initMs));
    });
    closed = new Promise((resolve) => {
      started.on('error', () => {
        onClosed(started, exitFailure(null, null));
        resolve();
      });
      started.on('close', (code, signal) => {
        onClosed(started, exitFailure(code, signal));
        resolve();
      });
    });
  }

  function onClosed(ended: ChildProcess, failure: FunctionAnswer): void {
    if (child !== ended) return;
    child = undefined;
    cancelDeadline();
    api.withdraw();
    running?.finish(killedFor ?? running.answer ?? failure);
  }

  function kill(reason: FunctionAnswer): void {
    killedFor ??= reason;
    child?.kill('SIGKILL');
  }

  /** Done when the answer is there and both output streams have reached the end mark: no line comes too late. */
  function finishWhenWhole(): void {
    if (running?.answer && running.endMarks >= 2) running.finish(running.answer);
  }

  function watchMemory(): void {
    const nowMb = child?.pid === undefined ? undefined : peakMemoryMb(child.pid);
    peakMb = nowMb ?? peakMb;
    if (nowMb !== undefined && nowMb > fn.memoryMb) kill(OUT_OF_MEMORY);
  }

  return {
    invoke: (payload, crashAt) =>
      new Promise((resolve) => {
        const requestId = randomUUID();
        const isColdStart = child === undefined;
        const watch = setInterval(watchMemory, MEMORY_WATCH_MS);
        const invocation: RunningInvocation = {
          requestId,
          crashAt,
          isColdStart,
          startedMs: performance.now(),
          endMarks: 0,
          answer: undefined,
          finish: (answer) => {
            clearInterval(watch);
            cancelDeadline();
            if (answer.ok) watchMemory();
            running = undefined;
            const durationMs = performance.now() - invocation.startedMs;
            resolve({ requestId, answer, isColdStart, durationMs, peakMemoryMb: peakMb });
          },
        };
        running = invocation;
        if (isColdStart && !isStopped) start();
        api.offer({
          requestId,
          functionArn: fn.arn,
          timeoutMs: fn.timeoutMs,
          payload,
          onTaken: () => {
            invocation.startedMs = performance.now();
            if (crashAt === 'request') kill(exitFailure(null, 'SIGKILL'));
            if (running === invocation && !invocation.answer)
              cancelDeadline = startTimer(fn.timeoutMs, () => {
                kill(timeoutFailure(fn.timeoutMs));
              });
          },
        });
        if (isStopped) invocation.finish(exitFailure(null, null));
      }),
    stop: async () => {
      isStopped = true;
      child?.kill('SIGKILL');
      await closed;
      await api.close();
    },
  };
}

function startTimer(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => {
    clearTimeout(timer);
  };
}

// The error types and texts are those of the Lambda service.
// https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html

const OUT_OF_MEMORY: FunctionAnswer = {
  ok: false,
  errorType: 'Runtime.OutOfMemory',
  errorMessage: 'Runtime exited with error: signal: killed',
};

function timeoutFailure(timeoutMs: number): FunctionAnswer {
  const errorMessage = `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
  return { ok: false, errorType: 'Sandbox.Timedout', errorMessage };
}

function exitFailure(code: number | null, signal: NodeJS.Signals | null): FunctionAnswer {
  const how = signal === null ? `exit status ${code ?? 'unknown'}` : `signal: ${signal}`;
  return { ok: false, errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: ${how}` };
}
