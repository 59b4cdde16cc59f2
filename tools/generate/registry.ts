import { transformSamples } from '@eks-sentinel/testkit';

import { kernelFiles } from './build-kernel';
import type { GeneratedFolder, GeneratedRegion } from './generated';

/** Every folder that `npm run generate` owns. */
export const FOLDERS: readonly GeneratedFolder[] = [
  { folder: 'services/transform/samples', files: transformSamples },
  { folder: 'packages/mapping/src/fast/wasm', files: kernelFiles },
];

/** Every generated part of a hand-written file. */
export const REGIONS: readonly GeneratedRegion[] = [];
