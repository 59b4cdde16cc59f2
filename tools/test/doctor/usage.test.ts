import { describe, expect, it } from '@jest/globals';

import { runDoctor } from './run-doctor';

/** Nothing listens there: port 9 is that of the discard service. */
const NOWHERE = 'http://127.0.0.1:9';

describe('doctor, called wrongly', () => {
  it('asks which chain it shall look at', async () => {
    const run = await runDoctor(['--region', 'eu-west-1']);

    expect(run).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'eks-sentinel doctor: which chain? give --stack <name>, --stage <stage>, or names, at least --cluster <name>\n',
    });
  });

  it('says in one line that a server does not answer', async () => {
    process.env['AWS_ACCESS_KEY_ID'] = 'any';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'any';

    const run = await runDoctor(['--stack', 'x', '--region', 'eu-west-1', '--endpoint-url', NOWHERE]);

    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/^eks-sentinel doctor: no connection for sts:GetCallerIdentity: [^\n]+\n$/);
  });

  it.each([
    ['a name that a shell would read', ['--stack', 'a;b']],
    ['a cluster name that EKS does not allow', ['--cluster', 'prod,_x']],
    ['a workspace in upper case', ['--workspace-id', '01234567-89AB-CDEF-0123-456789ABCDEF']],
    ['another Azure cloud', ['--azure-cloud', 'China']],
    ['no time at all', ['--probe-timeout', '0']],
    ['preflight and probe at once', ['--stack', 'x', '--preflight', '--probe']],
  ])('refuses %s', async (_what, args) => {
    const run = await runDoctor([...args, '--region', 'eu-west-1', '--endpoint-url', NOWHERE]);

    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/^eks-sentinel doctor: [^\n]+\n$/);
  });
});
