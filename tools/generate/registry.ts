import { transformSamples } from '@eks-sentinel/testkit';

import type { GeneratedFolder, GeneratedRegion } from './generated';

/** Every folder that `npm run generate` owns. */
export const FOLDERS: readonly GeneratedFolder[] = [{ folder: 'services/transform/samples', files: transformSamples }];

/** Every generated part of a hand-written file. */
export const REGIONS: readonly GeneratedRegion[] = [];
