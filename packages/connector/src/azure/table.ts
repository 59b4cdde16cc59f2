import { TABLE_NAME } from '@eks-sentinel/schema';
import type { Column } from '@eks-sentinel/schema';

/** The plan and the retention of the table: ARM expressions in the template, plain values in the single piece. */
export interface TableSettings {
  readonly plan: string;
  readonly retentionInDays: string | number;
  readonly totalRetentionInDays: string | number;
}

/** The properties of the Log Analytics table, as the Tables API takes them. */
export function tableProperties(
  columns: readonly Column[],
  settings: TableSettings,
): Readonly<Record<string, unknown>> {
  return {
    plan: settings.plan,
    retentionInDays: settings.retentionInDays,
    totalRetentionInDays: settings.totalRetentionInDays,
    schema: {
      name: TABLE_NAME,
      description: 'Audit events of Amazon EKS clusters, one row an event',
      columns: columns.map(({ name, type, description }) => ({ name, type, description })),
    },
  };
}
