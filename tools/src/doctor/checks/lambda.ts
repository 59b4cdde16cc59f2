import {
  GetAliasCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  type AliasConfiguration,
  type FunctionConfiguration,
  type GetFunctionConcurrencyCommandOutput,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';

import { ask, valueOf, type Answer } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import { inTurn, optionWords, shellCommand, type Printed, type ShellCommand } from '../../shell/shell-command';
import { awsAnswer, awsCommand } from '../aws-command';
import { expectedResource, type Chain } from '../chain';
import { check, passIf, result, unnamed, type CheckResult, type Station, type Verdict } from '../check';
import { checkRights, observeRole, type RoleFacts } from '../role';

/** The alias that Firehose invokes. */
const ALIAS = 'live';

/** Source: Lambda developer guide, runtimes; both are supported until 2027 at least. */
const SUPPORTED_RUNTIMES = ['nodejs22.x', 'nodejs24.x'];

/** Below it a record at the decoded cap (64 MiB) does not fit beside its rows and the response. */
const LEAST_MEMORY_MEGABYTES = 512;

/** A full batch takes seconds, put-backs under throttling more; Firehose waits for at most 5 minutes. */
const LEAST_TIMEOUT_SECONDS = 30;
const MOST_TIMEOUT_SECONDS = 300;

/** Lines of the transform and of Lambda itself that tell of an error. */
const ERROR_LINES = '?ERROR ?"Task timed out" ?"platform.fault" ?"Runtime.ExitError"';

/** After so many lines counting ends: what they say matters, not how many they are. */
const MOST_ERROR_LINES = 100;
const MOST_PAGES = 20;

export interface LambdaFacts {
  readonly fn: Answer<FunctionConfiguration>;
  readonly alias: Answer<AliasConfiguration>;
  /** The version behind the alias: that is what runs. */
  readonly live: Answer<FunctionConfiguration>;
  readonly concurrency: Answer<GetFunctionConcurrencyCommandOutput>;
  readonly errorLines: Answer<number>;
  readonly role?: RoleFacts;
}

/** Lambda: the transform can run, with enough of everything, and does so without errors. */
export const lambdaStation: Station<LambdaFacts | undefined> = {
  id: 'lambda',

  observe: async (aws, chain) => {
    const FunctionName = chain.functionName;
    if (FunctionName === undefined) return undefined;
    const { lambda } = aws;
    const configuration = (Qualifier?: string): Promise<Answer<FunctionConfiguration>> =>
      ask('lambda:GetFunctionConfiguration', () =>
        lambda.send(
          new GetFunctionConfigurationCommand(Qualifier === undefined ? { FunctionName } : { FunctionName, Qualifier }),
        ),
      );
    const [fn, live, alias, concurrency] = await Promise.all([
      configuration(),
      configuration(ALIAS),
      ask('lambda:GetAlias', () => lambda.send(new GetAliasCommand({ FunctionName, Name: ALIAS }))),
      ask('lambda:GetFunctionConcurrency', () => lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))),
    ]);
    const logGroup = valueOf(fn)?.LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
    const errorLines = await ask('logs:FilterLogEvents', () => countErrorLines(aws, logGroup, chain.now));
    const facts = { fn, live, alias, concurrency, errorLines };
    const arn = valueOf(fn)?.Role;
    return arn === undefined ? facts : { ...facts, role: await observeRole(aws.iam, arn) };
  },

  judge: (facts, chain) => (facts === undefined ? [unnamed('lambda.exists', '--function')] : judgeLambda(facts, chain)),
};

async function countErrorLines({ logs }: AwsClients, logGroupName: string, now: number): Promise<number> {
  const input = { logGroupName, startTime: now - 3_600_000, filterPattern: ERROR_LINES };
  let count = 0;
  let pages = 0;
  for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, input)) {
    count += events.length;
    if (count >= MOST_ERROR_LINES || ++pages === MOST_PAGES) break;
  }
  return count;
}

function judgeLambda({ fn, live, alias, concurrency, errorLines, role }: LambdaFacts, chain: Chain): CheckResult[] {
  const subject = chain.functionName!;
  const exists = { id: 'lambda.exists', subject, expected: 'a function of this name' } as const;
  if (fn.kind === 'absent') {
    const stage = chain.stack?.replace(/^eks-sentinel-/, '') ?? '<stage>';
    const place = [...optionWords('stage', stage), ...optionWords('region', chain.region)];
    const fix = shellCommand(['npx', '--no', 'sls', 'deploy', ...place, '--force']);
    return [result(exists, { status: 'FAIL', observed: 'no such function', fix })];
  }
  const running = live.kind === 'absent' ? fn : live;
  return [
    check(exists, fn, () => ({ status: 'PASS', observed: 'exists' })),
    judgeAlias(alias, chain),
    check({ id: 'lambda.active', subject, expected: 'Active, and its last update successful' }, running, (one) => {
      const { State = 'Active', LastUpdateStatus = 'Successful' } = one;
      const show = awsCommand('lambda', 'GetFunctionConfiguration', chain.region, {
        FunctionName: subject,
        Qualifier: ALIAS,
      });
      const holds = State === 'Active' && LastUpdateStatus === 'Successful';
      return passIf(holds, `${State}, last update ${LastUpdateStatus}`, 'FAIL', show);
    }),
    check(
      { id: 'lambda.runtime', subject, expected: SUPPORTED_RUNTIMES.join(' or ') },
      running,
      ({ Runtime = 'none' }) =>
        passIf(SUPPORTED_RUNTIMES.includes(Runtime), Runtime, 'FAIL', configure(chain, { Runtime: 'nodejs24.x' })),
    ),
    check(
      { id: 'lambda.memory', subject, expected: `at least ${LEAST_MEMORY_MEGABYTES} MB` },
      running,
      ({ MemorySize = 128 }) =>
        passIf(
          MemorySize >= LEAST_MEMORY_MEGABYTES,
          `${MemorySize} MB`,
          'FAIL',
          configure(chain, { MemorySize: 1024 }),
        ),
    ),
    check(
      { id: 'lambda.timeout', subject, expected: `${LEAST_TIMEOUT_SECONDS} to ${MOST_TIMEOUT_SECONDS} s` },
      running,
      ({ Timeout = 3 }) => {
        const holds = Timeout >= LEAST_TIMEOUT_SECONDS && Timeout <= MOST_TIMEOUT_SECONDS;
        const wanted = Number(expectedResource(chain, 'TransformLambdaFunction')['Timeout']);
        return passIf(holds, `${Timeout} s`, 'FAIL', configure(chain, { Timeout: wanted }));
      },
    ),
    check({ id: 'lambda.concurrency', subject, expected: 'not reserved, or above 0' }, concurrency, (reserved) => {
      const number = reserved.ReservedConcurrentExecutions;
      const fix = awsCommand('lambda', 'DeleteFunctionConcurrency', chain.region, { FunctionName: subject });
      const observed = number === undefined ? 'not reserved' : number === 0 ? '0: it never runs' : `${number} reserved`;
      return passIf(number !== 0, observed, 'FAIL', fix);
    }),
    ...(role === undefined ? [] : [checkRights(chain, { id: 'lambda.role-rights', roleId: 'TransformRole' }, role)]),
    judgeErrorLines(errorLines, fn, chain),
  ];
}

function judgeAlias(alias: LambdaFacts['alias'], chain: Chain): CheckResult {
  const question = { id: 'lambda.alias', subject: chain.functionName!, expected: `an alias ${ALIAS}` } as const;
  if (alias.kind !== 'absent') {
    return check(question, alias, ({ FunctionVersion }) => ({
      status: 'PASS',
      observed: `version ${FunctionVersion ?? 'unknown'}`,
    }));
  }
  const input = { FunctionName: chain.functionName!, Name: ALIAS, FunctionVersion: newVersion(chain) };
  const fix = awsCommand('lambda', 'CreateAlias', chain.region, input);
  return result(question, { status: 'FAIL', observed: 'no such alias: Firehose invokes it', fix });
}

function judgeErrorLines(lines: Answer<number>, fn: LambdaFacts['fn'], chain: Chain): CheckResult {
  const subject = valueOf(fn)?.LoggingConfig?.LogGroup ?? `/aws/lambda/${chain.functionName!}`;
  const question = { id: 'lambda.errors', subject, expected: 'no error lines in the last hour' } as const;
  const input = { logGroupName: subject, filterPattern: ERROR_LINES, startTime: chain.now - 3_600_000 };
  const judge = (count: number): Verdict => {
    const observed =
      count === 0 ? 'none' : `${count}${count >= MOST_ERROR_LINES ? ' or more' : ''} lines tell of errors`;
    return passIf(count === 0, observed, 'WARN', awsCommand('logs', 'FilterLogEvents', chain.region, input));
  };
  return check(question, lines, judge, awsCommand('logs', 'CreateLogGroup', chain.region, { logGroupName: subject }));
}

/** A version never changes: the change becomes a new one, and the alias moves to it. */
function configure(chain: Chain, change: Partial<UpdateFunctionConfigurationCommandInput>): ShellCommand {
  const { region } = chain;
  const FunctionName = chain.functionName!;
  const place = ['--region', region, ...optionWords('function-name', FunctionName)];
  const alias = { FunctionName, Name: ALIAS, FunctionVersion: newVersion(chain) };
  return inTurn([
    awsCommand('lambda', 'UpdateFunctionConfiguration', region, { FunctionName, ...change }),
    shellCommand(['aws', 'lambda', 'wait', 'function-updated-v2', ...place]),
    awsCommand('lambda', 'UpdateAlias', region, alias),
  ]);
}

function newVersion(chain: Chain): Printed {
  return awsAnswer('lambda', 'PublishVersion', chain.region, { FunctionName: chain.functionName! }, 'Version');
}
