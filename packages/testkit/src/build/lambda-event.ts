import type { FirehoseRecord, RecordOptions } from './record';
import { buildRecord } from './record';

/** What Firehose sends to the transform. */
export interface FirehoseLambdaEvent {
  readonly invocationId: string;
  readonly deliveryStreamArn: string;
  readonly region: string;
  readonly records: readonly FirehoseRecord[];
}

/** Text (a subscription message, which is compressed), the bytes of a record, or a whole record. */
export type RecordContent = string | Uint8Array | FirehoseRecord;

/** A Lambda event of these records, in this order; text and bytes get the recordId of their position. */
export function buildLambdaEvent(
  contents: readonly RecordContent[],
  overrides: Partial<FirehoseLambdaEvent> & Pick<RecordOptions, 'gzip'> = {},
): FirehoseLambdaEvent {
  const { gzip, ...members } = overrides;
  const records = contents.map((content, index) =>
    typeof content === 'string' || content instanceof Uint8Array
      ? buildRecord(content, { index, ...(gzip === undefined ? {} : { gzip }) })
      : content,
  );
  return { ...DEFAULTS, records, ...members };
}

const DEFAULTS = {
  invocationId: '5d6c2f0a-7a3e-4a52-9d0c-0a9c5b1e7f42',
  deliveryStreamArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/eks-sentinel-prod-eu-1',
  region: 'eu-west-1',
};
