import { describe, expect, it } from '@jest/globals';

import { COLUMNS } from '../src/index';

describe('COLUMNS', () => {
  it('holds the thirteen columns of the documented table, in order', () => {
    expect(COLUMNS.map((column) => `${column.name}:${column.type}`)).toEqual([
      'TimeGenerated:datetime',
      'AwsAccountId:string',
      'Region:string',
      'ClusterName:string',
      'Verb:string',
      'User:string',
      'SourceIPs:dynamic',
      'UserAgent:string',
      'ObjectRef:string',
      'ResponseCode:int',
      'Stage:string',
      'AuthDecision:string',
      'RawEvent:dynamic',
    ]);
  });

  // https://learn.microsoft.com/azure/azure-monitor/service-limits: 500 columns a table, 45 characters a column name
  it('stays within the limits of a Log Analytics table', () => {
    expect(COLUMNS.length).toBeLessThanOrEqual(500);
    for (const column of COLUMNS) expect(column.name).toMatch(/^[A-Za-z][A-Za-z0-9_]{0,44}$/);
  });
});
