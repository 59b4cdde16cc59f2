import { COLUMNS } from '@eks-sentinel/schema';
import type { Column, ColumnType } from '@eks-sentinel/schema';

/** The KQL function that brings a value to the type of its column. */
export type CastFunction = 'todatetime' | 'tostring' | 'toint' | 'parse_json';

/** How one column of a delivered row becomes a value of the table. */
export interface ColumnCast {
  readonly column: string;
  readonly type: ColumnType;
  readonly cast: CastFunction;
  /** `now`: a row always has a time, since the service refuses one without. `keep`: null stays what the cast gives. */
  readonly whenNull: 'now' | 'keep';
}

const CASTS: Readonly<Record<ColumnType, CastFunction>> = {
  datetime: 'todatetime',
  string: 'tostring',
  int: 'toint',
  dynamic: 'parse_json',
};

/**
 * The casts of a list of columns, in its order: the transformation of the data collection rule states them in KQL, and
 * `castRow` applies them to a parsed row.
 */
export function toColumnCasts(columns: readonly Column[]): readonly ColumnCast[] {
  return columns.map(({ name, type, source }) => ({
    column: name,
    type,
    cast: CASTS[type],
    whenNull: source.from === 'time' ? 'now' : 'keep',
  }));
}

/** The casts of the table's own columns. */
export const COLUMN_CASTS: readonly ColumnCast[] = toColumnCasts(COLUMNS);
