import { ByteWriter } from '@eks-sentinel/json-scan';

import type { LogMessage, RowContext, RowMapperOptions } from '../src/index';
import { createRowMapper } from '../src/index';

export const CONTEXT: RowContext = {
  account: '111122223333',
  region: 'eu-west-1',
  cluster: 'prod-eu-1',
  timestamp: Date.UTC(2026, 4, 4, 10, 0, 0, 7),
  arrival: Date.UTC(2026, 4, 4, 10, 1, 0, 0),
};

/** Maps one message and gives the outcome, the line, the row as JSON.parse reads it, and the text of its RawEvent. */
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
  const row = JSON.parse(line) as Record<string, unknown> & { RawEvent: Record<string, unknown> };
  const rawEvent = line.slice(line.indexOf('"RawEvent":') + '"RawEvent":'.length, -2);
  return { outcome, line, row, rawEvent };
}
