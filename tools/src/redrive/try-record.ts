import { createHandler, readConfig, type Tally } from '@eks-sentinel/transform';

import { type FunctionSize, workMsOf } from './function-size';

/** Tells why the transform would fail on a record, by its failure code or `too_slow`; undefined when it would not. */
export type RecordTrial = (data: Buffer, arrival: number | undefined) => Promise<string | undefined>;

/** Only the form of it is read: nothing is put to it. */
const TRIAL_STREAM = 'arn:aws:firehose:us-east-1:000000000000:deliverystream/trial';

/** What the transform says of a record that it would have read with more time. */
const LATE_CODES: readonly string[] = ['deadline_exceeded', 'reingest_unfinished'];

/**
 * The transform itself, in this process, with the settings that it is deployed with by default. What has no room in one
 * response counts as taken back by the stream, as it will be. A record has as long as a function of the size could work
 * on it alone.
 */
export function createRecordTrial(now: () => number, size: FunctionSize): RecordTrial {
  let tally: Tally | undefined;
  const config = readConfig({});
  const allowedMs = workMsOf(size, config.deadlineReserveMs);
  const handler = createHandler({
    config,
    putBatchTo: () => (records) => Promise.resolve({ ok: true, accepted: records.map(() => true) }),
    report: (reported) => {
      tally = reported;
    },
    now,
    wait: (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      }),
    random: () => 0,
  });
  return async (data, arrival) => {
    const startedAt = now();
    await handler(
      {
        invocationId: 'redrive',
        deliveryStreamArn: TRIAL_STREAM,
        region: 'us-east-1',
        records: [{ recordId: '0', approximateArrivalTimestamp: arrival ?? startedAt, data: data.toString('base64') }],
      },
      { getRemainingTimeInMillis: () => allowedMs + config.deadlineReserveMs },
    );
    const code = Object.keys(tally?.failed ?? {})[0];
    if (code !== undefined && !LATE_CODES.includes(code)) return code;
    // The transform asks for the time between its steps only: one step may take it over the end.
    return code !== undefined || now() - startedAt > allowedMs ? 'too_slow' : undefined;
  };
}
