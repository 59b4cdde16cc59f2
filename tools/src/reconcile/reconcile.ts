import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clusterOf } from '@eks-sentinel/cloudwatch-logs';

import type { AwsOptions } from '../aws/aws-options';
import { clientSettings, s3Settings } from '../aws/client-settings';
import {
  type StackOptions,
  STACK_OUTPUTS,
  logGroupsOf,
  readStackOutputs,
  resolveNames,
  stackNameOf,
} from '../aws/stack-names';
import { logGroupOf, readAuditLog } from '../backfill/audit-log';
import type { CliIo, ExitCode } from '../cli/cli-command';
import { type ProgressLine, createProgressLine } from '../cli/progress-line';
import { UsageError } from '../cli/usage-error';
import { openErrorObjects } from '../redrive/error-objects';
import { type TimeRange, type TimeRangeOptions, readTimeRange } from '../repair/time-range';
import { judgeStations } from './judge-stations';
import { observeFailures } from './observe-failures';
import { observeQueue } from './observe-queue';
import { observeRows } from './observe-rows';
import { observeSubscriptions, periodFor } from './observe-subscriptions';
import { reconcileJson, reconcileText } from './reconcile-report';
import type { StationCounts } from './station-counts';

/** Options as `commands/reconcile` checks them. */
export interface ReconcileOptions extends AwsOptions, StackOptions, TimeRangeOptions {
  readonly cluster?: string;
  readonly bucket?: string;
  readonly stream?: string;
  readonly queue?: string;
  readonly deadLetterQueue?: string;
  /** Different rows in the table of Sentinel. */
  readonly tableRows?: number;
  /** False: the log groups are not read. */
  readonly source: boolean;
  readonly json?: true;
}

interface Places {
  readonly bucket: string;
  readonly stream: string;
  readonly queue: string;
  readonly deadLetterQueue: string | undefined;
  readonly logGroups: readonly string[];
}

/** Firehose buffers twice for a minute, and metrics come some minutes late: what is younger is not settled. */
const SETTLED = '15m';

/** CloudWatch Logs grants few calls a second, and the SDK slows down with each refusal. */
const LOGS_RETRIES = { retryMode: 'adaptive', maxAttempts: 12 } as const;

/** Counts what each station holds of the audit events of a range, and names those where events are missing. */
export async function reconcile(options: ReconcileOptions, io: CliIo): Promise<ExitCode> {
  const now = io.now();
  const range = wholePeriods(readTimeRange({ ...options, to: options.to ?? SETTLED }, now), now);
  const places = await findPlaces(options);
  const progress = createProgressLine(io, false);
  let counts: StationCounts;
  try {
    counts = await observe(options, io, places, range, progress);
  } finally {
    progress.erase();
  }
  const findings = judgeStations(counts);
  const frame = { ...options, ...places, ...range, clusters: places.logGroups.map(clusterName), now };
  io.stdout.write(
    options.json === true ? reconcileJson(counts, findings, frame) : reconcileText(counts, findings, frame),
  );
  return findings.length > 0 ? 1 : 0;
}

/** Metrics have a value for each period: the other stations are counted in the same bounds. */
function wholePeriods({ from, to }: TimeRange, now: number): TimeRange {
  const period = periodFor(now - from) * 1_000;
  const whole = { from: Math.floor(from / period) * period, to: Math.floor(to / period) * period };
  if (whole.from < whole.to) return whole;
  throw new UsageError(
    `the range is shorter than the ${period / 1_000} seconds for which metrics have a value: make it longer`,
  );
}

async function observe(
  options: ReconcileOptions,
  io: CliIo,
  { bucket, stream, queue, deadLetterQueue, logGroups }: Places,
  range: TimeRange,
  progress: ProgressLine,
): Promise<StationCounts> {
  const now = io.now();
  const settings = clientSettings(options);
  const logs = new CloudWatchLogsClient({ ...settings, ...LOGS_RETRIES });
  const cloudWatch = new CloudWatchClient(settings);
  const s3 = new S3Client(s3Settings(options, io.env));
  const clusters = new Set(logGroups.map(clusterName));
  const subscriptions = await observeSubscriptions({ logs, cloudWatch }, logGroups, stream, range, now);
  let logEvents: number | undefined;
  if (options.source) {
    logEvents = 0;
    for (const logGroup of logGroups) logEvents += await countAuditLog(logs, logGroup, range, progress);
  }
  return {
    logEvents,
    ...subscriptions,
    ...(await observeRows(s3, bucket, clusters, range, now, (objects) => {
      progress.update(() => `${objects} objects read`);
    })),
    ...(await observeFailures(openErrorObjects(s3, bucket), clusters, range)),
    ...(await observeQueue(
      { sqs: new SQSClient(settings), cloudWatch },
      { notification: queue, deadLetter: deadLetterQueue },
      range,
      now,
    )),
    tableRows: options.tableRows,
  };
}

async function countAuditLog(
  logs: CloudWatchLogsClient,
  logGroup: string,
  range: TimeRange,
  progress: ProgressLine,
): Promise<number> {
  let count = 0;
  for await (const { timestamp } of readAuditLog(logs, logGroup, range)) {
    count += 1;
    progress.update(() => `${logGroup}: ${count} log events, at ${new Date(timestamp).toISOString()}`);
  }
  return count;
}

async function findPlaces(options: ReconcileOptions): Promise<Places> {
  let outputs: ReadonlyMap<string, string> | undefined;
  const readOutputs = async (stackName: string): Promise<ReadonlyMap<string, string>> => {
    outputs ??= await readStackOutputs(new CloudFormationClient(clientSettings(options)), stackName);
    return outputs;
  };
  const names = await resolveNames(
    {
      bucket: { given: options.bucket, option: '--bucket', output: STACK_OUTPUTS.bucket },
      stream: { given: options.stream, option: '--stream', output: STACK_OUTPUTS.stream },
      queue: { given: options.queue, option: '--queue', output: STACK_OUTPUTS.notificationQueue },
    },
    options,
    readOutputs,
  );
  const stackName = stackNameOf(options);
  const known = stackName === undefined ? new Map<string, string>() : await readOutputs(stackName);
  const logGroups = options.cluster === undefined ? logGroupsOf(known) : [logGroupOf(options.cluster)];
  if (logGroups.length === 0)
    throw new UsageError('give --cluster, or the stack that knows it with --stack or --stage');
  return { ...names, logGroups, deadLetterQueue: options.deadLetterQueue ?? known.get(STACK_OUTPUTS.deadLetterQueue) };
}

function clusterName(logGroup: string): string {
  return clusterOf(logGroup) ?? logGroup;
}
