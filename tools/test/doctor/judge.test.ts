import { describe, expect, it } from '@jest/globals';

import { walkChain } from '../../src/doctor/walk-chain';
import { CHAIN, clientsOf, healthyAccount } from './account';
import { parseCommand, splitCommands } from './aws-cli';
import { MISCONFIGURATIONS } from './misconfigurations';

/** Commands of this project and of the AWS CLI that no client of these tests knows, as they begin. */
const OTHER_COMMANDS = [
  'npx --no eks-sentinel backfill --stack eks-sentinel-prod',
  'npx --no eks-sentinel redrive --stack eks-sentinel-prod',
  'npx --no eks-sentinel replay --stack eks-sentinel-prod',
  'npx --no sls deploy --stage prod --region eu-west-1',
  'aws service-quotas list-service-quotas --region eu-west-1 --service-code firehose',
];

describe('doctor', () => {
  it('finds nothing wrong with a healthy account', async () => {
    const results = await walkChain(clientsOf(healthyAccount()), CHAIN);

    expect(results.filter(({ status }) => status !== 'PASS')).toEqual([]);
    expect(results.length).toBeGreaterThan(60);
  });

  it.each(MISCONFIGURATIONS.map((one) => [one.name, one] as const))('names what is wrong: %s', async (_name, one) => {
    const account = healthyAccount();
    one.spoil(account);

    const results = await walkChain(clientsOf(account), CHAIN);

    const found = results.find(({ id, status }) => id === one.found && status !== 'PASS');
    expect(found).toMatchObject({ id: one.found, status: one.status ?? 'FAIL' });
    for (const { status, fix } of results) if (status === 'WARN' || status === 'FAIL') expectRunnable(fix);
  });
});

function expectRunnable(fix: string | undefined): void {
  expect(fix).toBeDefined();
  if (OTHER_COMMANDS.some((command) => fix!.startsWith(command))) return;
  for (const words of splitCommands(fix!)) if (words[2] !== 'wait') parseCommand(words);
}
