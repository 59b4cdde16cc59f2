import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

import type { CliCommand } from '../cli/cli-command';
import { parseCluster } from '../repair/parse-options';
import { DEFAULT_ACCOUNT, DEFAULT_CLUSTER, DEFAULT_REGION } from '../transform/defaults';
import type { TransformOptions } from '../transform/transform-files';

/** `eks-sentinel transform`: audit events in, rows out, as the Lambda makes them. */
export const transformCommand: CliCommand = {
  name: 'transform',
  summary: 'turn audit events into rows of AWSEKSLogs_CL, as the Lambda does',
  declare,
  run: async (command, io) => {
    const { transformFiles } = await import('../transform/transform-files');
    return transformFiles(command.args, command.opts<TransformOptions>(), io);
  },
};

function declare(command: Command): void {
  command
    .argument('[files...]', 'what to read; - or nothing is standard input')
    .option('-c, --cluster <name>', 'ClusterName of events that do not say theirs', parseCluster, DEFAULT_CLUSTER)
    .option('-a, --account <id>', 'AwsAccountId of events that do not say theirs', parseAccount, DEFAULT_ACCOUNT)
    .option('-r, --region <region>', 'Region of events that do not say theirs', parseRegion, DEFAULT_REGION)
    .option(
      '--arrival <time>',
      'TimeGenerated of events without any time, as ISO 8601 in UTC (default: now)',
      parseTime,
    )
    .option('--json', 'print the summary as one JSON object')
    .option('-q, --quiet', 'print no summary and no progress')
    .addHelpText('after', LONG_HELP);
}

/** The ranges that EKS and AWS allow; the default of each option is a value that cannot be mistaken for a real one. */
function parseAccount(value: string): string {
  if (/^\d{12}$/.test(value)) return value;
  throw new InvalidArgumentError('Expected are 12 digits.');
}

function parseRegion(value: string): string {
  if (value === DEFAULT_REGION || /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(value)) return value;
  throw new InvalidArgumentError('Expected is an AWS region, such as eu-west-1.');
}

function parseTime(value: string): number {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value) ? Date.parse(value) : NaN;
  if (!Number.isNaN(time)) return time;
  throw new InvalidArgumentError('Expected is a time in UTC, such as 2026-05-12T08:15:42Z.');
}

const LONG_HELP = `
Rows go to standard output, one JSON object a line; the summary goes to standard error. A file or a pipe gets them byte
for byte; on a terminal, characters that could drive it are shown as JSON escapes.

Each file may be one of these, plain or in gzip (of several members, too); its content tells which:
  audit.log         what kube-apiserver writes, one audit event a line
  payloads          what CloudWatch Logs sends to a subscription, as JSON: one a line, one after the other, or indented
  a Lambda event    what Firehose sends to the transform, such as services/transform/samples/*.json
  aws logs output   of get-log-events and filter-log-events (--output json), whole or one log event a line
  an export task    what CloudWatch Logs exports to S3: a time, a space and an audit event a line
Where the input names account, region or cluster, as payloads do, that counts and the options do not. Files are read as
a stream: their size does not matter, only a single line or JSON document may not exceed 64 MiB.

A broken or truncated audit event still becomes a row, counted as degraded. What the Lambda drops is dropped here, too.

Exit code:
  0  everything was read
  1  part of the input could not be read: standard error says what and where, rows of all the rest are written
  2  an input is unusable: missing, a directory, empty, binary, without any audit event; or an option is wrong

Examples:
  eks-sentinel transform audit.log --cluster prod --account 111122223333 --region eu-west-1 > rows.ndjson
  eks-sentinel transform services/transform/samples/audit-mix.json | head -1 | jq
  aws logs filter-log-events --log-group-name /aws/eks/prod/cluster --log-stream-name-prefix kube-apiserver-audit \\
    --output json | eks-sentinel transform - --cluster prod --account 111122223333 --region eu-west-1
  eks-sentinel transform *.gz --json > /dev/null`;
