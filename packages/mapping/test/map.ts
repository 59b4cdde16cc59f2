import { ByteWriter } from '@eks-sentinel/json-scan';
import { expect } from '@jest/globals';

import type { LogMessage, RowContext, RowMapperOptions, RowOutcome } from '../src/index';
import { createRowMapper } from '../src/index';
import { BUILDS, mapMessageJson } from './fast/map-by-kernel';

export const CONTEXT: RowContext = {
  account: '111122223333',
  region: 'eu-west-1',
  cluster: 'prod-eu-1',
  timestamp: Date.UTC(2026, 4, 4, 10, 0, 0, 7),
  arrival: Date.UTC(2026, 4, 4, 10, 1, 0, 0),
};

/**
 * Maps one message and gives the outcome, the line, the row as JSON.parse reads it, and the text of its RawEvent. The
 * fast path must give the same line, or decline: so every test of the mapping is one of both engines.
 */
export function map(
  message: string | Buffer | LogMessage,
  context: Partial<RowContext> = {},
  options: RowMapperOptions = {},
) {
  const isPlain = typeof message === 'string' || Buffer.isBuffer(message);
  const out = new ByteWriter();
  const outcome = createRowMapper(options)(
    isPlain ? { bytes: Buffer.from(message as string) } : message,
    { ...CONTEXT, ...context },
    out,
  );
  const line = out.view().toString();
  if (isPlain) expectSameByKernel(message.toString(), { ...CONTEXT, ...context }, options, outcome, line);
  const row = JSON.parse(line) as Record<string, unknown> & { RawEvent: Record<string, unknown> };
  const rawEvent = line.slice(line.indexOf('"RawEvent":') + '"RawEvent":'.length, -2);
  return { outcome, line, row, rawEvent };
}

function expectSameByKernel(
  text: string,
  context: RowContext,
  options: RowMapperOptions,
  outcome: RowOutcome,
  line: string,
): void {
  const { isShrunk, isEssentialsOnly, depth } = outcome;
  for (const build of BUILDS) {
    const fast = mapMessageJson(build, JSON.stringify(text), context, options);
    if (fast === undefined) continue;
    expect({ build, line: fast, outcome }).toEqual({ build, line, outcome: { isShrunk, isEssentialsOnly, depth } });
  }
}
