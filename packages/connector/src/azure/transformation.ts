import type { ColumnCast } from './column-casts';

/**
 * The longest transformation of a data collection rule, in characters.
 * Source: https://learn.microsoft.com/azure/azure-monitor/service-limits (data collection rules).
 */
export const MAX_TRANSFORMATION_CHARACTERS = 15_360;

/**
 * The KQL that the data collection rule runs on every row: it states the list of casts and nothing else. The event's
 * time is kept; `now()` stands in only where a row has none, because the output needs a valid TimeGenerated.
 *
 * Throws when the text is too long for a rule. Only operators and functions of
 * https://learn.microsoft.com/azure/azure-monitor/data-collection/data-collection-transformations-kql are used.
 */
export function writeTransformation(casts: readonly ColumnCast[]): string {
  const kql = `source\n| project\n${casts.map((cast) => `    ${cast.column} = ${castExpression(cast)}`).join(',\n')}`;
  if (kql.length > MAX_TRANSFORMATION_CHARACTERS) {
    throw new RangeError(
      `transformation: ${kql.length} characters for ${casts.length} columns, at most ${MAX_TRANSFORMATION_CHARACTERS} are allowed`,
    );
  }
  return kql;
}

function castExpression({ column, cast, whenNull }: ColumnCast): string {
  const value = `${cast}(${column})`;
  return whenNull === 'now' ? `iif(isnull(${value}), now(), ${value})` : value;
}
