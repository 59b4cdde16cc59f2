import { createHandler, readConfig, type Tally } from '@eks-sentinel/transform';

/** Tells why the transform would fail on a record, by its failure code; undefined when it would not. */
export type RecordTrial = (data: Buffer, arrival: number | undefined) => Promise<string | undefined>;

/** Only the form of it is read: nothing is put to it. */
const TRIAL_STREAM = 'arn:aws:firehose:us-east-1:000000000000:deliverystream/trial';

/**
 * The transform itself, in this process, with the settings that it is deployed with by default. What has no room in one
 * response counts as taken back by the stream, as it will be.
 */
export function createRecordTrial(now: () => number): RecordTrial {
  let tally: Tally | undefined;
  const handler = createHandler({
    config: readConfig({}),
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
    await handler({
      invocationId: 'redrive',
      deliveryStreamArn: TRIAL_STREAM,
      region: 'us-east-1',
      records: [{ recordId: '0', approximateArrivalTimestamp: arrival ?? now(), data: data.toString('base64') }],
    });
    return Object.keys(tally?.failed ?? {})[0];
  };
}
