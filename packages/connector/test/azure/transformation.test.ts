import { COLUMNS } from '@eks-sentinel/schema';
import type { Column } from '@eks-sentinel/schema';
import { describe, expect, it } from '@jest/globals';

import { COLUMN_CASTS, toColumnCasts } from '../../src/azure/column-casts';
import { MAX_TRANSFORMATION_CHARACTERS, writeTransformation } from '../../src/azure/transformation';
import { childrenOf, createAnalyzer, kindOf, nodesOf, textOf } from './kusto';
import type { KqlNode } from './kusto';
import { findUnsupported } from './supported-kql';
import { generatedTableColumns, readGeneratedJson } from './workspace';

interface Rule {
  readonly properties: {
    readonly streamDeclarations: Record<string, { columns: { name: string; type: string }[] }>;
    readonly dataFlows: readonly { transformKql: string; streams: string[]; outputStream: string }[];
  };
}
const { streamDeclarations, dataFlows } = (readGeneratedJson('pieces/data-collection-rule.json') as Rule).properties;
const STREAM = 'Custom-AWSEKSLogs_CL';
const KQL = dataFlows[0]!.transformKql;

const analyzeTransformation = createAnalyzer([{ table: 'source', columns: streamDeclarations[STREAM]!.columns }]);

/** Reads the casts back from the syntax tree: `X = cast(X)` or `X = iif(isnull(cast(X)), now(), cast(X))`. */
function readCasts(kql: string) {
  const { root } = analyzeTransformation(kql);
  const assignments = nodesOf(root).filter((node) => kindOf(node) === 'SimpleNamedExpression');
  return assignments.map((node) => {
    const parts = childrenOf(node);
    const calls = nodesOf(parts.at(-1)!).filter((child) => kindOf(child) === 'FunctionCallExpression');
    return { column: textOf(parts[0]!), calls: calls.map((call: KqlNode) => textOf(call)) };
  });
}

describe('transformation', () => {
  it('is the text of the rule, from the declared stream into the table of the same name', () => {
    expect(Object.keys(streamDeclarations)).toEqual([STREAM]);
    expect(dataFlows).toEqual([
      {
        streams: [STREAM],
        destinations: ['sentinel'],
        outputStream: STREAM,
        transformKql: writeTransformation(COLUMN_CASTS),
      },
    ]);
  });

  it('parses, and its result has exactly the columns and types of the table', () => {
    const { errors, columns } = analyzeTransformation(KQL);

    expect(errors).toEqual([]);
    expect(columns).toEqual(generatedTableColumns());
    expect(columns).toEqual(COLUMNS.map(({ name, type }) => ({ name, type })));
  });

  it('states the list of casts: every column once, in order, with its function', () => {
    expect(readCasts(KQL)).toEqual(
      COLUMN_CASTS.map(({ column, cast, whenNull }) => {
        const call = `${cast}(${column})`;
        return {
          column,
          calls:
            whenNull === 'now'
              ? [`iif(isnull(${call}), now(), ${call})`, `isnull(${call})`, call, 'now()', call]
              : [call],
        };
      }),
    );
  });

  it('keeps the time of the event and gives a row without one the time of its receipt', () => {
    expect(KQL).toContain('TimeGenerated = iif(isnull(todatetime(TimeGenerated)), now(), todatetime(TimeGenerated))');
  });

  it('uses only operators and functions that the service documents', () => {
    expect(findUnsupported(analyzeTransformation(KQL).root)).toEqual([]);
  });

  it.each([
    ['source | summarize count() by Verb', ['operator Summarize', 'function count']],
    ['source | extend Verb = coalesce(Verb, "get")', ['function coalesce']],
    ['source | where Verb in~ ("GET")', ['expression InCs']],
    ['source | where not(Verb == "get")', ['function not']],
    ['source | mv-expand SourceIPs', ['operator MvExpand', 'expression MvExpand']],
  ])('would be refused as %s', (kql, unsupported) => {
    expect(findUnsupported(analyzeTransformation(kql).root)).toEqual(unsupported);
  });

  it('stays within the length of a transformation, and refuses more columns than fit', () => {
    const many = (count: number): Column[] =>
      Array.from({ length: count }, (_, index) => ({ ...COLUMNS[1]!, name: `Column${index}` }));

    expect(KQL.length).toBeLessThan(1_000);
    expect(writeTransformation(toColumnCasts(many(300))).length).toBeLessThan(MAX_TRANSFORMATION_CHARACTERS);
    expect(() => writeTransformation(toColumnCasts(many(500)))).toThrow(/500 columns, at most 15360 are allowed/);
  });
});
