import { awsClients } from '../aws/aws-clients';
import type { CliIo, ExitCode } from '../cli/cli-command';
import { UsageError } from '../cli/usage-error';
import type { CheckResult } from './check';
import type { DoctorOptions } from './options';
import { checkBeforeDeploy } from './preflight/check-before-deploy';
import { runProbe } from './probe/run-probe';
import { jsonReport, textReport } from './report';
import { resolveChain } from './resolve-chain';
import { walkChain } from './walk-chain';

/** Finds the chain, looks at it and prints what was found: 0 when nothing failed, 1 when something did. */
export async function runDoctor(options: DoctorOptions, io: CliIo): Promise<ExitCode> {
  if (options.preflight === true && options.probe === true) {
    throw new UsageError('--preflight is for before a deployment, --probe for after one: give one of them');
  }
  const aws = awsClients(options, io.env);
  const chain = await resolveChain(aws, options, io.now());
  if (options.probe === true) return runProbe(aws, chain, options, io);
  const results = options.preflight === true ? await checkBeforeDeploy(aws, chain) : await walkChain(aws, chain);
  const kind = options.preflight === true ? 'preflight' : 'walk';
  if (results.every(({ status }) => status === 'SKIP')) throw new UsageError(nothingSeen(results));
  io.stdout.write(options.json === true ? jsonReport(chain, results, kind) : textReport(chain, results, kind));
  return results.some(({ status }) => status === 'FAIL') ? 1 : 0;
}

function nothingSeen(results: readonly CheckResult[]): string {
  const missing = [...new Set(results.flatMap(({ permission }) => permission ?? []))].sort();
  if (missing.length === 0) return 'nothing could be looked at: give --stack or names';
  return `nothing may be looked at: the caller lacks ${missing.join(', ')}`;
}
