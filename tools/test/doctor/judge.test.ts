import { describe, expect, it } from '@jest/globals';

import { walkChain } from '../../src/doctor/walk-chain';
import { CHAIN, clientsOf, healthyAccount } from './account';
import { parseCommand, splitCommands } from './aws-cli';
import { spoil } from './misconfiguration';
import { MISCONFIGURATIONS_FROM_S3 } from './misconfigurations-from-s3';
import { MISCONFIGURATIONS_UP_TO_LAMBDA } from './misconfigurations-up-to-lambda';

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

  it.each([...MISCONFIGURATIONS_UP_TO_LAMBDA, ...MISCONFIGURATIONS_FROM_S3])(
    'names what is wrong: %s',
    async (...wrong) => {
      const [, id, , , status = 'FAIL'] = wrong;
      const account = healthyAccount();
      spoil(account, wrong);

      const results = await walkChain(clientsOf(account), CHAIN);

      expect(results.find((one) => one.id === id && one.status !== 'PASS')).toMatchObject({ id, status });
      for (const { status, fix } of results) if (status === 'WARN' || status === 'FAIL') expectRunnable(fix);
    },
  );
});

function expectRunnable(fix: string | undefined): void {
  expect(fix).toBeDefined();
  if (OTHER_COMMANDS.some((command) => fix!.startsWith(command))) return;
  for (const words of splitCommands(fix!)) if (words[2] !== 'wait') parseCommand(words);
}
