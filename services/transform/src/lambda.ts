import { setTimeout } from 'node:timers/promises';

import { readConfig } from './config';
import { createHandler } from './create-handler';
import { putBatchTo } from './firehose-client';
import { createTelemetry } from './telemetry';

const now = (): number => Date.now();

/** The Lambda's entry point. A configuration that is not allowed throws here, once, at cold start. */
export const handler = createHandler({
  config: readConfig(process.env),
  putBatchTo,
  report: createTelemetry(process.env, now),
  now,
  wait: async (milliseconds, signal) => {
    await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
  },
  random: Math.random,
});
