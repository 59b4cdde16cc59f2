import { TABLE_NAME } from '@eks-sentinel/schema';
import type { Column } from '@eks-sentinel/schema';

import { ALL_QUERIES } from './queries/all-queries';
import type { KqlQuery } from './queries/kql-query';
import { TEMPLATE_PARAMETERS } from './template-parameters';

const GROUP_TITLES: Readonly<Record<KqlQuery['group'], string>> = {
  verification: 'Verification',
  functions: 'Functions',
  health: 'Health of the connector',
  hunting: 'Hunting',
};

/** The table of columns for the documentation. */
export function writeColumnTable(columns: readonly Column[]): string {
  return [
    `| column of ${TABLE_NAME} | type | meaning | from |`,
    '| --- | --- | --- | --- |',
    ...columns.map(
      (column) => `| ${column.name} | ${column.type} | ${escapeCell(column.description)} | ${sourceText(column)} |`,
    ),
  ].join('\n');
}

/** The table of the template's parameters for the documentation. */
export function writeParameterTable(): string {
  return [
    '| parameter | type | default | meaning |',
    '| --- | --- | --- | --- |',
    ...Object.entries(TEMPLATE_PARAMETERS).map(([name, parameter]) => {
      const value = 'defaultValue' in parameter ? `\`${JSON.stringify(parameter.defaultValue)}\`` : 'required';
      return `| ${name} | ${parameter.type} | ${value} | ${escapeCell(parameter.metadata.description)} |`;
    }),
  ].join('\n');
}

/** Every query of the documentation with an example of its answer, group by group. */
export function writeQueryCatalogue(): string {
  return Object.entries(GROUP_TITLES)
    .map(([group, title]) => {
      const queries = ALL_QUERIES.filter((query) => query.group === group);
      return [`### ${title}`, ...queries.map(querySection)].join('\n\n');
    })
    .join('\n\n');
}

function querySection(query: KqlQuery): string {
  const [header = [], ...rows] = query.answer;
  const answer = [
    `| ${header.join(' | ')} |`,
    `| ${header.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row.map(escapeCell).join(' | ')} |`),
  ].join('\n');
  const techniques = query.techniques === undefined ? [] : [`ATT&CK: ${query.techniques.join(', ')}.`];
  return [
    `#### ${query.title}`,
    [query.description, ...techniques, `File: \`queries/${query.group}/${query.id}.kql\`.`].join(' '),
    ['```kusto', query.kql, '```'].join('\n'),
    ...(query.usage === undefined ? [] : ['Called as:', ['```kusto', query.usage, '```'].join('\n')]),
    rows.length === 0
      ? `Answer when all is well: no row (${header.join(', ')}).`
      : `Example of an answer:\n\n${answer}`,
  ].join('\n\n');
}

function sourceText({ source }: Column): string {
  switch (source.from) {
    case 'time':
      return [...source.paths.map(pathText), 'else the time of the log event'].join(', ');
    case 'context':
      return 'the subscription message';
    case 'objectRef':
      return `${pathText(source.paths.resource.slice(0, 1))}, else ${pathText(source.paths.requestUri)}`;
    case 'event':
      return 'the whole audit event';
    case 'string':
    case 'strings':
    case 'integer':
      return pathText(source.path);
  }
}

function pathText(path: readonly string[]): string {
  const [first = '', ...rest] = path;
  return `\`${first}${rest.map((name) => (/^\w+$/.test(name) ? `.${name}` : `["${name}"]`)).join('')}\``;
}

/** A cell of a table in Markdown cannot hold a bar. */
function escapeCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}
