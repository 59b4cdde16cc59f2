export { decodeRecord } from './decode-record';
export type { RecordFailureCode, RecordReading } from './decode-record';
export { encodeData } from './encode-data';
export { groupByBytes } from './group-by-bytes';
export type { Group } from './group-by-bytes';
export {
  LAMBDA_RESPONSE_BYTES,
  MAX_BATCH_BYTES,
  MAX_BATCH_RECORDS,
  MAX_DECODED_BYTES,
  MAX_DEFERRALS,
  MAX_RECORD_BYTES,
  MAX_REDRIVES,
  MAX_RESPONSE_BYTES,
  MAX_SPLITS,
} from './limits';
export { peekMarker, readMarker, withMarker } from './marker';
export type { Marker } from './marker';
export { peekDecodedBytes } from './peek-decoded-bytes';
export { deliveryOrder, planOverflow } from './plan-overflow';
export type { Overflow, OverflowFailureCode } from './plan-overflow';
export { ResponseLedger, base64Length } from './response-ledger';
export { parseStreamArn } from './stream-arn';
export type { StreamName } from './stream-arn';
