import { writeAzureFiles, writeColumnTable, writeParameterTable, writeQueryCatalogue } from '@eks-sentinel/connector';
import { COLUMNS } from '@eks-sentinel/schema';

import type { GeneratedFolder, GeneratedRegion } from './generated';

/** The ARM template, its single pieces and all KQL. */
export const SENTINEL_FILES: GeneratedFolder = {
  folder: 'packages/connector/azure',
  files: () => writeAzureFiles(COLUMNS),
};

/** The parts of the documentation that follow from the schema and the queries. */
export const SENTINEL_REGIONS: readonly GeneratedRegion[] = [
  { file: 'docs/sentinel.md', region: 'columns', text: () => writeColumnTable(COLUMNS) },
  { file: 'docs/sentinel.md', region: 'parameters', text: () => writeParameterTable() },
  { file: 'docs/sentinel.md', region: 'queries', text: () => writeQueryCatalogue() },
];
