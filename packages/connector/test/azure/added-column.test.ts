import { COLUMNS } from '@eks-sentinel/schema';
import type { Column } from '@eks-sentinel/schema';
import { describe, expect, it } from '@jest/globals';

import { toColumnCasts, writeAzureFiles, writeColumnTable } from '../../src/index';
import { deployOnPaper } from './arm-deployment';
import { createAnalyzer } from './kusto';
import { generatedTableColumns, readGeneratedJson } from './workspace';

const ADDED: Column = {
  name: 'AddedForTest',
  type: 'string',
  description: 'The audit level: Metadata, Request or RequestResponse',
  source: { from: 'string', path: ['level'] },
};
const WITH_ADDED = [...COLUMNS, ADDED];

describe('a column that is added to the schema', () => {
  it('changes the template, the table, the rule, the transformation and the documentation, and no other file', () => {
    const before = writeAzureFiles(COLUMNS);
    const after = writeAzureFiles(WITH_ADDED);
    const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);

    expect(changed).toEqual([
      'azuredeploy.json',
      'pieces/table.json',
      'pieces/data-collection-rule.json',
      'pieces/transformation.kql',
    ]);
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(writeColumnTable(WITH_ADDED)).toContain(
      '| AddedForTest | string | The audit level: Metadata, Request or RequestResponse | `level` |',
    );
  });

  it('stands in the table, in the stream and in the transformation of the deployed template', () => {
    const template = readGeneratedJson('azuredeploy.json', WITH_ADDED) as Record<string, unknown>;
    const deployment = deployOnPaper(template, { workspaceName: 'w', roleArn: 'r', queueUrls: ['q'] });
    const [table] = deployment.resources.filter(({ type }) => type.endsWith('/tables'));
    const [rule] = deployment.resources.filter(({ type }) => type.endsWith('/dataCollectionRules'));
    const streamColumns = [
      ...COLUMNS.map(({ name, type }) => ({ name, type })),
      { name: 'AddedForTest', type: 'string' },
    ];

    expect(table?.properties).toMatchObject({
      schema: {
        columns: expect.arrayContaining([{ name: 'AddedForTest', type: 'string', description: ADDED.description }]),
      },
    });
    expect(rule?.properties).toMatchObject({
      streamDeclarations: { 'Custom-AWSEKSLogs_CL': { columns: streamColumns } },
      dataFlows: [{ transformKql: expect.stringContaining('AddedForTest = tostring(AddedForTest)') }],
    });
  });

  it('comes out of the transformation with the type of the table', () => {
    const kql = writeAzureFiles(WITH_ADDED).get('pieces/transformation.kql') ?? '';
    const { errors, columns } = createAnalyzer([{ table: 'source', columns: WITH_ADDED }])(kql);

    expect(errors).toEqual([]);
    expect(columns).toEqual(generatedTableColumns(WITH_ADDED));
  });

  it('has a cast that follows from its type', () => {
    expect(toColumnCasts(WITH_ADDED).at(-1)).toEqual({
      column: 'AddedForTest',
      type: 'string',
      cast: 'tostring',
      whenNull: 'keep',
    });
  });
});
