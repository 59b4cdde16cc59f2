import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { FirehoseSimulationError } from '../../firehose-sim/src/index';
import type { CliIo, ExitCode } from '../../src/cli/cli-command';
import { printable } from '../../src/cli/printable';
import { UsageError } from '../../src/cli/usage-error';
import { buildBundle } from './build-bundle';
import { demoDay } from './demo-day';
import type { DemoOptions } from './demo-options';
import { ALL_FAULTS, NO_FAULTS } from './fault-plan';
import { ownLog } from './own-log';
import { renderReport } from './report';
import { runChain } from './run-chain';
import { makeRunFolder } from './run-folder';
import { startChain, type Chain, type ChainOptions } from './start-chain';
import type { DemoSummary } from './summary';

/**
 * Runs the whole pipeline once: servers, feed, collector, report. Resolves to 0 when nothing is missing, else 1. Throws
 * a UsageError for what a person can mend, and the signal's reason when it is aborted; then, too, nothing is left running.
 */
export async function runDemo(options: DemoOptions, io: CliIo, signal: AbortSignal): Promise<ExitCode> {
  const { input, seed, events, port } = options;
  const plan = options.faults === true ? ALL_FAULTS : NO_FAULTS;
  const source = input === undefined ? demoDay({ seed, events, until: io.now() }) : await ownLog(input, io.now);
  const bundle = buildBundle();
  const folder = await makeRunFolder(options.out, io.now());
  const chain = await start({ bundle, folder, port, seed, plan, keepsBucket: options.keep === true, now: io.now });
  try {
    for (const line of introduction(chain, plan.sentences)) io.stderr.write(`${line}\n`);
    const result = await runChain(chain, { source, plan, folder, io, signal });
    const origin = input === undefined ? { seed, events } : { input };
    const summary: DemoSummary = { ...result.summary, source: origin };
    await writeFile(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    const report =
      options.json === true ? JSON.stringify(summary) : renderReport(summary, source.story, result.statistics);
    io.stdout.write(`${report}\n`);
    return summary.isComplete ? 0 : 1;
  } catch (error) {
    if (signal.aborted) io.stderr.write(`eks-sentinel demo: stopped; the rows so far lie in ${printable(folder)}\n`);
    throw error;
  } finally {
    await chain.stop();
  }
}

async function start(options: ChainOptions): Promise<Chain> {
  try {
    return await startChain(options);
  } catch (error) {
    await rm(options.folder, { recursive: true, force: true });
    if (!(error instanceof FirehoseSimulationError)) throw error;
    throw new UsageError(error.message.replace(/^firehose-sim: /, ''));
  }
}

function introduction({ stream, aws }: Chain, faults: readonly string[]): string[] {
  return [
    `log group -> Firehose ${stream.endpoint} -> Lambda -> S3 ${aws.s3Endpoint} -> SQS -> collector`,
    ...faults.map((sentence) => `fault: ${sentence}`),
  ];
}
