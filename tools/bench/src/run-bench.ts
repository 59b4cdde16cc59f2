import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { PARAMETERS } from '@eks-sentinel/connector';

import { createStopwatch } from './measure/create-stopwatch';
import type { RoundsOptions } from './measure/measure-rounds';
import { measureScaling } from './measure/measure-scaling';
import type { SetResult } from './measure/measure-set';
import { measureSet } from './measure/measure-set';
import { describeMachine } from './machine';
import type { Payload } from './payload/payload';
import { createPayload, packRecords, takeRecords } from './payload/payload';
import type { PayloadSet, SetName } from './payload/payload-sets';
import { createSet, PAYLOAD_SETS } from './payload/payload-sets';
import type { LogSource } from './payload/sources';
import { withoutLongEvents } from './payload/sources';
import { LAMBDA } from './processes/job';
import { measureCold } from './processes/measure-cold';
import type { MemoryResult } from './processes/measure-memory';
import { measureMemory } from './processes/measure-memory';
import { measureTelemetry } from './processes/measure-telemetry';
import type { RunJob } from './processes/run-job';
import { createJobRunner } from './processes/run-job';
import type { BenchReport } from './report';
import { REPORT_VERSION } from './report';
import { FASTEST, REFERENCE } from './variants/engines';
import { NAIVE } from './variants/naive';

/** The bundles that are measured. */
export interface Bundles {
  /** The code of a fresh process. */
  readonly childFile: string;
  /** The Lambda, as it is deployed. */
  readonly lambdaFile: string;
}

/** How much is measured. */
export interface Effort {
  readonly sets: readonly SetName[];
  readonly rounds: number;
  readonly warmUps: number;
  readonly scalingRounds: number;
  /** Bytes before gzip. */
  readonly scalingSizes: readonly number[];
  readonly coldProcesses: number;
  readonly memoryInvocations: number;
}

/** Fresh processes have the heap of the Lambda that is deployed by default. */
const DEPLOYED_MEMORY_MB = Number(PARAMETERS['MemorySize']!.Default);

/** Only the Lambda has to prove that its memory is bounded; of the others the peak is enough. */
const OTHERS_MEMORY_INVOCATIONS = 100;

/** Measures all. `onProgress` is told what is being done. */
export async function runBench(
  source: LogSource,
  effort: Effort,
  bundles: Bundles,
  onProgress: (doing: string) => void,
): Promise<BenchReport> {
  const machine = describeMachine();
  const runJob = createJobRunner(bundles.childFile);
  const runAsDeployed: RunJob = (job) => runJob({ ...job, memoryMb: DEPLOYED_MEMORY_MB });
  const folder = mkdtempSync(join(dirname(bundles.childFile), 'run-'));
  const save = (name: string, { eventText }: Payload): string => {
    const file = join(folder, name);
    writeFileSync(file, eventText);
    return file;
  };
  const roundsOf = (what: string, rounds: number): RoundsOptions => ({
    rounds,
    warmUps: effort.warmUps,
    stopwatch: createStopwatch(),
    onRound: async (round) => {
      onProgress(`${what}, ${round} of ${rounds}`);
      // Otherwise a signal would wait until all rounds are over.
      await setImmediate();
    },
  });
  try {
    const sets: SetResult[] = [];
    for (const name of effort.sets) {
      onProgress(`making set ${name}`);
      sets.push(await measureOne(PAYLOAD_SETS[name], source, roundsOf, effort.rounds));
    }

    const eventFile = save('s.json', createSet(PAYLOAD_SETS.S, source));
    onProgress('first invocations of fresh processes');
    const { lambdaFile } = bundles;
    const handlers = [REFERENCE, FASTEST, NAIVE.name];
    const cold = await measureCold(lambdaFile, eventFile, handlers, effort.coldProcesses, runAsDeployed);
    const memory: MemoryResult[] = [];
    for (const handler of [LAMBDA, ...handlers]) {
      const most = handler === LAMBDA ? Infinity : OTHERS_MEMORY_INVOCATIONS;
      const invocations = Math.min(effort.memoryInvocations, most);
      onProgress(`memory of ${handler}, ${invocations} invocations`);
      const job = { handler, eventFile, ...(handler === LAMBDA ? { lambdaFile } : {}) };
      memory.push(await measureMemory(job, invocations, runAsDeployed));
    }
    onProgress('telemetry');
    const tiny = createPayload([...packRecords(firstOf(withoutLongEvents(source.lines())))]);
    const telemetry = await measureTelemetry(lambdaFile, FASTEST, save('tiny.json', tiny), runJob);

    onProgress('scaling');
    const largest = Math.max(...effort.scalingSizes);
    const records = takeRecords(packRecords(withoutLongEvents(source.lines())), largest);
    const scalingRounds = roundsOf('scaling: round', effort.scalingRounds);
    const scaling = await measureScaling(records, effort.scalingSizes, scalingRounds, runJob, folder);
    return {
      version: REPORT_VERSION,
      source: source.name,
      rounds: effort.rounds,
      machine: { ...machine, loadAfter: loadavg()[0] ?? 0 },
      bundleBytes: statSync(lambdaFile).size,
      sets,
      cold,
      memory,
      telemetry,
      scaling,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measureOne(
  set: PayloadSet,
  source: LogSource,
  roundsOf: (what: string, rounds: number) => RoundsOptions,
  wantedRounds: number,
): Promise<SetResult> {
  const { name, hasLongEvents, shareOfRounds } = set;
  const payload = createSet(set, source);
  const full = roundsOf(`set ${name}: round`, Math.ceil(wantedRounds * shareOfRounds));
  const rounds = { ...full, warmUps: Math.ceil(full.warmUps * shareOfRounds) };
  // Real events may hold what only the reference answers.
  const maxDeclined = source.isGenerated && !set.hasDeclined ? 0 : Infinity;
  return measureSet({ set: name, payload, hasLongEvents, maxDeclined, rounds });
}

function* firstOf<Item>(items: Iterable<Item>): Generator<Item, void, undefined> {
  for (const item of items) {
    yield item;
    return;
  }
}
