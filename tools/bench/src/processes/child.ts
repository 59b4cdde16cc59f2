import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';

import type { FirehoseTransformationEvent } from 'aws-lambda';

import type { Invoke } from '../variants/variant';
import type { Job, JobResult } from './job';
import { LAMBDA, NOTHING, PLANNED } from './job';

/** The result is written here: standard output belongs to the telemetry of the handler. */
const RESULT_DESCRIPTOR = 3;
/** Points of the curve of memory. */
const MAX_READINGS = 100;
/** Times that are kept; what comes later is as warm as these. */
const MAX_TIMES = 1_000;

async function run({ lambdaFile, handler: name, eventFile, invocations }: Job): Promise<JobResult> {
  const baseMb = process.memoryUsage.rss() / 1e6;
  const loadStart = performance.now();
  const lambda = lambdaFile === undefined ? undefined : (createRequire(lambdaFile)(lambdaFile) as { handler: Invoke });
  const loadMs = lambda === undefined ? 0 : performance.now() - loadStart;
  const handler = await chooseHandler(name, lambda?.handler);
  const eventText = readFileSync(eventFile, 'latin1');

  const invocationMs: number[] = [];
  const residentMb: { invocation: number; mb: number }[] = [];
  const every = Math.max(1, Math.floor(invocations / MAX_READINGS));
  let firstHandlerMs = 0;
  let responseBytes = 0;
  for (let invocation = 1; invocation <= invocations; invocation++) {
    const start = performance.now();
    const event = JSON.parse(eventText) as FirehoseTransformationEvent;
    const parsed = performance.now();
    const response = await handler(event);
    const handled = performance.now();
    responseBytes = JSON.stringify(response).length;
    const end = performance.now();
    if (invocation === 1) firstHandlerMs = handled - parsed;
    if (invocation <= MAX_TIMES) invocationMs.push(end - start);
    // The runtime waits for the network between invocations. Without a turn of the event loop the callbacks of what the
    // telemetry has written would pile up, and look like a leak.
    await setImmediate();
    if (invocation % every === 0) residentMb.push({ invocation, mb: process.memoryUsage.rss() / 1e6 });
  }
  return { loadMs, firstHandlerMs, invocationMs, baseMb, peakMb: peakMb(), residentMb, responseBytes };
}

async function chooseHandler(name: string, lambda: Invoke | undefined): Promise<Invoke> {
  if (name === NOTHING) return () => ({ records: [] });
  if (name === LAMBDA && lambda !== undefined) return lambda;
  // Loaded only when asked for: the Lambda is measured in a process that has nothing else.
  const { createEngines, createPlanned } = await import('../variants/engines');
  const { NAIVE } = await import('../variants/naive');
  if (name === PLANNED) return createPlanned();
  const variant = [...createEngines(), NAIVE].find((one) => one.name === name);
  if (variant === undefined) throw new Error('there is no such handler');
  return variant.invoke;
}

/** Linux keeps in `maxRSS` the peak of the process that this one was forked from; the high-water mark is its own. */
function peakMb(): number {
  try {
    const [, kibibytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'latin1'))!;
    return (Number(kibibytes) * 1_024) / 1e6;
  } catch {
    return (process.resourceUsage().maxRSS * 1_024) / 1e6;
  }
}

void run(JSON.parse(process.argv[2]!) as Job).then((result) => writeSync(RESULT_DESCRIPTOR, JSON.stringify(result)));
