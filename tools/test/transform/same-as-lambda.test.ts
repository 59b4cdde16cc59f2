import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';
import type { FirehoseTransformationEvent } from 'aws-lambda';

import { createHandler, readConfig } from '@eks-sentinel/transform';
import { readSubscriptionMessage, visitLogEvents, withLogEvents } from '@eks-sentinel/cloudwatch-logs';

import { runTransform } from './run-transform';

const SAMPLES = resolve(__dirname, '../../../services/transform/samples');

// The Lambda without its report; only its answer counts here.
const invoke = createHandler({
  config: readConfig({}),
  putBatchTo: () => () => Promise.resolve({ ok: false, isRetryable: false }),
  report: () => undefined,
  now: () => Date.now(),
  wait: () => Promise.resolve(),
  random: () => 0,
});

describe('transform gives the rows of the Lambda', () => {
  it.each([
    ['audit-mix.json', 191],
    ['control-message.json', 0],
    ['truncated.json', 9],
    ['noise.json', 12],
    ['oversize.json', 413],
  ])('for %s', async (name, count) => {
    const path = `${SAMPLES}/${name}`;

    const { exitCode, lines } = await runTransform([path]);

    expect(exitCode).toBe(0);
    expect(lines).toHaveLength(count);
    expect(lines).toEqual(await rowsOfLambda(JSON.parse(readFileSync(path, 'utf8')) as FirehoseTransformationEvent));
  });

  it('for the payloads of a Lambda event, as JSON and as gzip', async () => {
    const path = `${SAMPLES}/truncated.json`;
    const event = JSON.parse(readFileSync(path, 'utf8')) as FirehoseTransformationEvent;
    const gzip = Buffer.concat(event.records.map(({ data }) => Buffer.from(data, 'base64')));
    const expected = await rowsOfLambda(event);

    const ofGzip = await runTransform(['--region', 'eu-west-1'], { stdin: gzip });
    const ofJson = await runTransform(['--region', 'eu-west-1'], { stdin: gunzipSync(gzip), chunkBytes: 11 });

    expect(ofGzip.lines).toEqual(expected);
    expect(ofJson.lines).toEqual(expected);
  });
});

/** Each log event is sent alone, so that every response has room for its row. */
async function rowsOfLambda(event: FirehoseTransformationEvent): Promise<string[]> {
  const rows: string[] = [];
  for (const record of event.records) {
    for (const data of singles(record.data)) {
      const { records } = await invoke({ ...event, records: [{ ...record, data }] });
      rows.push(
        ...Buffer.from(records[0]?.data ?? '', 'base64')
          .toString()
          .split('\n')
          .slice(0, -1),
      );
    }
  }
  return rows;
}

function singles(data: string): string[] {
  const reading = readSubscriptionMessage(gunzipSync(Buffer.from(data, 'base64')));
  if (!reading.ok || reading.kind === 'control') return [data];
  const messages: string[] = [];
  visitLogEvents(reading.message, (logEvent) => {
    messages.push(gzipSync(withLogEvents(reading.message, [logEvent])).toString('base64'));
    return true;
  });
  return messages;
}
