import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { serverlessInclude } from '@eks-sentinel/connector';

import { walkChain } from '../../src/doctor/walk-chain';
import { CHAIN, clientsOf, healthyAccount } from './account';

const PAGE = readFileSync(resolve(__dirname, '../../../docs/operations.md'), 'utf8');

describe('docs/operations.md', () => {
  it('tells what to do about each alarm, and of no other', () => {
    const alarms = Object.entries(serverlessInclude().Resources)
      .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')
      .map(([id]) => id.replace(/^Alarm/, ''));
    const [, section = ''] = PAGE.split('\n## Alarms\n');
    const rows = [...section.split('\n## ')[0]!.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);

    expect(rows.sort()).toEqual(alarms.sort());
  });

  it('names checks that exist', async () => {
    const results = await walkChain(clientsOf(healthyAccount()), CHAIN);
    const ids: string[] = results.map(({ id }) => id);
    const named = [
      ...PAGE.matchAll(/`((?:cluster|log-group|subscription|flow|firehose|lambda|s3|sqs|identity)\.[a-z-]+)`/g),
    ];

    expect(named.length).toBeGreaterThan(15);
    expect(named.map(([, id]) => id).filter((id) => !ids.includes(id!))).toEqual([]);
  });

  it('names the stations in the order of the data', () => {
    const [, section = ''] = PAGE.split('\n## Doctor\n');
    const stations = [...section.split('\n## ')[0]!.matchAll(/^\| `([a-z0-9-]+)`/gm)].map(([, name]) => name);

    expect(stations).toEqual([
      'cluster',
      'log-group',
      'subscription',
      'flow',
      'firehose',
      'lambda',
      's3',
      'sqs',
      'identity',
      'stack',
    ]);
  });
});
