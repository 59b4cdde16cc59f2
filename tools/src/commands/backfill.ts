import type { Command } from 'commander';

import { declareAwsOptions } from '../aws/aws-options';
import type { BackfillOptions } from '../backfill/backfill';
import type { CliCommand } from '../cli/cli-command';
import { declareStackOptions, declareTimeRange } from '../repair/declare-options';
import { parseCluster, positiveNumber } from '../repair/parse-options';

/** `eks-sentinel backfill`: what the subscription left out, from the log group to the stream. */
export const backfillCommand: CliCommand = {
  name: 'backfill',
  summary: 'put audit events from CloudWatch Logs to the stream, to close a gap of the subscription',
  declare,
  run: async (command, io) => {
    const { backfill } = await import('../backfill/backfill');
    return backfill(command.opts<BackfillOptions>(), io);
  },
};

/** MiB a second: half of the smallest quota of a stream, which CloudWatch Logs needs, too. */
const DEFAULT_RATE = 0.5;
const MAX_RATE = 5;

function declare(command: Command): void {
  declareTimeRange(
    declareStackOptions(command).requiredOption(
      '-c, --cluster <name>',
      'EKS cluster whose audit log is read',
      parseCluster,
    ),
  )
    .option('--stream <name>', 'delivery stream to put to (default: output of the stack)')
    .option('--rate <MiB/s>', 'most compressed MiB a second', positiveNumber('MiB a second', MAX_RATE), DEFAULT_RATE)
    .option('--checkpoint <file>', 'how far it is (default: eks-sentinel-backfill-<cluster>.json; removed at the end)')
    .option('--resume', 'go on where the checkpoint says')
    .option('--dry-run', 'read and count; put nothing')
    .option('--json', 'print the report as one JSON object');
  declareAwsOptions(command).addHelpText('after', LONG_HELP);
}

const LONG_HELP = `
When the subscription filter was gone, or CloudWatch Logs could not write to the stream, it skipped audit events; they
still lie in the log group of the cluster. backfill reads the audit streams from --from to --to, builds the records
that the subscription would have sent, and puts them to the stream.

Events that were delivered before come twice: choose the gap narrowly. Equality of ClusterName and whole RawEvent
removes them. Events older than 2 days get the time of receipt as TimeGenerated; RawEvent keeps the true one.

The range is read in windows of 5 minutes, and a checkpoint is written behind each; what is interrupted goes on with
--resume and repeats the window that it was in.

Permissions: logs:DescribeLogGroups, logs:FilterLogEvents, firehose:PutRecordBatch.

Exit code:
  0  everything was put
  1  the stream did not take all (--resume goes on), or log events were too large for a record
  2  it could not work: no permission, a wrong name, a wrong option

Examples:
  eks-sentinel backfill --stage prod --cluster prod --from 2026-05-12T08:00:00Z --to 2026-05-12T08:20:00Z --dry-run
  eks-sentinel backfill --stage prod --cluster prod --resume`;
