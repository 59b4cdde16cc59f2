import { deepStrictEqual } from 'node:assert/strict';

import type { Engine, Handler } from '@eks-sentinel/transform';
import { createHandler } from '@eks-sentinel/transform';

/** Everything that one engine made of a Lambda event, besides how many log events it declined. */
interface Answer {
  readonly response: unknown;
  readonly putBack: readonly Buffer[];
  readonly counts: unknown;
  readonly rows: number;
  readonly declined: number;
}

/** What the engines made of a Lambda event, when it is the same. */
export interface Agreement {
  readonly rows: number;
  /** Log events that the fast path declined; the builds decline the same ones. */
  readonly declined: number;
}

type LambdaEvent = Parameters<Handler>[0];

/** The handler on one engine, with a stream that accepts all that is put back. Nothing in it depends on the clock. */
function createEngine(engine: Engine, maxResponseBytes: number): (event: LambdaEvent) => Promise<Answer> {
  let putBack: Buffer[] = [];
  let counts: Record<string, unknown> = {};
  const handler = createHandler({
    engine,
    config: { maxResponseBytes, maxDecodedBytes: 64 * 1_048_576, maxRawEventBytes: 64_000, deadlineReserveMs: 500 },
    putBatchTo: () => (records) => {
      putBack.push(...records.map((record) => Buffer.from(record)));
      return Promise.resolve({ ok: true, accepted: records.map(() => true) });
    },
    report: (tally) => {
      counts = { ...tally };
    },
    now: () => 0,
    wait: () => Promise.resolve(),
    random: () => 0,
  });
  return async (event) => {
    putBack = [];
    const response = await handler(event);
    const { declinedEvents, ...others } = counts;
    return {
      response,
      putBack,
      counts: others,
      rows: others['rowsOut'] as number,
      declined: declinedEvents as number,
    };
  };
}

/**
 * A function that lets the reference and both builds of the fast path answer a Lambda event, and throws an
 * AssertionError when one of them answers differently: another byte, another count, other parts put back.
 */
export function compareEngines(maxResponseBytes: number): (event: LambdaEvent) => Promise<Agreement> {
  const reference = createEngine('reference', maxResponseBytes);
  const builds = (['simd', 'portable'] as const).map((build) => createEngine(build, maxResponseBytes));
  return async (event) => {
    const expected = await reference(event);
    const answers: Answer[] = [];
    for (const build of builds) answers.push(await build(event));
    for (const { response, putBack, counts, declined } of answers) {
      deepStrictEqual({ response, putBack, counts }, withoutDeclined(expected));
      deepStrictEqual(declined, answers[0]!.declined);
    }
    return { rows: expected.rows, declined: answers[0]!.declined };
  };
}

function withoutDeclined({ response, putBack, counts }: Answer): Pick<Answer, 'response' | 'putBack' | 'counts'> {
  return { response, putBack, counts };
}
