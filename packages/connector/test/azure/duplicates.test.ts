import { describe, expect, it } from '@jest/globals';

import { ALL_QUERIES } from '../../src/azure/queries/all-queries';
import { UNIQUE_FUNCTION, WITHOUT_DUPLICATES } from '../../src/azure/queries/kql-query';
import { elementsOf, readExpression } from './kql-rows';
import type { Row } from './kql-rows';
import { kindOf, nodesOf, textOf } from './kusto';
import type { KqlNode } from './kusto';
import { analyzeInWorkspace } from './workspace';

const UNIQUE_KQL = ALL_QUERIES.find(({ alias }) => alias === UNIQUE_FUNCTION)!.kql;

/** The expressions after `by`: the key of a duplicate. */
function keyExpressions(kql: string): KqlNode[] {
  const clause = nodesOf(analyzeInWorkspace(kql).root).find((node) => kindOf(node) === 'SummarizeByClause');
  return clause === undefined ? [] : elementsOf(clause);
}

function withoutDuplicates(rows: readonly Row[]): Row[] {
  const key = keyExpressions(UNIQUE_KQL).map(readExpression);
  return [...new Map(rows.map((row) => [JSON.stringify(key.map((value) => value(row))), row])).values()];
}
const FIXED_ID = '00000000-0000-0000-0000-000000000000';
const harmless = { ClusterName: 'a', RawEvent: { auditID: FIXED_ID, verb: 'get', requestURI: '/api/v1/pods' } };
const hostile = { ClusterName: 'a', RawEvent: { auditID: FIXED_ID, verb: 'get', requestURI: '/api/v1/secrets' } };

describe('removal of duplicates', () => {
  it('is keyed by the cluster and the hash of the whole event', () => {
    const key = keyExpressions(UNIQUE_KQL).map(textOf);

    expect(key).toEqual(['ClusterName', 'EventHash = hash_sha256(tostring(RawEvent))']);
  });

  it('keeps two requests that share an audit ID set by the client', () => {
    expect(withoutDuplicates([harmless, hostile])).toEqual([harmless, hostile]);
  });

  it('keeps one of two deliveries of one event, and the same event of two clusters', () => {
    const again = structuredClone(hostile);
    const elsewhere = { ...hostile, ClusterName: 'b' };

    expect(withoutDuplicates([hostile, again, elsewhere])).toEqual([hostile, elsewhere]);
  });

  it('keeps the earliest of the times that a repeated event was given', () => {
    expect(UNIQUE_KQL).toContain('arg_min(TimeGenerated, *)');
  });

  it('is the same in every query that removes duplicates, and nowhere keyed by an audit ID', () => {
    for (const { id, kql, group } of ALL_QUERIES) {
      if (group === 'hunting' && id !== 'reused-audit-ids')
        expect([id, kql]).toEqual([id, expect.stringContaining(WITHOUT_DUPLICATES)]);
      if (kql.includes('EventHash')) expect(keyExpressions(kql).map(textOf).join()).not.toMatch(/audit/i);
    }
  });
});
