import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { PackedRecord } from '../payload/payload';
import { createPayload, takeRecords } from '../payload/payload';
import type { RunJob } from '../processes/run-job';
import { createEngines, FASTEST, REFERENCE } from '../variants/engines';
import { createFloor, FLOOR } from '../variants/floor';
import { NAIVE } from '../variants/naive';
import type { RoundsOptions } from './measure-rounds';
import { measureRounds } from './measure-rounds';
import { summarise } from './statistics';

/** Time and memory of one variant at one size of input. */
export interface ScalingPoint {
  readonly variant: string;
  readonly rawBytes: number;
  /** The handler alone, by the fastest round. */
  readonly ms: number;
  /** Of a fresh process; absent for the floor, which needs the rows of another. */
  readonly peakMb?: number;
}

const INVOCATIONS = 15;

/** Measures the handler at each size of input, in bytes before gzip. */
export async function measureScaling(
  records: readonly PackedRecord[],
  sizes: readonly number[],
  rounds: RoundsOptions,
  runJob: RunJob,
  folder: string,
): Promise<ScalingPoint[]> {
  const points: ScalingPoint[] = [];
  for (const size of sizes) {
    const { event, eventText, rawBytes } = createPayload(takeRecords(records, size));
    const engines = createEngines();
    const reference = engines.find(({ name }) => name === REFERENCE)!;
    const fastest = engines.find(({ name }) => name === FASTEST)!;
    const variants = [createFloor(await reference.invoke(event)), fastest, reference, NAIVE];
    const samples = await measureRounds(
      variants.map(({ name, invoke }) => ({ name, run: () => invoke(event) })),
      rounds,
    );
    const eventFile = join(folder, 'scaling.json');
    writeFileSync(eventFile, eventText);
    for (const { name } of variants) {
      const ms = summarise(samples.get(name)!.wall).min;
      if (name === FLOOR) points.push({ variant: name, rawBytes, ms });
      else {
        const { peakMb } = await runJob({ handler: name, eventFile, invocations: INVOCATIONS });
        points.push({ variant: name, rawBytes, ms, peakMb });
      }
    }
  }
  return points;
}
