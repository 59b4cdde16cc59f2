import type { FirehoseTransformationResult } from 'aws-lambda';

import { gunzip } from './gunzip';
import type { Variant } from './variant';
import { eachRecord } from './variant';

/** The name of the variant that all others are compared with. */
export const FLOOR = 'floor';

/**
 * What no transform on this runtime can do without: decode base64, inflate, and encode rows of the right size as base64.
 * The rows are those of `response`, made beforehand.
 */
export function createFloor(response: FirehoseTransformationResult): Variant {
  const rows = new Map(response.records.map(({ recordId, data = '' }) => [recordId, Buffer.from(data, 'base64')]));
  return {
    name: FLOOR,
    label: 'floor: base64, gunzip, base64',
    claim: 'identical',
    keepsAllRules: true,
    invoke: eachRecord((data, recordId) => {
      gunzip(data);
      return rows.get(recordId)!.toString('base64');
    }),
  };
}
