import type { FirehoseTransformationEvent } from 'aws-lambda';

import type { Payload } from '../payload/payload';
import { assertComparable } from '../variants/assert-comparable';
import { createVariants } from '../variants/create-variants';
import { createEngines, REFERENCE } from '../variants/engines';
import { FLOOR } from '../variants/floor';
import type { Variant } from '../variants/variant';
import type { RoundsOptions, Samples, Section } from './measure-rounds';
import { measureRounds } from './measure-rounds';
import type { Stage } from './stages';
import { sectionName, stageSections, stagesOf } from './stages';
import type { Summary } from './statistics';
import { summarise } from './statistics';

/** The two ways to look at an invocation. */
export const MODES = ['handler', 'endToEnd'] as const;
/** `handler` is the function alone; `endToEnd` adds what the runtime does: it parses the event and writes the response. */
export type Mode = (typeof MODES)[number];

/** One variant in one mode; ratios are to the floor of the same mode. */
export interface Measurement {
  readonly variant: string;
  readonly label: string;
  readonly mode: Mode;
  readonly wallMs: Summary;
  readonly ratio: {
    readonly min: number;
    readonly median: number;
    /** By minima of processor time, which other work on the machine disturbs less; its own collector counts. */
    readonly cpu: number;
  };
  /** Megabytes of subscription messages a second, by the fastest round. */
  readonly bestMBps: number;
  readonly responseBytes: number;
}

/** One payload set, measured. */
export interface SetResult {
  readonly set: string;
  readonly logEvents: number;
  readonly records: number;
  readonly rawBytes: number;
  readonly gzipBytes: number;
  readonly requestBytes: number;
  /** Log events that each engine left to the reference. */
  readonly declined: Readonly<Record<string, number>>;
  readonly measurements: readonly Measurement[];
  /** Where the time of a variant goes, by its name. */
  readonly stages: Readonly<Record<string, readonly Stage[]>>;
}

/** What is to be measured. */
export interface SetJob {
  readonly set: string;
  readonly payload: Payload;
  /** Leaves out the variants that have no rule for long events. */
  readonly hasLongEvents: boolean;
  readonly maxDeclined: number;
  readonly rounds: RoundsOptions;
}

/** Measures every variant that can take the payload. Throws an IncomparableError before the first round. */
export async function measureSet({ set, payload, hasLongEvents, maxDeclined, rounds }: SetJob): Promise<SetResult> {
  const { event, eventText } = payload;
  const reference = await createEngines()
    .find(({ name }) => name === REFERENCE)!
    .invoke(event);
  const variants = createVariants(reference).filter(({ keepsAllRules }) => keepsAllRules || !hasLongEvents);
  const { declined } = await assertComparable(variants, event, reference, maxDeclined);
  const responseBytes = new Map<string, number>();
  for (const { name, invoke } of variants) responseBytes.set(name, JSON.stringify(await invoke(event)).length);

  const samples = await measureRounds(
    [...invocations(variants, payload), ...stageSections(payload, reference)],
    rounds,
  );
  const measurements = variants.flatMap((variant) =>
    MODES.map((mode) => measurement(variant, mode, samples, payload.rawBytes, responseBytes.get(variant.name)!)),
  );
  return {
    set,
    logEvents: payload.logEvents,
    records: event.records.length,
    rawBytes: payload.rawBytes,
    gzipBytes: payload.gzipBytes,
    requestBytes: eventText.length,
    declined,
    measurements,
    stages: Object.fromEntries(
      variants.filter(({ claim }) => claim !== 'other').map(({ name }) => [name, stagesOf(name, samples)]),
    ),
  };
}

function invocations(variants: readonly Variant[], { event, eventText }: Payload): Section[] {
  return variants.flatMap(({ name, invoke }) => [
    { name: sectionName(name, 'handler'), run: () => invoke(event) },
    {
      name: sectionName(name, 'endToEnd'),
      run: async () => JSON.stringify(await invoke(JSON.parse(eventText) as FirehoseTransformationEvent)),
    },
  ]);
}

function measurement(
  { name, label }: Variant,
  mode: Mode,
  samples: ReadonlyMap<string, Samples>,
  rawBytes: number,
  responseBytes: number,
): Measurement {
  const own = samples.get(sectionName(name, mode))!;
  const floor = samples.get(sectionName(FLOOR, mode))!;
  const wallMs = summarise(own.wall);
  const floorMs = summarise(floor.wall);
  return {
    variant: name,
    label,
    mode,
    wallMs,
    ratio: {
      min: wallMs.min / floorMs.min,
      median: wallMs.median / floorMs.median,
      cpu: summarise(own.cpu).min / summarise(floor.cpu).min,
    },
    bestMBps: rawBytes / 1e6 / (wallMs.min / 1e3),
    responseBytes,
  };
}
