import type { Command } from 'commander';

import { declareAwsOptions } from '../aws/aws-options';
import type { CliCommand } from '../cli/cli-command';
import { declareStackOptions, declareTimeRange } from '../repair/declare-options';
import { parsePrefix, parseQueueUrl, positiveNumber } from '../repair/parse-options';
import type { ReplayOptions } from '../replay/replay';

/** `eks-sentinel replay`: delivered objects told to Sentinel's queue once more. */
export const replayCommand: CliCommand = {
  name: 'replay',
  summary: 'tell the queue once more of delivered objects, when Sentinel or the queue lost them',
  declare,
  run: async (command, io) => {
    const { replay } = await import('../replay/replay');
    return replay(command.opts<ReplayOptions>(), io);
  },
};

/** Messages a second: Sentinel reads an object for each, and has others to read. */
const DEFAULT_RATE = 50;
/** The least throughput that a standard queue has is far higher; this bounds a slip of the finger. */
const MAX_RATE = 3_000;

function declare(command: Command): void {
  declareTimeRange(declareStackOptions(command))
    .option('--bucket <name>', 'bucket of the delivered objects (default: output of the stack)')
    .option('--queue <url>', 'queue that Sentinel polls (default: output of the stack)', parseQueueUrl)
    .option('--prefix <prefix>', 'only objects under this prefix (default: eks-audit-logs/)', parsePrefix)
    .option(
      '--rate <messages/s>',
      'most messages a second',
      positiveNumber('messages a second', MAX_RATE),
      DEFAULT_RATE,
    )
    .option('--dry-run', 'count objects and bytes; send nothing')
    .option('--json', 'print the report as one JSON object');
  declareAwsOptions(command).addHelpText('after', LONG_HELP);
}

const LONG_HELP = `
Sentinel reads an object when a message of its queue tells of it, and deletes the message at once: an object whose
message was lost, or that could not be read, is not read again. replay sends fresh messages, of the form of S3's own,
for the objects that were written from --from to --to. Sentinel must be polling, or the messages only wait.

Rows of objects that Sentinel had read come twice; equality of ClusterName and whole RawEvent removes them. Rows whose
time is more than 2 days ago get the time of receipt as TimeGenerated; RawEvent keeps the true one.

Permissions: s3:ListBucket, sqs:SendMessage; with a KMS key on the queue kms:GenerateDataKey and kms:Decrypt.

Exit code:
  0  all objects of the range were told, or there are none
  2  it could not work: no permission, a wrong name, a wrong option

Examples:
  eks-sentinel replay --stage prod --from 6h --dry-run
  eks-sentinel replay --stage prod --from 2026-05-12T08:00:00Z --to 2026-05-12T10:00:00Z`;
