import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

import { declareAwsOptions } from '../aws/aws-options';
import type { CliCommand } from '../cli/cli-command';
import type { ReconcileOptions } from '../reconcile/reconcile';
import { declareStackOptions, declareTimeRange } from '../repair/declare-options';
import { parseCluster, parseQueueUrl } from '../repair/parse-options';

/** `eks-sentinel reconcile`: the same events counted at each station. */
export const reconcileCommand: CliCommand = {
  name: 'reconcile',
  summary: 'count the audit events of a range at each station, and name where some are missing',
  declare,
  run: async (command, io) => {
    const { reconcile } = await import('../reconcile/reconcile');
    return reconcile(command.opts<ReconcileOptions>(), io);
  },
};

function declare(command: Command): void {
  declareTimeRange(declareStackOptions(command), '15m')
    .option('-c, --cluster <name>', 'EKS cluster (default: all of the stack)', parseCluster)
    .option('--bucket <name>', 'bucket of rows and failed records (default: output of the stack)')
    .option('--stream <name>', 'delivery stream (default: output of the stack)')
    .option('--queue <url>', 'queue that Sentinel polls (default: output of the stack)', parseQueueUrl)
    .option('--dead-letter-queue <url>', 'its dead-letter queue (default: output of the stack)', parseQueueUrl)
    .option('--table-rows <count>', 'rows in Sentinel’s table, counted with the query that is printed', parseCount)
    .option('--no-source', 'do not read the log groups: faster, but gaps of the subscription are not seen')
    .option('--json', 'print the report as one JSON object');
  declareAwsOptions(command).addHelpText('after', LONG_HELP);
}

function parseCount(value: string): number {
  if (/^\d{1,12}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Expected is a whole number.');
}

const LONG_HELP = `
Counts, in the order of the data: audit events in the log groups; log events that the subscriptions forwarded (metric);
different rows in the delivered objects; log events of failed records that were not put back; messages that the queue
got for the objects (metric), and those that wait. Names each station where events are missing, and the command that
brings them back. What a repair brought counts as delivered. The range should have settled: it should end 15 minutes ago
or earlier. Log groups and objects are read whole: choose hours rather than weeks.

Permissions: logs:FilterLogEvents, logs:DescribeSubscriptionFilters, cloudwatch:GetMetricData, s3:ListBucket,
s3:GetObject, sqs:GetQueueAttributes.

Exit code:
  0  nothing is missing
  1  something is missing: the report says where, and what brings it back
  2  it could not work: no permission, a wrong name, a wrong option

Examples:
  eks-sentinel reconcile --stage prod --from 3h --to 1h
  eks-sentinel reconcile --stage prod --from 2026-05-12T08:00:00Z --to 2026-05-12T09:00:00Z --table-rows 41822`;
