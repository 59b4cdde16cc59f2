import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';

import type { CliCommand, ExitCode } from '../cli/cli-command';
import type { DemoOptions } from '../../demo/src/demo-options';

/** `eks-sentinel demo`: the whole pipeline on this machine. */
export const demoCommand: CliCommand = {
  name: 'demo',
  summary: 'run the whole pipeline on this machine and account for every event',
  declare,
  run: async (command, io) => {
    const { runDemo } = await import('../../demo/src/run-demo');
    return untilSignal((signal) => runDemo(command.opts<DemoOptions>(), io, signal));
  },
};

function declare(command: Command): void {
  command
    .addOption(
      new Option('-i, --input <path>', 'your own audit log, a file or a folder, in place of the made-up day').conflicts(
        ['events', 'seed'],
      ),
    )
    .option('-n, --events <count>', 'audit events of the day', integer(MIN_EVENTS, MAX_EVENTS), DEFAULT_EVENTS)
    .option('--seed <number>', 'another seed makes up another day', integer(0, MAX_SEED), DEFAULT_SEED)
    .option('--faults', 'make everything go wrong that can, and show that nothing is lost')
    .option('--json', 'print one JSON object with the counts, and nothing else, on standard output')
    .option('--keep', 'also keep what S3 held, in the folder of the run')
    .option('--port <number>', 'port of the Firehose endpoint; 0 takes a free one', integer(0, MAX_PORT), 0)
    .option('--out <folder>', 'where each run makes a folder of its own', 'out')
    .addHelpText('after', LONG_HELP);
}

/** The attack alone takes ten. */
const MIN_EVENTS = 10;
/** A longer day is made up just as well, but each event takes 100 bytes of memory to find its duplicates. */
const MAX_EVENTS = 10_000_000;
const DEFAULT_EVENTS = 8_000;
const MAX_SEED = 2 ** 32 - 1;
const DEFAULT_SEED = 1;
const MAX_PORT = 65_535;

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected is a whole number from ${min} to ${max}.`);
  };
}

/** What a shell expects of a process that Ctrl-C ended. */
const INTERRUPTED = 130;

/** Runs until the end, or until Ctrl-C or a request to terminate; a second Ctrl-C ends the process at once. */
async function untilSignal(run: (signal: AbortSignal) => Promise<ExitCode>): Promise<ExitCode> {
  const stop = new AbortController();
  const onSignal = (): void => {
    stop.abort();
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await run(stop.signal);
  } catch (error) {
    if (stop.signal.aborted) return INTERRUPTED;
    throw error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

const LONG_HELP = `
Starts on free loopback ports: a Firehose (simulated), the built Lambda in a process of its own, an S3, an SQS, and a
collector that reads as Sentinel does. Feeds them a day of a cluster: people and controllers at work, other components'
lines, and an attack in ten events. Ends with the rows of the attack, counts, and an account of every log event: in =
delivered + degraded + dropped by reason + failed. Progress goes to standard error.

--input takes what kube-apiserver writes: one audit event a line, plain or in gzip. Nothing of it leaves this machine.
Log Analytics replaces a TimeGenerated older than two days by the time of receipt, and so does the collector: the line
"TimeGenerated replaced" counts it.

--faults: 20 % of the calls throttled, 30 % of the records of the others refused, the Lambda killed once in mid-batch,
its response limited to 1 MiB so that records are put back, 1 % unreadable records, a failed S3 write, objects told
twice. A record that is put back 16 times in vain lies in errors/ and counts as failed.

Files of a run, in out/<run>/:
  rows.ndjson      the rows after removal of duplicates (equal ClusterName and whole RawEvent)
  errors/          error objects: each failed record with its original bytes
  summary.json     what --json prints
  metrics.ndjson   the Lambda's metrics, function.log its other lines
  s3/              the bucket, with --keep

Exit code:
  0  every log event is accounted for
  1  something is missing: see the account
  2  it could not run: a wrong option, a busy port, a file that is no audit log

Examples:
  eks-sentinel demo --faults
  eks-sentinel demo --events 50000 --json | jq .account
  eks-sentinel demo --input audit.log`;
