import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

import type { CliCommand, CliIo, ExitCode } from '../../src/cli/cli-command';
import { ERASE_LINE } from '../../src/cli/guard-terminal';
import { printable } from '../../src/cli/printable';
import { UsageError } from '../../src/cli/usage-error';
import { quote } from '../../src/shell/quote';
import { reasonOf } from '../../src/transform/open-inputs';
import type { Change } from './compare';
import { compareReports, readReport, renderChanges } from './compare';
import { describeMachine, loadWarning } from './machine';
import { renderPage } from './page/render-page';
import type { SetName } from './payload/payload-sets';
import { PAYLOAD_SETS } from './payload/payload-sets';
import { fileSource, generatedSource } from './payload/sources';
import { renderReport } from './render-report';
import type { BenchReport } from './report';
import type { Bundles, Effort } from './run-bench';
import { runBench } from './run-bench';
import { renderTune } from './tune/render-tune';
import { FULL_SWEEP, QUICK_SWEEP, runTune } from './tune/run-tune';

interface BenchOptions {
  readonly set?: readonly SetName[];
  readonly rounds?: number;
  readonly quick?: boolean;
  readonly input?: readonly string[];
  readonly seed: number;
  readonly invocations?: number;
  readonly json?: boolean;
  readonly compare?: string;
  readonly page: string;
  readonly requireQuiet?: boolean;
  readonly tune?: boolean;
  readonly vcpuSpeed: number;
}

const FULL: Effort = {
  sets: ['S', 'M', 'mixed', 'hostile'],
  rounds: 100,
  warmUps: 6,
  scalingRounds: 12,
  scalingSizes: [0.5e6, 1e6, 2e6, 4e6, 8e6, 1.6e7],
  coldProcesses: 9,
  memoryInvocations: 500,
};
/** Enough to see that everything works; its figures are not worth keeping. */
const QUICK: Effort = {
  sets: ['S'],
  rounds: 3,
  warmUps: 1,
  scalingRounds: 1,
  scalingSizes: [0.5e6, 1e6],
  coldProcesses: 1,
  memoryInvocations: 10,
};

/** `npm run bench`. */
export function benchCommand(bundles: Bundles, outFolder: string): CliCommand {
  return {
    name: 'bench',
    summary: 'measure the transform against the physical floor, the plain way and its peers',
    declare: (command) => {
      declare(command, join(outFolder, 'bench.html'));
    },
    run: (command, io) => run(command.opts<BenchOptions>(), bundles, io),
  };
}

function declare(command: Command, page: string): void {
  command
    .usage('[options]   (npm run -s bench -- [options])')
    .option(
      '--set <names>',
      'payload sets, of S, M, L, mixed and hostile, with commas (default: S,M,mixed,hostile)',
      parseSets,
    )
    .option('--rounds <count>', 'rounds of each set (default: 100); of hostile a twentieth', wholeNumber)
    .option('--quick', 'a few rounds of S, or one buffer hint: whether it works, not how fast it is')
    .option('--input <files...>', 'real audit events, of any form that eks-sentinel transform reads')
    .option('--seed <number>', 'of the generated traffic', wholeNumber, 1)
    .option('--invocations <count>', 'invocations of the memory runs (default: 500)', wholeNumber)
    .option('--json', 'print the report as one JSON object')
    .option('--compare <file>', 'compare ratios with a report of --json; exit code 1 when one is slower')
    .option('--page <file>', 'where the page with the plots goes', page)
    .option('--require-quiet', 'refuse to measure on a loaded machine instead of warning')
    .option('--tune', 'sweep buffer hint and memory instead: what to deploy, and what it costs')
    .option('--vcpu-speed <ratio>', 'with --tune: speed of one Lambda vCPU, 1 core of this machine being 1', ratio, 1);
}

async function run(options: BenchOptions, bundles: Bundles, io: CliIo): Promise<ExitCode> {
  const base = options.compare === undefined ? undefined : readBase(options.compare);
  const warning = loadWarning(describeMachine());
  if (warning !== undefined && options.requireQuiet === true) throw new UsageError(warning);
  if (warning !== undefined) io.stderr.write(`eks-sentinel bench: warning: ${warning}\n`);
  const source = options.input === undefined ? generatedSource(options.seed) : await fileSource(options.input);
  const progress = createProgress(io);

  if (options.tune === true) {
    const sweep = options.quick === true ? QUICK_SWEEP : FULL_SWEEP;
    const result = await runTune(source, sweep, options.vcpuSpeed, bundles.childFile, progress.say);
    progress.erase();
    io.stdout.write(options.json === true ? `${JSON.stringify(result)}\n` : renderTune(result));
    return result.recommended === undefined ? 1 : 0;
  }
  const report = await runBench(source, effortOf(options), bundles, progress.say);
  progress.erase();
  const changes = base === undefined ? undefined : compareReports(base, report);
  writePage(options.page, report, changes);
  if (options.json === true) io.stdout.write(`${JSON.stringify(report)}\n`);
  else io.stdout.write(`${renderReport(report)}\npage: ${printable(options.page)}\n`);
  if (changes === undefined) return 0;
  (options.json === true ? io.stderr : io.stdout).write(renderChanges(changes));
  return changes.some(({ verdict }) => verdict === 'slower') ? 1 : 0;
}

function effortOf({ quick, set, rounds, invocations }: BenchOptions): Effort {
  const effort = quick === true ? QUICK : FULL;
  return {
    ...effort,
    sets: set ?? effort.sets,
    rounds: rounds ?? effort.rounds,
    memoryInvocations: invocations ?? effort.memoryInvocations,
  };
}

function readBase(file: string): BenchReport {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${reasonOf(error)}`);
  }
  const report = readReport(text);
  if (report === undefined) {
    throw new UsageError(
      `${file} is no report of this version: make one with npm run -s bench -- --json > ${quote(file)}`,
    );
  }
  return report;
}

function writePage(file: string, report: BenchReport, changes: readonly Change[] | undefined): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, renderPage(report, changes));
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${reasonOf(error)}`);
  }
}

/** One line that is written over again, where a person looks on. */
function createProgress({ stderr }: CliIo): { say: (doing: string) => void; erase: () => void } {
  const isWatched = stderr.isTTY === true;
  return {
    say: (doing) => {
      if (isWatched) stderr.write(`${ERASE_LINE}bench: ${doing}`);
    },
    erase: () => {
      if (isWatched) stderr.write(ERASE_LINE);
    },
  };
}

function parseSets(text: string): SetName[] {
  const names = text.split(',');
  if (names.every((name): name is SetName => Object.hasOwn(PAYLOAD_SETS, name))) return names;
  throw new InvalidArgumentError('Expected are names of S, M, L, mixed and hostile, with commas between them.');
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected is a whole number above 0.');
}

function ratio(text: string): number {
  const value = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new InvalidArgumentError('Expected is a ratio above 0, such as 0.8.');
}
