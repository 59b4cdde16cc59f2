import type { CastFunction, ColumnCast } from './column-casts';

/** A value as the table holds it. A datetime stays text, so that its microseconds survive. */
export type CastValue = string | number | boolean | null | object;

/** The range of the KQL type `int`. */
const MIN_INT = -2_147_483_648;
const MAX_INT = 2_147_483_647;

/** RFC 3339: what the transform writes into a datetime column is in UTC; the service reads offsets too. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Applies casts to one parsed row, as the data collection rule does it in KQL: exactly the columns of the casts come
 * out, in their order, a missing value counts as null, and members that no column names are left out.
 *
 * `receivedAt` (RFC 3339, UTC) stands for `now()`.
 */
export function castRow(
  row: Readonly<Record<string, unknown>>,
  casts: readonly ColumnCast[],
  receivedAt: string,
): Record<string, CastValue> {
  const entries = casts.map(({ column, cast, whenNull }): [string, CastValue] => {
    const value = castValue(cast, Object.hasOwn(row, column) ? row[column] : null);
    return [column, value === null && whenNull === 'now' ? receivedAt : value];
  });
  return Object.fromEntries(entries);
}

function castValue(cast: CastFunction, value: unknown): CastValue {
  switch (cast) {
    case 'todatetime':
      return typeof value === 'string' && RFC_3339.test(value) && !Number.isNaN(Date.parse(value)) ? value : null;
    case 'tostring':
      return toKqlString(value);
    case 'toint':
      return toKqlInt(value);
    case 'parse_json':
      return parseDynamic(value);
  }
}

/** `tostring(null)` is the empty string: KQL strings are never null. */
function toKqlString(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value);
  } catch {
    // JSON.stringify gives up on a depth of some thousands.
    return '';
  }
}

function toKqlInt(value: unknown): number | null {
  const isNumeric = typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value));
  if (!isNumeric) return null;
  const integer = Math.trunc(Number(value));
  return integer >= MIN_INT && integer <= MAX_INT ? integer : null;
}

/** `parse_json` passes a dynamic value through and reads text as JSON; text that is none stays a string. */
function parseDynamic(value: unknown): CastValue {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as CastValue;
  } catch {
    return value;
  }
}
