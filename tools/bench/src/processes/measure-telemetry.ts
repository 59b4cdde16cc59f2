import { summarise } from '../measure/statistics';
import { LAMBDA } from './job';
import type { RunJob } from './run-job';

/** What one log line and one flush of metrics cost an invocation, in milliseconds. */
export interface TelemetryResult {
  readonly withMs: number;
  readonly withoutMs: number;
  readonly costMs: number;
}

const INVOCATIONS = 400;

/**
 * The Lambda's handler with its telemetry against the same engine without: by medians of a Lambda event of one log
 * event, so small that the rest of the invocation does not hide the difference. The output goes nowhere.
 */
export async function measureTelemetry(
  lambdaFile: string,
  silentHandler: string,
  tinyEventFile: string,
  runJob: RunJob,
): Promise<TelemetryResult> {
  const medianOf = async (handler: string): Promise<number> => {
    const { invocationMs } = await runJob({ lambdaFile, handler, eventFile: tinyEventFile, invocations: INVOCATIONS });
    return summarise(invocationMs.slice(INVOCATIONS / 2)).median;
  };
  const withoutMs = await medianOf(silentHandler);
  const withMs = await medianOf(LAMBDA);
  return { withMs, withoutMs, costMs: withMs - withoutMs };
}
