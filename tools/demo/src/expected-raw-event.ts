import { ByteWriter, compileKeyTree, pickMembers } from '@eks-sentinel/json-scan';
import { createRowMapper } from '@eks-sentinel/mapping';
import { MAX_FIELD_BYTES } from '@eks-sentinel/schema';

import { EVENT_COLUMN } from '../../pipeline/src/table-columns';

/** The RawEvent that the row of a log event must have: the message itself, unless it is too long or broken. */
export type ExpectedRawEvent = (message: string) => string;

const NO_KEYS = compileKeyTree([]);
const EVENT_KEY = compileKeyTree([[EVENT_COLUMN]]);
const NOWHERE = { account: '', region: '', cluster: '', timestamp: 0, arrival: 0 };

/** Only a message that does not come through unchanged is mapped; all others are expected without asking the mapping. */
export function createExpectedRawEvent(): ExpectedRawEvent {
  const mapRow = createRowMapper();
  const row = new ByteWriter(MAX_FIELD_BYTES);
  const noSpans = new Int32Array(0);
  const span = new Int32Array(2);

  return (message) => {
    const bytes = Buffer.from(message);
    if (bytes.length <= MAX_FIELD_BYTES && !/[\n\r]/.test(message)) {
      const { kind, start, end } = pickMembers(bytes, 0, bytes.length, NO_KEYS, noSpans);
      if (kind === 'object' && start === 0 && end === bytes.length) return message;
    }
    row.truncate(0);
    mapRow({ bytes }, NOWHERE, row);
    const text = Buffer.from(row.view());
    pickMembers(text, 0, text.length, EVENT_KEY, span);
    return text.toString('utf8', span[0], span[1]);
  };
}
