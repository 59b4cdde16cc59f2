import type { Config, Engine } from '@eks-sentinel/transform';
import { createHandler, readConfig } from '@eks-sentinel/transform';

import type { Variant } from './variant';

/** The engines of the transform that are measured. One more is one more line. */
const ENGINES: readonly { readonly engine: Engine; readonly label: string }[] = [
  { engine: 'reference', label: 'reference' },
  { engine: 'portable', label: 'fast path, portable build' },
  { engine: 'simd', label: 'fast path, SIMD build' },
];

/** The name of the reference's variant. */
export const REFERENCE = 'reference';
/** The name of the variant that is deployed where SIMD is supported. */
export const FASTEST = 'simd';

/** The largest set needs no more; what a response may really take is the planner's matter, not the transform's. */
const LIFTED_RESPONSE_BYTES = 512 * 1_048_576;

/** The transform's own handler on each engine, its telemetry silenced and its response budget lifted. */
export function createEngines(): Variant[] {
  return ENGINES.map(({ engine, label }) => createEngine(engine, label));
}

function createEngine(engine: Engine, label: string): Variant {
  const config: Config = { ...readConfig({}), maxResponseBytes: LIFTED_RESPONSE_BYTES };
  let declined = 0;
  const handler = createHandler({
    engine,
    config,
    putBatchTo: () => () => Promise.resolve({ ok: false, isRetryable: false }),
    report: (tally) => {
      declined = tally.declinedEvents;
    },
    now: () => Date.now(),
    wait: () => Promise.resolve(),
    random: () => 0.5,
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
