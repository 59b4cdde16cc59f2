import { transformSamples } from '@eks-sentinel/testkit';

import { kernelFiles } from './build-kernel';
import { CONNECTOR_INCLUDE, CONNECTOR_REGIONS, CONNECTOR_TEMPLATES } from './connector';
import type { GeneratedFolder, GeneratedRegion } from './generated';
import { SENTINEL_FILES, SENTINEL_REGIONS } from './sentinel';
import { TRANSFORM_REGIONS } from './transform';

/** Every folder that `npm run generate` owns. */
export const FOLDERS: readonly GeneratedFolder[] = [
  // First: the templates carry the transform, and the transform the kernel.
  { folder: 'packages/mapping/src/fast/wasm', files: kernelFiles },
  { folder: 'services/transform/samples', files: transformSamples },
  CONNECTOR_TEMPLATES,
  CONNECTOR_INCLUDE,
  SENTINEL_FILES,
];

/** Every generated part of a hand-written file. */
export const REGIONS: readonly GeneratedRegion[] = [...CONNECTOR_REGIONS, ...SENTINEL_REGIONS, ...TRANSFORM_REGIONS];
