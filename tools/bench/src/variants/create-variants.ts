import type { FirehoseTransformationResult } from 'aws-lambda';

import { createEngines } from './engines';
import { createFloor } from './floor';
import { NAIVE } from './naive';
import { PEERS } from './peers';
import type { Variant } from './variant';

/** Every variant, in the order of the report. `reference` is the reference's response to the payload that is measured. */
export function createVariants(reference: FirehoseTransformationResult): Variant[] {
  return [createFloor(reference), ...createEngines(), NAIVE, ...PEERS];
}
