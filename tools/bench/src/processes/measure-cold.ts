import type { Summary } from '../measure/statistics';
import { summarise } from '../measure/statistics';
import { LAMBDA, NOTHING } from './job';
import type { RunJob } from './run-job';

/** First invocations in fresh processes. Times in milliseconds. */
export interface ColdResult {
  readonly processes: number;
  /** To load the Lambda's bundle: what INIT does besides starting Node. */
  readonly loadMs: Summary;
  readonly handlers: readonly ColdHandler[];
  /** What the first invocation of the Lambda takes more than that of a handler that does nothing, modules loaded alike. */
  readonly firstOverNothingMs: { readonly min: number; readonly median: number };
}

/** One handler's first invocations. */
export interface ColdHandler {
  readonly handler: string;
  readonly firstHandlerMs: Summary;
  readonly firstMs: Summary;
  readonly secondMs: Summary;
  readonly tenthMs: Summary;
}

const INVOCATIONS = 10;

/** Starts `processes` fresh processes for each handler, one handler after the other, round by round. */
export async function measureCold(
  lambdaFile: string,
  eventFile: string,
  others: readonly string[],
  processes: number,
  runJob: RunJob,
): Promise<ColdResult> {
  const names = [NOTHING, LAMBDA, ...others];
  const results = names.map(() => [] as Awaited<ReturnType<RunJob>>[]);
  for (let round = 0; round < processes; round++) {
    for (const [index, handler] of names.entries()) {
      results[index]!.push(await runJob({ lambdaFile, handler, eventFile, invocations: INVOCATIONS }));
    }
  }
  const handlers = names.map((handler, index): ColdHandler => {
    const of = (invocation: number): Summary => summarise(results[index]!.map((one) => one.invocationMs[invocation]!));
    return {
      handler,
      firstHandlerMs: summarise(results[index]!.map(({ firstHandlerMs }) => firstHandlerMs)),
      firstMs: of(0),
      secondMs: of(1),
      tenthMs: of(INVOCATIONS - 1),
    };
  });
  const [nothing, lambda] = handlers;
  return {
    processes,
    loadMs: summarise(results.flat().map(({ loadMs }) => loadMs)),
    handlers,
    firstOverNothingMs: {
      min: lambda!.firstMs.min - nothing!.firstMs.min,
      median: lambda!.firstMs.median - nothing!.firstMs.median,
    },
  };
}
