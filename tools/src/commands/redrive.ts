import { MAX_REDRIVES } from '@eks-sentinel/firehose';
import type { Command } from 'commander';

import { declareAwsOptions } from '../aws/aws-options';
import type { CliCommand } from '../cli/cli-command';
import type { RedriveOptions } from '../redrive/redrive';
import { declareStackOptions } from '../repair/declare-options';
import { parseErrorsPrefix, parseQueueUrl, positiveNumber, wholeNumber } from '../repair/parse-options';

/** `eks-sentinel redrive`: failed records back to the stream. */
export const redriveCommand: CliCommand = {
  name: 'redrive',
  summary: 'put failed records back to the stream, once what made them fail is mended',
  declare,
  run: async (command, io) => {
    const { redrive } = await import('../redrive/redrive');
    return redrive(command.opts<RedriveOptions>(), io);
  },
};

/** MiB a second: half of the smallest quota of a stream, which CloudWatch Logs needs, too. */
const DEFAULT_RATE = 0.5;
/** The largest quota of a stream by default. Source: https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const MAX_RATE = 5;
const DEFAULT_LEASE_SECONDS = 30;
/** The longest visibility timeout of SQS: 12 hours. */
const MAX_LEASE_SECONDS = 43_200;
/** Limits of Lambda. Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_TIMEOUT_SECONDS = 900;
const MAX_MEMORY_MB = 10_240;
/** A marker counts in one byte. */
const MOST_REDRIVES = 255;

function declare(command: Command): void {
  declareStackOptions(command)
    .option('--bucket <name>', 'bucket of the error objects (default: output of the stack)')
    .option('--queue <url>', 'ErrorsQueue, the work list (default: output of the stack)', parseQueueUrl)
    .option('--stream <name>', 'delivery stream to put to (default: output of the stack)')
    .option(
      '--prefix <prefix>',
      'work through the objects under this prefix, and leave the queue alone',
      parseErrorsPrefix,
    )
    .option('--rate <MiB/s>', 'most MiB a second', positiveNumber('MiB a second', MAX_RATE), DEFAULT_RATE)
    .option(
      '--lease <seconds>',
      'how long a message stays hidden, and an object claimed, after the last sign of life of a run',
      positiveNumber('seconds', MAX_LEASE_SECONDS),
      DEFAULT_LEASE_SECONDS,
    )
    .option(
      '--timeout <seconds>',
      'time-out of the transform (default: as the stack has it, else 120)',
      positiveNumber('seconds', MAX_TIMEOUT_SECONDS),
    )
    .option(
      '--memory <MB>',
      'memory of the transform, which decides its share of a CPU (default: as the stack has it, else 1024)',
      positiveNumber('MB', MAX_MEMORY_MB),
    )
    .option('--max-redrives <n>', 'leave records that were put back so often', wholeNumber(MOST_REDRIVES), MAX_REDRIVES)
    .option('--delete', 'delete error objects of which every record was sent')
    .option('--dry-run', 'show what would be sent and what left; change nothing')
    .option('--json', 'print the report as one JSON object');
  declareAwsOptions(command).addHelpText('after', LONG_HELP);
}

const LONG_HELP = `
Firehose keeps the original bytes of records that the transform failed on under errors/. redrive reads them from there,
tries each with the transform on this machine, and puts those back that it can read, in the time that the deployed
function has. What would fail again is left, with its code; so is what was put back --max-redrives times. Progress is
noted record by record under redrive/ in the bucket: a second run does nothing, and one that was interrupted is
continued, which may send one batch (500 records) twice. Of two runs at once the second ends before it sends anything of
an object that the first works on.

Work comes from ErrorsQueue, whose messages are deleted when their object is done or its remainder is noted as left; or
from --prefix errors/, which also tries again what was left. --dry-run looks at the objects and never at the queue.

Rows of records that were delivered in part before come twice; equality of ClusterName and whole RawEvent removes them.

Permissions: s3:ListBucket, s3:GetObject, s3:PutObject on redrive/*, firehose:PutRecordBatch, sqs:ReceiveMessage,
sqs:DeleteMessage, sqs:ChangeMessageVisibility, sqs:GetQueueAttributes; s3:DeleteObject for --delete; for
--stack and --stage cloudformation:DescribeStacks, and lambda:GetFunctionConfiguration unless --timeout and --memory are
given; with a KMS key kms:Decrypt and kms:GenerateDataKey.

Exit code:
  0  every record was put back, now or before
  1  records were left, or the stream did not take all: the report says which and why
  2  it could not work: no permission, a wrong name, a wrong option

Examples:
  eks-sentinel redrive --stage prod --dry-run
  eks-sentinel redrive --stage prod
  eks-sentinel redrive --bucket my-logs --stream eks-sentinel-prod --prefix errors/processing-failed/2026/05/12/`;
