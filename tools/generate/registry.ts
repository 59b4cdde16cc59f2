import type { GeneratedFolder, GeneratedRegion } from './generated';

/** Every folder that `npm run generate` owns. */
export const FOLDERS: readonly GeneratedFolder[] = [];

/** Every generated part of a hand-written file. */
export const REGIONS: readonly GeneratedRegion[] = [];
