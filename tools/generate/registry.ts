import { writeAzureFiles, writeColumnTable, writeParameterTable, writeQueryCatalogue } from '@eks-sentinel/connector';
import { COLUMNS } from '@eks-sentinel/schema';

import type { GeneratedFolder, GeneratedRegion } from './generated';

/** Every folder that `npm run generate` owns. */
export const FOLDERS: readonly GeneratedFolder[] = [
  { folder: 'packages/connector/azure', files: () => writeAzureFiles(COLUMNS) },
];

/** Every generated part of a hand-written file. */
export const REGIONS: readonly GeneratedRegion[] = [
  { file: 'docs/sentinel.md', region: 'columns', text: () => writeColumnTable(COLUMNS) },
  { file: 'docs/sentinel.md', region: 'parameters', text: () => writeParameterTable() },
  { file: 'docs/sentinel.md', region: 'queries', text: () => writeQueryCatalogue() },
];
