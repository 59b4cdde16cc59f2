import { transformSamples } from '@eks-sentinel/testkit';

import { CONNECTOR_INCLUDE, CONNECTOR_REGIONS, CONNECTOR_TEMPLATES } from './connector';
import { kernelFiles } from './build-kernel';
import type { GeneratedFolder, GeneratedRegion } from './generated';
import { SENTINEL_FILES, SENTINEL_REGIONS } from './sentinel';
import { TRANSFORM_REGIONS } from './transform';

/** Every folder that `npm run generate` owns. */
export const FOLDERS: readonly GeneratedFolder[] = [
  { folder: 'services/transform/samples', files: transformSamples },
  CONNECTOR_TEMPLATES,
  CONNECTOR_INCLUDE,
  SENTINEL_FILES,
  { folder: 'packages/mapping/src/fast/wasm', files: kernelFiles },
];

/** Every generated part of a hand-written file. */
export const REGIONS: readonly GeneratedRegion[] = [...CONNECTOR_REGIONS, ...SENTINEL_REGIONS, ...TRANSFORM_REGIONS];
