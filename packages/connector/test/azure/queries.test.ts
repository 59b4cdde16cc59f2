import { COLUMNS, TABLE_NAME } from '@eks-sentinel/schema';
import { describe, expect, it } from '@jest/globals';

import { writeAzureFiles } from '../../src/azure/azure-files';
import { ALL_QUERIES } from '../../src/azure/queries/all-queries';
import type { KqlQuery } from '../../src/azure/queries/kql-query';
import { analyzeInWorkspace } from './workspace';

const CASES = ALL_QUERIES.map((query) => [query.id, query] as const);

/** The text of the shipped file; a function has its parameters in scope. */
function shippedText({ group, id, parameters }: KqlQuery): string {
  const text = writeAzureFiles(COLUMNS).get(`queries/${group}/${id}.kql`) ?? '';
  return parameters === undefined ? text : `declare query_parameters(${parameters});\n${text}`;
}

describe('queries', () => {
  it.each(CASES)('%s parses and fits the generated table', (_, query) => {
    const text = shippedText(query);

    expect(text).toContain(query.kql);
    expect(analyzeInWorkspace(text).errors).toEqual([]);
  });

  it.each(CASES)('%s has an example answer with the columns of its result', (_, query) => {
    const { columns, errors } = analyzeInWorkspace(query.usage ?? query.kql);
    const [header = [], ...rows] = query.answer;

    expect(errors).toEqual([]);
    expect(header).toEqual(columns.map(({ name }) => name));
    for (const row of rows) expect(row).toHaveLength(header.length);
  });

  it('fails on a column that the table does not have', () => {
    expect(analyzeInWorkspace(`${TABLE_NAME}\n| summarize count() by QueueName`).errors).toEqual([
      "The name 'QueueName' does not refer to any known column, table, variable or function.",
    ]);
    expect(analyzeInWorkspace('AWSEKSLogsExpanded()\n| where Verbs == "get"').errors).toHaveLength(1);
  });

  it('fails on an unknown table, on text that does not parse and on a number compared with text', () => {
    expect(analyzeInWorkspace('AWSEKS_CL | take 1').errors).toHaveLength(1);
    expect(analyzeInWorkspace(`${TABLE_NAME} | where`).errors).not.toEqual([]);
    expect(analyzeInWorkspace(`${TABLE_NAME} | where ResponseCode == "200"`).errors).toEqual([
      'A number is compared with text: ResponseCode == "200"',
    ]);
  });

  it('has a name in kebab-case, once, and tactics and techniques exactly on hunts', () => {
    const ids = ALL_QUERIES.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, group, tactics, techniques } of ALL_QUERIES) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect([id, (tactics ?? []).length > 0]).toEqual([id, group === 'hunting']);
      for (const technique of techniques ?? []) expect(technique).toMatch(/^T\d{4}$/);
    }
  });

  it('expands RawEvent into columns beside those of the table and hides none of them', () => {
    const { columns } = analyzeInWorkspace('AWSEKSLogsExpanded()');
    const names = columns.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(columns).toEqual(expect.arrayContaining(COLUMNS.map(({ name, type }) => ({ name, type }))));
    for (const name of ['Groups', 'Namespace', 'Resource', 'Name', 'Subresource', 'RoleArn', 'Reason']) {
      expect(names).toContain(name);
    }
    expect(names).toEqual(
      expect.arrayContaining(['ImpersonatedUser', 'ImpersonatedGroups', 'ImpersonationConstraint', 'DegradedCode']),
    );
  });
});
