import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

import { CreateLogStreamCommand, GetLogEventsCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';

import type { AwsClients } from '../../aws/aws-clients';
import { callAws } from '../../aws/call-aws';
import type { CliIo, ExitCode } from '../../cli/cli-command';
import { printable, textOfLines } from '../../cli/printable';
import { UsageError } from '../../cli/usage-error';
import type { Chain } from '../chain';
import type { DoctorOptions } from '../options';
import { findRow, type FoundRow } from './find-row';
import { probeEvent, type ProbeEvent } from './probe-event';

/** How often the log group and the bucket are looked at. */
const POLL_MILLISECONDS = 3_000;

/** One station and the seconds from the beginning until the event was there. */
interface Hop {
  readonly station: string;
  readonly seconds: number;
}

/** Sends a marked audit event through the chain and times it: 0 when it became a row, 1 when it did not in time. */
export async function runProbe(
  aws: AwsClients,
  chain: Chain,
  options: DoctorOptions,
  io: CliIo,
  wait: (milliseconds: number) => Promise<unknown> = setTimeout,
): Promise<ExitCode> {
  const [cluster] = chain.clusters;
  if (cluster === undefined || chain.bucket === undefined) {
    throw new UsageError('--probe needs the log group and the bucket: give --stack, or --cluster and --bucket');
  }
  const started = io.now();
  const event = probeEvent(randomBytes(16).toString('hex'), started);
  const plan = `one test event into ${cluster.logGroup}, log stream ${event.logStream}`;
  if (options.dryRun === true) {
    io.stdout.write(textOfLines([`would write ${plan}:`, event.message]));
    return 0;
  }
  if (options.yes !== true && !(await agrees(`Write ${printable(plan)}? It becomes a row in Sentinel. [y/N] `, io))) {
    throw new UsageError('nothing was sent; --yes sends without asking');
  }

  const hops: Hop[] = [];
  const reached = (station: string, at = io.now()): void => {
    const seconds = Math.max(0, Math.round((at - started) / 100) / 10);
    hops.push({ station, seconds });
    if (options.json !== true) io.stdout.write(`${seconds.toFixed(1).padStart(7)} s  ${station}\n`);
  };
  await putEvent(aws, cluster.logGroup, event);
  reached('accepted by CloudWatch Logs');
  const row = await follow(aws, {
    logGroup: cluster.logGroup,
    bucket: chain.bucket,
    event,
    started,
    reached,
    options,
    io,
    wait,
  });
  if (row !== undefined)
    reached(row.failed ? 'failed: its original lies in S3' : 'a row in S3, by Firehose and the transform', row.at);
  const code = row === undefined || row.failed ? 1 : 0;
  io.stdout.write(options.json === true ? jsonOf(event, hops, row) : textOfLines([sentenceOf(row, event, options)]));
  return code;
}

interface Following {
  readonly logGroup: string;
  readonly bucket: string;
  readonly event: ProbeEvent;
  readonly started: number;
  readonly reached: (station: string) => void;
  readonly options: DoctorOptions;
  readonly io: CliIo;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

async function follow(aws: AwsClients, following: Following): Promise<FoundRow | undefined> {
  const { logGroup, bucket, event, started, reached, options, io, wait } = following;
  const seen = new Set<string>();
  let isReadable = false;
  while (io.now() - started < options.probeTimeout * 1_000) {
    if (!isReadable && (await canBeRead(aws, logGroup, event))) {
      isReadable = true;
      reached('readable in the log group');
    }
    const row = await callAws({ action: 's3:GetObject, s3:ListBucket', on: `bucket ${bucket}` }, () =>
      findRow(aws, bucket, event.id, { since: started, now: io.now(), seen }),
    );
    if (row !== undefined) return row;
    await wait(POLL_MILLISECONDS);
  }
  return undefined;
}

async function putEvent({ logs }: AwsClients, logGroupName: string, event: ProbeEvent): Promise<void> {
  const logStreamName = event.logStream;
  await callAws({ action: 'logs:CreateLogStream', on: `log group ${logGroupName}` }, () =>
    logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName })),
  );
  const timestamp = Date.parse((JSON.parse(event.message) as { stageTimestamp: string }).stageTimestamp);
  const input = { logGroupName, logStreamName, logEvents: [{ timestamp, message: event.message }] };
  await callAws({ action: 'logs:PutLogEvents', on: `log group ${logGroupName}` }, () =>
    logs.send(new PutLogEventsCommand(input)),
  );
}

async function canBeRead({ logs }: AwsClients, logGroupName: string, event: ProbeEvent): Promise<boolean> {
  const input = { logGroupName, logStreamName: event.logStream, startFromHead: true, limit: 1 };
  const { events = [] } = await callAws({ action: 'logs:GetLogEvents', on: `log group ${logGroupName}` }, () =>
    logs.send(new GetLogEventsCommand(input)),
  );
  return events.length > 0;
}

async function agrees(question: string, { stdin, stderr }: CliIo): Promise<boolean> {
  stderr.write(question);
  const lines = createInterface({ input: stdin });
  for await (const line of lines) {
    lines.close();
    return /^y(es)?$/i.test(line.trim());
  }
  return false;
}

function sentenceOf(row: FoundRow | undefined, event: ProbeEvent, { probeTimeout }: DoctorOptions): string {
  if (row === undefined)
    return `It is no row after ${probeTimeout} s: run doctor without --probe to see where it stopped.`;
  if (row.failed) return `The transform could not read it: ${row.key}. See the logs of the function.`;
  return `It lies in ${row.key}. In Sentinel: AWSEKSLogs_CL | where ObjectRef == "/eks-sentinel-probe/${event.id}"`;
}

function jsonOf(event: ProbeEvent, hops: readonly Hop[], row: FoundRow | undefined): string {
  const { id, logStream } = event;
  return `${JSON.stringify({ id, logStream, hops, delivered: row?.failed === false, key: row?.key ?? null }, undefined, 2)}\n`;
}
