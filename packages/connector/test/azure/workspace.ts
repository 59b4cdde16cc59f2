import { COLUMNS, TABLE_NAME } from '@eks-sentinel/schema';
import type { Column } from '@eks-sentinel/schema';

import { writeAzureFiles } from '../../src/azure/azure-files';
import { FUNCTIONS } from '../../src/azure/queries/functions';
import { createAnalyzer } from './kusto';

/**
 * The columns that every table has besides its own.
 * Source: https://learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns
 */
const STANDARD_COLUMNS = [
  { name: 'TenantId', type: 'string' },
  { name: 'Type', type: 'string' },
  { name: '_ResourceId', type: 'string' },
  { name: '_SubscriptionId', type: 'string' },
  { name: '_ItemId', type: 'string' },
  { name: '_IsBillable', type: 'bool' },
  { name: '_BilledSize', type: 'real' },
];

/** The content of a generated file, read as JSON. */
export function readGeneratedJson(path: string, columns: readonly Column[] = COLUMNS): unknown {
  const text = writeAzureFiles(columns).get(path);
  if (text === undefined) throw new Error(`no generator writes ${path}`);
  return JSON.parse(text);
}

/** The columns of the generated table, as a person who deploys the single piece gets them. */
export function generatedTableColumns(columns: readonly Column[] = COLUMNS): { name: string; type: string }[] {
  const table = readGeneratedJson('pieces/table.json', columns) as {
    properties: { schema: { columns: { name: string; type: string }[] } };
  };
  return table.properties.schema.columns.map(({ name, type }) => ({ name, type }));
}

/** Checks a KQL text against the generated table and the saved functions. */
export const analyzeInWorkspace = createAnalyzer([
  { table: TABLE_NAME, columns: [...generatedTableColumns(), ...STANDARD_COLUMNS] },
  ...FUNCTIONS.map(({ alias = '', parameters = '', kql }) => ({ alias, parameters, kql })),
]);
