import { setTimeout as sleep } from 'node:timers/promises';

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';

import type { AwsOptions } from '../aws/aws-options';
import { callAws } from '../aws/call-aws';
import { clientSettings, s3Settings } from '../aws/client-settings';
import { type StackOptions, STACK_OUTPUTS, readStackOutputs, resolveNames } from '../aws/stack-names';
import type { CliIo, ExitCode } from '../cli/cli-command';
import { textOfLines } from '../cli/printable';
import { createProgressLine } from '../cli/progress-line';
import { createPace } from '../repair/pace';
import { plural } from '../repair/plural';
import { type TimeRangeOptions, readTimeRange, timeText } from '../repair/time-range';
import { type DeliveredObject, ROWS_PREFIX, listDeliveredObjects } from './delivered-objects';
import { MAX_MESSAGES, sendNotifications } from './send-notifications';

/** Options as `commands/replay` checks them. */
export interface ReplayOptions extends AwsOptions, StackOptions, TimeRangeOptions {
  readonly bucket?: string;
  readonly queue?: string;
  readonly prefix?: string;
  /** Messages a second. */
  readonly rate: number;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Tells the queue once more of the objects that were written in a range, and reports. */
export async function replay(options: ReplayOptions, io: CliIo): Promise<ExitCode> {
  const range = readTimeRange(options, io.now());
  const settings = clientSettings(options);
  const { bucket, queue } = await resolveNames(
    {
      bucket: { given: options.bucket, option: '--bucket', output: STACK_OUTPUTS.bucket },
      queue: { given: options.queue, option: '--queue', output: STACK_OUTPUTS.notificationQueue },
    },
    options,
    (stackName) => readStackOutputs(new CloudFormationClient(settings), stackName),
  );
  const prefix = options.prefix ?? ROWS_PREFIX;
  const s3 = new S3Client(s3Settings(options, io.env));
  const sqs = new SQSClient(settings);
  const region = await callAws({ action: 'sqs:SendMessage', on: `queue ${queue}` }, () => sqs.config.region());
  const pace = createPace(options.rate, { now: io.now, sleep });
  const target = { sqs, queueUrl: queue, bucket, region, now: io.now, sleep, pace };
  const progress = createProgressLine(io, false);
  const counts = { objects: 0, bytes: 0 };
  let batch: DeliveredObject[] = [];

  const flush = async (): Promise<void> => {
    if (options.dryRun !== true) await sendNotifications(batch, counts.objects - batch.length, target);
    batch = [];
    progress.update(() => `${plural(counts.objects, 'object')} told to the queue`);
  };
  try {
    for await (const object of listDeliveredObjects(s3, bucket, prefix, range)) {
      batch.push(object);
      counts.objects += 1;
      counts.bytes += object.bytes;
      if (batch.length === MAX_MESSAGES) await flush();
    }
    if (batch.length > 0) await flush();
  } finally {
    progress.erase();
  }

  const isDryRun = options.dryRun === true;
  const span = { from: timeText(range.from), to: timeText(range.to) };
  io.stdout.write(
    options.json === true
      ? `${JSON.stringify({ bucket, queue, prefix, ...span, isDryRun, ...counts })}\n`
      : reportText(counts, { bucket, prefix, ...span, isDryRun }),
  );
  return 0;
}

function reportText(
  { objects, bytes }: { objects: number; bytes: number },
  frame: { bucket: string; prefix: string; from: string; to: string; isDryRun: boolean },
): string {
  const place = `s3://${frame.bucket}/${frame.prefix} written from ${frame.from} to ${frame.to}`;
  if (objects === 0) return textOfLines([`nothing to replay: no object under ${place}`]);
  const done = frame.isDryRun ? 'Dry run: nothing was sent. Would be told to the queue' : 'Told to the queue';
  return textOfLines([
    `${done}: ${plural(objects, 'object')}, ${bytes} bytes, under ${place}`,
    'Objects that Sentinel had read before give their rows twice: equality of ClusterName and whole RawEvent removes them.',
  ]);
}
