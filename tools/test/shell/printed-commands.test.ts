import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';

import type { AwsClients } from '../../src/aws/aws-clients';
import { isPrintable } from '../../src/cli/printable';
import { cliName } from '../../src/doctor/aws-command';
import type { Chain } from '../../src/doctor/chain';
import type { CheckResult } from '../../src/doctor/check';
import { checkBeforeDeploy } from '../../src/doctor/preflight/check-before-deploy';
import { STATIONS } from '../../src/doctor/walk-chain';
import { reconcileJson } from '../../src/reconcile/reconcile-report';
import type { StationCounts } from '../../src/reconcile/station-counts';
import { CHAIN, clientsOf, healthyAccount, type Account } from '../doctor/account';
import { setAt, spoil } from '../doctor/misconfiguration';
import { MISCONFIGURATIONS_FROM_S3 } from '../doctor/misconfigurations-from-s3';
import { MISCONFIGURATIONS_UP_TO_LAMBDA } from '../doctor/misconfigurations-up-to-lambda';
import { emptyAccount, OBSTACLES } from '../doctor/obstacles';
import { byPlainNames, HOSTILE, hostileClients, withHostileNames } from './hostile-names';
import { readByBash } from './read-by-bash';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
const UNKNOWN = ['stack', 'role', 'subscriptionRoleArn'];
const UNNAMED = Object.fromEntries(Object.entries(CHAIN).filter(([name]) => !UNKNOWN.includes(name))) as never as Chain;

/** By the stack; by names, some of them unknown. */
const CHAINS: readonly Chain[] = [CHAIN, UNNAMED];

/** Reasons of CloudFormation, one of each class. */
const REASONS = [
  'not authorized to perform: iam:CreateRole',
  'acme-eks-audit already exists',
  'EntityAlreadyExists: Provider with url https://sts.windows.net/ already exists.',
  'No cluster found for name: prod-9.',
  'The specified log group does not exist.',
  'Properties validation failed',
];

/** An account that is wrong, and the station that says so. */
type Wrong = readonly [station: string, change: (account: Account) => unknown, chain?: Chain];

const WRONG: readonly Wrong[] = [
  ...[...MISCONFIGURATIONS_UP_TO_LAMBDA, ...MISCONFIGURATIONS_FROM_S3].map((one): Wrong => {
    return [
      one[1].split('.')[0]!,
      (account) => {
        spoil(account, one);
      },
    ];
  }),
  ...REASONS.map((reason): Wrong => [
    'stack',
    (account) => {
      failStack(account, reason);
    },
  ]),
  ['stack', (account) => (account.stack = { StackStatus: 'UPDATE_IN_PROGRESS' })],
  [
    'subscription',
    (account) => (account.filters = ['old-filter-1', 'old-filter-2'].map((filterName) => ({ filterName }))),
  ],
  ['lambda', (account) => account.absent.add('FilterLogEvents')],
  [
    'lambda',
    (account) => {
      setAt(account, 'fn LoggingConfig', { LogGroup: '/eks-sentinel-prod/own' });
      setAt(account, 'logEvents /eks-sentinel-prod/own', [{}]);
    },
  ],
  [
    'sqs',
    (account) => {
      setAt(account, 'queues MicrosoftSentinelEKSSqs KmsMasterKeyId', '1234abcd');
    },
    { ...CHAIN, kmsKeyArn: KEY },
  ],
  ['identity', (account) => account.absent.add('GetRolePolicy'), { ...CHAIN, kmsKeyArn: KEY }],
  [
    'identity',
    (account) => {
      setAt(account, 'roles role', account.roles['OIDC_MicrosoftSentinelRoleEKS']);
    },
    { ...CHAIN, role: 'role' },
  ],
];

function failStack(account: Account, ResourceStatusReason: string): void {
  account.stack = { StackStatus: 'ROLLBACK_COMPLETE' };
  account.stackEvents = [{ LogicalResourceId: 'LogsBucket', ResourceStatus: 'CREATE_FAILED', ResourceStatusReason }];
}

/** Before a deployment they only tell, or ask for another name. */
const WITHOUT_FIX = ['bucket', 'function', 'log-group', 'provider', 'queue', 'role', 'stream'].map(
  (what) => `preflight.${what}`,
);

type Look = (aws: AwsClients, chain: Chain) => Promise<readonly CheckResult[]>;

interface Findings {
  /** Every fix by plain names, and what it is by hostile ones. */
  readonly fixes: ReadonlyMap<string, string>;
  /** Checks that ran, and those of them that printed a fix. */
  readonly ids: ReadonlySet<string>;
  readonly mended: ReadonlySet<string>;
}

/** What every check says in every account that is wrong somewhere. */
async function lookAtAll(): Promise<Findings> {
  const fixes = new Map<string, string>();
  const ids = new Set<string>();
  const mended = new Set<string>();
  for (const [station, change, own] of WRONG) {
    const { look } = STATIONS.find(({ id }) => id === station)!;
    for (const chain of own === undefined ? CHAINS : [own])
      await lookTwice(look, () => healthyAccount(chain), change, chain);
  }
  for (const [, change] of OBSTACLES) await lookTwice(checkBeforeDeploy, emptyAccount, change, CHAIN);
  return { fixes, ids, mended };

  async function lookTwice(look: Look, make: () => Account, change: Wrong[1], chain: Chain): Promise<void> {
    const [mine, other] = [make(), make()];
    change(mine);
    change(other);
    const plain = await look(clientsOf(mine), chain);
    const hostile = await look(hostileClients(clientsOf(other)), withHostileNames(chain));
    expect(hostile.map(verdictOf)).toEqual(plain.map(verdictOf));
    for (const [at, { id, fix }] of plain.entries()) {
      ids.add(id);
      if (fix === undefined) continue;
      mended.add(id);
      fixes.set(fix, hostile[at]!.fix!);
    }
  }
}

function verdictOf({ id, status }: CheckResult): string {
  return `${id} ${status}`;
}

describe('the commands that doctor prints', () => {
  let { fixes, ids, mended }: Findings = { fixes: new Map(), ids: new Set(), mended: new Set() };
  beforeAll(async () => {
    ({ fixes, ids, mended } = await lookAtAll());
  });

  it('say the same to bash by hostile names as by plain ones', () => {
    const commands = readByBash([...fixes.values()]);

    expect(commands.map((line) => line.map((words) => words.map(byPlainNames)))).toEqual(readByBash([...fixes.keys()]));
    expect(commands.flat().filter((words) => !words.some((word) => word.includes(HOSTILE)))).toEqual([]);
  });

  it('are one line each that drives no terminal', () => {
    expect([...fixes.values()].filter((fix) => !isPrintable(fix))).toEqual([]);
  });

  it('are those of every check that has one', () => {
    expect([...ids].filter((id) => !mended.has(id)).sort()).toEqual(WITHOUT_FIX);
  });

  it('are all among those that were tried', () => {
    const tried = new Set(
      readByBash([...fixes.keys()])
        .flat()
        .map(operationOf),
    );

    expect([...operationsInSources()].filter((operation) => !tried.has(operation))).toEqual([]);
  });
});

describe('the commands that reconcile prints', () => {
  it.each([{ stack: 'prod' }, { stage: 'prod' }, {}])('say the same to bash by hostile names: %j', (stack) => {
    const names = { bucket: 'b', stream: 's', queue: 'https://q/1/q', profile: 'p', region: 'eu-west-1', ...stack };
    const linesOf = (end: string): string[] => {
      const own = Object.fromEntries(Object.entries(names).map(([name, value]) => [name, value + end]));
      const frame = {
        ...(own as typeof names),
        clusters: [`one${end}`, `two${end}`],
        from: 0,
        to: 60_000,
        now: 90_000,
      };
      const findings = (['backfill', 'replay', 'redrive', 'doctor'] as const).map((fix) => ({
        station: 'stream' as const,
        missing: 1,
        unit: 'row' as const,
        meaning: 'lost',
        fix,
      }));
      const report = reconcileJson({} as StationCounts, findings, frame);
      return (JSON.parse(report) as { findings: { commands: string[] }[] }).findings.flatMap(
        ({ commands }) => commands,
      );
    };

    const commands = readByBash(linesOf(HOSTILE));

    expect(commands.map((line) => line.map((words) => words.map(byPlainNames)))).toEqual(readByBash(linesOf('')));
    expect(commands).toHaveLength(5);
  });
});

/** Service and operation of a command of the AWS CLI, program and command of the others. */
function operationOf([program, ...words]: readonly string[]): string {
  return program === 'aws' ? `aws ${words[0]} ${words[1]}` : words.slice(1, 3).join(' ');
}

/** The operations that the sources of doctor name. */
function operationsInSources(): Set<string> {
  const folder = resolve(__dirname, '../../src/doctor');
  const files = readdirSync(folder, { recursive: true }).map(String);
  const sources = files
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(resolve(folder, name), 'utf8'));
  const found = sources.flatMap((source) => [
    ...[...source.matchAll(/aws(?:Command|Answer)\('([a-z0-9-]+)', '(\w+)'/g)].map(
      ([, service, operation]) => `aws ${service} ${cliName(operation!)}`,
    ),
    ...[...source.matchAll(/ownCommand\('(\w+)'/g)].map(([, name]) => `eks-sentinel ${name}`),
  ]);
  return new Set([...found, 'sls deploy', 'aws lambda wait']);
}
