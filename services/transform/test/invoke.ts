import type { FirehoseTransformationEvent } from 'aws-lambda';

import type { Config } from '../src/config';
import { readConfig } from '../src/config';
import type { Handler, HandlerTools } from '../src/create-handler';
import { createHandler } from '../src/create-handler';
import type { Tally } from '../src/tally';
import { engineUnderTest } from './engine-under-test';

/** A handler with a clock that stands still, no way back to a stream, and what it reported. */
export function buildHandler(tools: Partial<Omit<HandlerTools, 'config'>> & { config?: Partial<Config> } = {}) {
  const reports: Tally[] = [];
  const handler: Handler = createHandler({
    putBatchTo: () => () => Promise.resolve({ ok: false, isRetryable: false }),
    report: (tally) => reports.push(tally),
    now: () => Date.UTC(2026, 4, 12, 9, 0, 0),
    wait: () => Promise.resolve(),
    random: () => 0.5,
    engine: engineUnderTest.current,
    ...tools,
    config: { ...readConfig({}), ...tools.config },
  });
  return { handler, reports };
}

/** Invokes a handler and gives each record's result with its rows. */
export async function invoke(handler: Handler, event: object) {
  const { records } = await handler(event as FirehoseTransformationEvent);
  return records.map(({ recordId, result, data }) => ({ recordId, result, rows: rowsOf(data) }));
}

/** The rows in a record's data; fails on anything that is not lines of JSON. */
export function rowsOf(data: string | undefined): (Record<string, unknown> & { RawEvent: Record<string, unknown> })[] {
  if (data === undefined) return [];
  const text = Buffer.from(data, 'base64').toString();
  expectTrailingLineBreak(text);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown> & { RawEvent: Record<string, unknown> });
}

function expectTrailingLineBreak(text: string): void {
  if (!text.endsWith('\n')) throw new Error('the data of a record must end in a line break');
}
