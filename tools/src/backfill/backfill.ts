import { setTimeout as sleep } from 'node:timers/promises';

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { FirehoseClient } from '@aws-sdk/client-firehose';

import { packLogEvents, type SubscriptionRecord } from '../../pipeline/src/pack-log-events';
import { putRecords } from '../../pipeline/src/put-records';
import { createSubscriptionCounts, type SubscriptionCounts } from '../../pipeline/src/subscription-counts';
import type { AwsOptions } from '../aws/aws-options';
import { callAws } from '../aws/call-aws';
import { clientSettings } from '../aws/client-settings';
import { type StackOptions, STACK_OUTPUTS, readStackOutputs, resolveNames } from '../aws/stack-names';
import type { CliIo, ExitCode } from '../cli/cli-command';
import { createProgressLine } from '../cli/progress-line';
import { UsageError } from '../cli/usage-error';
import { createPace } from '../repair/pace';
import { type TimeRangeOptions, readTimeRange } from '../repair/time-range';
import { findLogGroup, logGroupOf, readAuditLog } from './audit-log';
import { backfillJson, backfillText } from './backfill-report';
import { type Checkpoint, loadCheckpoint, removeCheckpoint, saveCheckpoint } from './checkpoint';

/** Options as `commands/backfill` checks them. */
export interface BackfillOptions extends AwsOptions, StackOptions, TimeRangeOptions {
  readonly cluster: string;
  readonly stream?: string;
  /** MiB a second. */
  readonly rate: number;
  readonly checkpoint?: string;
  readonly resume?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

/** The range is read in windows; an interruption repeats the one that it comes in. */
const WINDOW_MS = 300_000;
/** CloudWatch Logs grants few calls a second, and the SDK slows down with each refusal. */
const LOGS_RETRIES = { retryMode: 'adaptive', maxAttempts: 12 } as const;
const MEBIBYTE = 1_048_576;
/** A call that hangs is given up, and made again. */
const CALL_TIMEOUT_MS = 60_000;
/** Small enough that a call does not exceed the quota of its second. */
const RECORDS_PER_CALL = 4;

/** Puts the audit events of a range from the log group to the stream, as the subscription would have, and reports. */
export async function backfill(options: BackfillOptions, io: CliIo): Promise<ExitCode> {
  const settings = clientSettings(options);
  const { stream } = await resolveNames(
    { stream: { given: options.stream, option: '--stream', output: STACK_OUTPUTS.stream } },
    options,
    (stackName) => readStackOutputs(new CloudFormationClient(settings), stackName),
  );
  const logGroup = logGroupOf(options.cluster);
  const path = options.checkpoint ?? `eks-sentinel-backfill-${options.cluster}.json`;
  const isDryRun = options.dryRun === true;
  const start = isDryRun
    ? begin(options, io, logGroup, stream)
    : await beginOrResume(options, io, path, logGroup, stream);
  const logs = new CloudWatchLogsClient({ ...settings, ...LOGS_RETRIES });
  const place = await findLogGroup(logs, logGroup);
  const counts = createSubscriptionCounts();
  const progress = createProgressLine(io, false);
  const put = isDryRun ? countOnly : createPut(options, stream, io);

  let doneUntil = start.doneUntil;
  try {
    while (doneUntil < start.to) {
      const to = Math.min(doneUntil + WINDOW_MS, start.to);
      const subscription = {
        owner: place.account,
        logGroup,
        filterName: 'eks-sentinel-backfill',
        systemFields: place,
      };
      const logEvents = readAuditLog(logs, logGroup, { from: doneUntil, to });
      await put(packLogEvents(logEvents, { subscription, matches: () => true }, counts), counts);
      if (counts.notAccepted > 0) break;
      doneUntil = to;
      if (!isDryRun) await saveCheckpoint(path, { ...start, doneUntil });
      progress.update(() => `${percent(start, doneUntil)} % of the range, ${counts.logEvents} log events`);
    }
  } finally {
    progress.erase();
  }
  const isComplete = doneUntil === start.to;
  if (isComplete && !isDryRun) await removeCheckpoint(path);
  const frame = { ...start, doneUntil, cluster: options.cluster, path, isDryRun, isComplete };
  io.stdout.write(options.json === true ? backfillJson(counts, frame) : backfillText(counts, frame, io.now()));
  return isComplete && counts.tooLarge === 0 ? 0 : 1;
}

type Put = (records: AsyncIterable<SubscriptionRecord>, counts: SubscriptionCounts) => Promise<void>;

function begin(options: BackfillOptions, io: CliIo, logGroup: string, stream: string): Checkpoint {
  const range = readTimeRange(options, io.now());
  return { logGroup, stream, ...range, doneUntil: range.from };
}

async function beginOrResume(
  options: BackfillOptions,
  io: CliIo,
  path: string,
  logGroup: string,
  stream: string,
): Promise<Checkpoint> {
  const found = await loadCheckpoint(path);
  if (options.resume !== true) {
    if (found === undefined) return begin(options, io, logGroup, stream);
    throw new UsageError(`${path} holds a backfill that did not end: go on with --resume, or remove the file`);
  }
  if (found === undefined) throw new UsageError(`--resume finds no ${path}: begin with --from and --to`);
  if (options.from !== undefined || options.to !== undefined) {
    throw new UsageError('--resume takes its range from the checkpoint: leave out --from and --to');
  }
  if (found.logGroup === logGroup && found.stream === stream) return found;
  throw new UsageError(`${path} is of another cluster or stream: give that one, or another file with --checkpoint`);
}

const countOnly: Put = async (records, counts) => {
  for await (const { data, logEvents } of records) {
    counts.records += 1;
    counts.bytes += data.length;
    counts.delivered += logEvents;
  }
};

function createPut(options: BackfillOptions, stream: string, io: CliIo): Put {
  const client = new FirehoseClient({
    ...clientSettings(options),
    maxAttempts: 1,
    requestHandler: { requestTimeout: CALL_TIMEOUT_MS },
  });
  const pace = createPace(options.rate * MEBIBYTE, { now: io.now, sleep });
  async function* paced(records: AsyncIterable<SubscriptionRecord>): AsyncGenerator<SubscriptionRecord> {
    for await (const record of records) {
      await pace.take(record.data.length);
      yield record;
    }
  }
  const putOptions = {
    client,
    deliveryStreamName: stream,
    sleep: (milliseconds: number) => sleep(milliseconds),
    random: Math.random,
    concurrency: 1,
    maxCallRecords: RECORDS_PER_CALL,
  };
  return async (records, counts) => {
    const call = { action: 'firehose:PutRecordBatch', on: `stream ${stream}` };
    await callAws(call, () =>
      putRecords(paced(records), putOptions, (outcome, { data, logEvents }) => {
        if (outcome === 'retried') counts.retriedRecords += 1;
        else if (outcome === 'refused') counts.notAccepted += logEvents;
        else {
          counts.records += 1;
          counts.delivered += logEvents;
          counts.bytes += data.length;
        }
      }),
    );
  };
}

function percent({ from, to }: Checkpoint, doneUntil: number): number {
  return Math.floor((100 * (doneUntil - from)) / (to - from));
}
