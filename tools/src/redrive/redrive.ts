import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { MAX_BATCH_BYTES } from '@eks-sentinel/firehose';
import { putBack, putBatchWith } from '@eks-sentinel/transform';

import type { AwsOptions } from '../aws/aws-options';
import { explainAwsError } from '../aws/call-aws';
import { clientSettings, s3Settings } from '../aws/client-settings';
import { type StackOptions, STACK_OUTPUTS, readStackOutputs, resolveNames, stackNameOf } from '../aws/stack-names';
import type { CliIo, ExitCode } from '../cli/cli-command';
import { createProgressLine } from '../cli/progress-line';
import { UsageError } from '../cli/usage-error';
import { createPace } from '../repair/pace';
import { openErrorObjects } from './error-objects';
import { ERRORS_PREFIX } from './errors-prefix';
import { receiveWork } from './errors-queue';
import { DEFAULT_SIZE, type FunctionSize, readFunctionSize } from './function-size';
import { type RedriveCounts, createRedriveCounts } from './redrive-counts';
import { type BatchAnswer, type ErrorObject, type ObjectTools, redriveObject } from './redrive-object';
import { redriveJson, redriveText } from './redrive-report';
import { createRecordTrial } from './try-record';

/** Options as `commands/redrive` checks them. */
export interface RedriveOptions extends AwsOptions, StackOptions {
  readonly bucket?: string;
  readonly queue?: string;
  readonly stream?: string;
  readonly prefix?: string;
  /** MiB a second. */
  readonly rate: number;
  /** Seconds. */
  readonly lease: number;
  /** Seconds, of the transform. */
  readonly timeout?: number;
  /** MB, of the transform. */
  readonly memory?: number;
  readonly maxRedrives: number;
  readonly delete?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

const MEBIBYTE = 1_048_576;
/** A batch on a slow line takes its time; given up too soon, it would be sent twice. */
const CALL_TIMEOUT_MS = 60_000;
const BEATS_PER_LEASE = 3;
/** A batch leaves at once: at a low rate it must not take more than a second's worth. */
const SECONDS_PER_BATCH = 1;

/** Puts failed records back to the stream and reports. */
export async function redrive(options: RedriveOptions, io: CliIo): Promise<ExitCode> {
  const isDryRun = options.dryRun === true;
  const usesQueue = options.prefix === undefined && !isDryRun;
  const settings = clientSettings(options);
  const { timeout, memory } = options;
  const asksFunction = (timeout === undefined || memory === undefined) && stackNameOf(options) !== undefined;
  const names = await resolveNames(
    {
      bucket: { given: options.bucket, option: '--bucket', output: STACK_OUTPUTS.bucket },
      stream: { given: options.stream, option: '--stream', output: STACK_OUTPUTS.stream },
      queue: { given: usesQueue ? options.queue : 'unused', option: '--queue', output: STACK_OUTPUTS.errorsQueue },
      transform: {
        given: asksFunction ? undefined : 'unused',
        option: '--timeout and --memory',
        output: STACK_OUTPUTS.transformFunction,
      },
    },
    options,
    (stackName) => readStackOutputs(new CloudFormationClient(settings), stackName),
  );
  const known = asksFunction ? await readFunctionSize(new LambdaClient(settings), names.transform) : DEFAULT_SIZE;
  const size: FunctionSize = { timeoutSeconds: timeout ?? known.timeoutSeconds, memoryMb: memory ?? known.memoryMb };
  const objects = openErrorObjects(new S3Client(s3Settings(options, io.env)), names.bucket);
  const counts = createRedriveCounts();
  const progress = createProgressLine(io, false);
  const tools: ObjectTools = {
    ...objects,
    putBatch: createPut(options, names.stream, io),
    newClaim: () => ({ id: randomUUID(), leaseSeconds: options.lease }),
    startBeats: (beat) => {
      const timer = setInterval(beat, (options.lease * 1_000) / BEATS_PER_LEASE);
      return () => {
        clearInterval(timer);
      };
    },
    sleep: (milliseconds) => {
      progress.update(() => 'an object is worked on by another run, or by one that was interrupted: waiting');
      return sleep(milliseconds);
    },
    tryRecord: createRecordTrial(io.now, size),
    maxRedrives: options.maxRedrives,
    maxBatchBytes: Math.min(MAX_BATCH_BYTES, options.rate * MEBIBYTE * SECONDS_PER_BATCH),
    isDryRun,
    onProgress: () => {
      progress.update(() => describe(counts));
    },
  };

  const run = { isStopped: false };
  try {
    if (usesQueue) await redriveQueue();
    else await redrivePrefix(options.prefix ?? ERRORS_PREFIX);
  } finally {
    progress.erase();
  }
  const report = { bucket: names.bucket, stream: names.stream, size, isDryRun, isStopped: run.isStopped, usesQueue };
  io.stdout.write(options.json === true ? redriveJson(counts, report) : redriveText(counts, report));
  return run.isStopped || counts.left.length > 0 || counts.foreignMessages > 0 ? 1 : 0;

  async function redriveQueue(): Promise<void> {
    const work = receiveWork({
      sqs: new SQSClient(settings),
      queueUrl: names.queue,
      bucket: names.bucket,
      prefix: ERRORS_PREFIX,
      leaseSeconds: options.lease,
      sleep,
      onWait: (hidden) => {
        progress.update(
          () => `${hidden} messages are worked on by another run, or by one that was interrupted: waiting`,
        );
      },
    });
    for await (const message of work) {
      if (message.kind === 'foreign') {
        counts.foreignMessages += 1;
        continue;
      }
      for (const object of message.objects) await redriveOne(object);
      if (run.isStopped) return;
      await message.finish();
    }
  }

  async function redrivePrefix(prefix: string): Promise<void> {
    for await (const object of objects.list(prefix)) {
      await redriveOne(object);
      if (run.isStopped) return;
    }
  }

  async function redriveOne(object: ErrorObject): Promise<void> {
    if (run.isStopped) return;
    counts.objects += 1;
    const outcome = await redriveObject(object, tools, counts);
    if (outcome === 'unfinished') run.isStopped = true;
    else if (outcome === 'gone') counts.objectsGone += 1;
    else if (outcome === 'left') counts.objectsLeft += 1;
    else counts.objectsDone += 1;
    if (outcome === 'done' && options.delete === true && !isDryRun) {
      await objects.remove(object.key);
      counts.objectsDeleted += 1;
    }
  }
}

/** Puts batches by the ladder of the transform, at the rate. */
function createPut(options: RedriveOptions, stream: string, io: CliIo): ObjectTools['putBatch'] {
  const client = new FirehoseClient({ ...clientSettings(options), maxAttempts: 1 });
  const put = putBatchWith(() => Promise.resolve(client), stream);
  const pace = createPace(options.rate * MEBIBYTE, { now: io.now, sleep });
  return async (records): Promise<BatchAnswer> => {
    await pace.take(records.reduce((sum, { length }) => sum + length, 0));
    let failure: unknown;
    const { verdicts } = await putBack(records, {
      putBatch: async (batch, signal) => {
        const answer = await put(batch, signal);
        if (!answer.ok && !answer.isRetryable) failure = answer.error;
        return answer;
      },
      remainingMs: () => Infinity,
      wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
      random: Math.random,
      callTimeoutMs: CALL_TIMEOUT_MS,
    });
    if (!(failure instanceof Error)) return { verdicts };
    const sentence = explainAwsError(failure, { action: 'firehose:PutRecordBatch', on: `stream ${stream}` });
    return {
      verdicts,
      error: new UsageError(`${sentence}; what was sent is noted, and the next run goes on behind it`),
    };
  };
}

function describe({ objects, sent, left }: RedriveCounts): string {
  return `${objects} error objects, ${sent} records sent, ${left.length} left`;
}
