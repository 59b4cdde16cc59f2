import type { Engine, HandlerTools } from '@eks-sentinel/transform';
import { createHandler, readConfig } from '@eks-sentinel/transform';

import type { Invoke, Variant } from './variant';

/** The engines of the transform that are measured. One more is one more line. */
const ENGINES: readonly { readonly engine: Engine; readonly label: string }[] = [
  { engine: 'reference', label: 'reference' },
  { engine: 'portable', label: 'fast path, portable build' },
  { engine: 'simd', label: 'fast path, SIMD build' },
];

/** The name of the reference's variant. */
export const REFERENCE = 'reference';
/** The name of the variant that is deployed where SIMD is supported. */
export const FASTEST = 'simd' satisfies Engine;

/** The largest set needs no more; what a response may really take is the planner's matter, not the transform's. */
const LIFTED_RESPONSE_BYTES = 512 * 1_048_576;

/** The transform's own handler on each engine, its telemetry silenced and its response budget lifted. */
export function createEngines(): Variant[] {
  return ENGINES.map(({ engine, label }) => createEngine(engine, label));
}

/** The fast path with its usual response budget, and a stream that accepts everything: for records that do not fit. */
export function createPlanned(): Invoke {
  return createHandler({
    ...TOOLS,
    engine: FASTEST,
    config: readConfig({}),
    putBatchTo: () => (records) => Promise.resolve({ ok: true, accepted: records.map(() => true) }),
    report: () => undefined,
  });
}

function createEngine(engine: Engine, label: string): Variant {
  let declined = 0;
  const handler = createHandler({
    ...TOOLS,
    engine,
    config: { ...readConfig({}), maxResponseBytes: LIFTED_RESPONSE_BYTES },
    putBatchTo: () => () => Promise.resolve({ ok: false, isRetryable: false }),
    report: (tally) => {
      declined = tally.declinedEvents;
    },
  });
  return {
    name: engine,
    label,
    claim: 'identical',
    keepsAllRules: true,
    ...(engine === 'reference' ? {} : { declined: () => declined }),
    invoke: (event) => handler(event),
  };
}

const TOOLS: Pick<HandlerTools, 'now' | 'wait' | 'random'> = {
  now: () => Date.now(),
  wait: () => Promise.resolve(),
  random: () => 0.5,
};
