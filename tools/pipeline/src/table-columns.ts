import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { COLUMNS, type ColumnType } from '@eks-sentinel/schema';

/** A column as the table declares it. */
export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** The table as it is deployed: generated, so that the collector types rows as Log Analytics will. */
const TABLE_FILE = resolve(__dirname, '../../../packages/connector/azure/pieces/table.json');

/** The columns of the deployed table, in order: the only place from which the collector learns names and types. */
export function tableColumns(): readonly TableColumn[] {
  const table = JSON.parse(readFileSync(TABLE_FILE, 'utf8')) as {
    properties: { schema: { columns: readonly TableColumn[] } };
  };
  return table.properties.schema.columns.map(({ name, type }) => ({ name, type }));
}

/** The column whose old or future values Log Analytics replaces with the time of receipt. */
export const TIME_COLUMN = columnOf(({ source }) => source.from === 'time');

/** The two columns that make rows equal: the cluster, and the whole audit event. */
export const CLUSTER_COLUMN = columnOf(({ source }) => source.from === 'context' && source.value === 'cluster');
export const EVENT_COLUMN = columnOf(({ source }) => source.from === 'event');

function columnOf(isWanted: (column: (typeof COLUMNS)[number]) => boolean): string {
  const column = COLUMNS.find(isWanted);
  if (column === undefined) throw new Error('the schema lacks a column that the collector reads');
  return column.name;
}
