import { randomUUID } from 'node:crypto';

import { checkResponse, type TransformOutcome } from './check-response';
import type { Clock } from './clock';
import { countUnder, type SimulationCounters } from './counters';
import type { FaultSwitches } from './faults';
import type { HeldRecord } from './held-record';
import { invocationRequest } from './invocation-request';
import type { LambdaPool } from './lambda-pool';
import type { FunctionAnswer } from './runtime-api';
import { FUNCTION_ERROR, FUNCTION_TIMED_OUT, INVOKE_LIMIT_EXCEEDED, type TransformFailure } from './transform-failure';

/** One attempt to transform a batch, as a caller sees it. */
export interface AttemptReport {
  requestId: string | undefined;
  /** 1 for the first. */
  attempt: number;
  records: number;
  requestBytes: number;
  responseBytes: number;
  durationMs: number;
  isColdStart: boolean;
  peakMemoryMb: number | undefined;
  /** Lambda's error type, or undefined for an answer. */
  errorType: string | undefined;
  /** What the function said of its error: may hold its input. */
  errorMessage: string | undefined;
}

export interface TransformSurroundings {
  stream: { arn: string; region: string };
  pool: LambdaPool;
  faults: FaultSwitches;
  counters: SimulationCounters;
  clock: Clock;
  numberOfRetries: number;
  onAttempt: (report: AttemptReport) => void;
}

export interface TransformedBatch {
  outcomes: TransformOutcome[];
  attemptsMade: number;
  endedMs: number;
}

const THROTTLED: FunctionAnswer = { ok: false, errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' };

/**
 * Invokes the function for a batch. A time-out, a throttle or a function error is tried again `numberOfRetries`
 * times, then the whole batch fails; any answer is final, however malformed it is.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
export async function transformBatch(
  records: readonly HeldRecord[],
  surroundings: TransformSurroundings,
): Promise<TransformedBatch> {
  const { counters, clock, numberOfRetries } = surroundings;
  counters.batches++;
  let failure = FUNCTION_ERROR;
  for (let attempt = 1; attempt <= numberOfRetries + 1; attempt++) {
    if (attempt > 1) counters.retries++;
    const answer = await attemptOnce(records, attempt, surroundings);
    if (answer.ok)
      return { outcomes: checkResponse(records, answer.body), attemptsMade: attempt, endedMs: clock.now() };
    countUnder(counters.attemptFailures, answer.errorType);
    failure = failureOf(answer.errorType);
  }
  const outcomes = records.map((): TransformOutcome => ({ result: 'Failed', failure }));
  return { outcomes, attemptsMade: numberOfRetries + 1, endedMs: clock.now() };
}

async function attemptOnce(
  records: readonly HeldRecord[],
  attempt: number,
  { stream, pool, faults, counters, onAttempt }: TransformSurroundings,
): Promise<FunctionAnswer> {
  counters.attempts++;
  const request = invocationRequest(records, stream, randomUUID());
  const report = { attempt, records: records.length, requestBytes: request.length };
  if (faults.isInvocationThrottled()) {
    onAttempt({ ...report, ...NOT_INVOKED, ...errorOf(THROTTLED) });
    return THROTTLED;
  }
  const { requestId, answer, durationMs, isColdStart, peakMemoryMb } = await pool.invoke(request, faults.crashPoint());
  if (isColdStart) counters.coldStarts++;
  const responseBytes = answer.ok ? answer.body.length : 0;
  onAttempt({ ...report, requestId, responseBytes, durationMs, isColdStart, peakMemoryMb, ...errorOf(answer) });
  return answer;
}

const NOT_INVOKED = {
  requestId: undefined,
  responseBytes: 0,
  durationMs: 0,
  isColdStart: false,
  peakMemoryMb: undefined,
};

function errorOf(answer: FunctionAnswer): { errorType: string | undefined; errorMessage: string | undefined } {
  if (answer.ok) return { errorType: undefined, errorMessage: undefined };
  return { errorType: answer.errorType, errorMessage: answer.errorMessage };
}

/** A crash, an exception and a response over the limit are all function errors to Firehose. */
function failureOf(errorType: string): TransformFailure {
  if (errorType === 'TooManyRequestsException') return INVOKE_LIMIT_EXCEEDED;
  return errorType === 'Sandbox.Timedout' ? FUNCTION_TIMED_OUT : FUNCTION_ERROR;
}
