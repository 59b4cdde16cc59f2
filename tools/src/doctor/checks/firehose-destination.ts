import type {
  DeliveryStreamDescription,
  ExtendedS3DestinationDescription,
  ExtendedS3DestinationUpdate,
  ProcessingConfiguration,
  Processor,
} from '@aws-sdk/client-firehose';

import type { ShellCommand } from '../../shell/shell-command';
import { awsCommand } from '../aws-command';
import { bucketArn, expectedResource, functionArn, type Chain } from '../chain';
import { passIf, result, type CheckResult, type Verdict } from '../check';

/** Above it, a batch of well compressed records may not fit the response of the function (6 MiB, uncompressed). */
const MOST_BUFFER_MEGABYTES = 0.2;

/** Makes the command that changes the destination. */
type Update = (change: ExtendedS3DestinationUpdate) => ShellCommand;

/** The destination as the template has it. */
interface Wanted {
  readonly Prefix: string;
  readonly ErrorOutputPrefix: string;
  readonly CompressionFormat: 'GZIP';
  readonly ProcessingConfiguration: { readonly Processors: readonly Processor[] };
}

/** What the stream does with records: the transform, and where rows and failures go. */
export function judgeDestination(stream: DeliveryStreamDescription, chain: Chain): CheckResult[] {
  const subject = chain.stream!;
  const destination = stream.Destinations?.[0]?.ExtendedS3DestinationDescription;
  if (destination === undefined) {
    const fix = awsCommand('firehose', 'DescribeDeliveryStream', chain.region, { DeliveryStreamName: subject });
    const question = { id: 'firehose.destination', subject, expected: 'an S3 destination' } as const;
    return [result(question, { status: 'FAIL', observed: 'another destination than S3', fix })];
  }
  const arns = { FirehoseRole: destination.RoleARN ?? '' };
  const wanted = expectedResource(chain, 'DeliveryStream', arns)['ExtendedS3DestinationConfiguration'] as Wanted;
  const update: Update = (change) => updateDestination(stream, chain, change);
  const rowsFolder = folderOf(wanted.Prefix);
  const checks: [CheckResult['id'], string, Verdict][] = [
    [
      'firehose.transform',
      `hands records to ${functionArn(chain)}:live`,
      judgeTransform(destination, chain, update, wanted),
    ],
    [
      'firehose.buffer-hint',
      `at most ${MOST_BUFFER_MEGABYTES} MB a batch`,
      judgeBufferHint(destination, update, wanted),
    ],
    ['firehose.decompression', 'off: it drops account and log group', judgeDecompression(destination, update, wanted)],
    [
      'firehose.bucket',
      bucketArn(chain),
      passIf(
        chain.bucket === undefined || destination.BucketARN === bucketArn(chain),
        destination.BucketARN ?? 'none',
        'FAIL',
        update({ BucketARN: bucketArn(chain) }),
      ),
    ],
    [
      'firehose.prefix',
      `rows under ${rowsFolder}`,
      passIf(
        (destination.Prefix ?? '').startsWith(rowsFolder),
        `rows under ${destination.Prefix ?? 'the root of the bucket'}`,
        'FAIL',
        update({ Prefix: wanted.Prefix, ErrorOutputPrefix: wanted.ErrorOutputPrefix }),
      ),
    ],
    [
      'firehose.error-prefix',
      `failures under ${folderOf(wanted.ErrorOutputPrefix)}`,
      judgeErrorPrefix(destination, update, wanted),
    ],
    [
      'firehose.compression',
      wanted.CompressionFormat,
      passIf(
        destination.CompressionFormat === wanted.CompressionFormat,
        destination.CompressionFormat ?? 'UNCOMPRESSED',
        'FAIL',
        update({ CompressionFormat: wanted.CompressionFormat }),
      ),
    ],
    [
      'firehose.logging',
      'errors go to a log group',
      passIf(
        destination.CloudWatchLoggingOptions?.Enabled === true,
        destination.CloudWatchLoggingOptions?.Enabled === true ? 'on' : 'off',
        'WARN',
        update({ CloudWatchLoggingOptions: loggingOptions(chain) }),
      ),
    ],
  ];
  return checks.map(([id, expected, verdict]) => result({ id, subject, expected }, verdict));
}

function judgeTransform(
  { ProcessingConfiguration }: ExtendedS3DestinationDescription,
  chain: Chain,
  update: Update,
  wanted: Wanted,
): Verdict {
  const fix = update({ ProcessingConfiguration: processing(wanted) });
  const arn = parameterOf(ProcessingConfiguration, 'LambdaArn');
  if (ProcessingConfiguration?.Enabled !== true || arn === undefined) {
    return { status: 'FAIL', observed: 'no transform: subscription messages would be written as they come', fix };
  }
  const ours = functionArn(chain);
  if (chain.functionName === undefined) return { status: 'PASS', observed: arn };
  if (arn === `${ours}:live`) return { status: 'PASS', observed: 'our function by its alias live' };
  if (arn === ours || arn.startsWith(`${ours}:`)) {
    return { status: 'WARN', observed: `our function, but not by its alias: ${arn}`, fix };
  }
  return { status: 'FAIL', observed: `another function: ${arn}`, fix };
}

function judgeBufferHint(
  { ProcessingConfiguration }: ExtendedS3DestinationDescription,
  update: Update,
  wanted: Wanted,
): Verdict {
  // Source: Firehose API reference, ProcessorParameter: the default of BufferSizeInMBs is 1.
  const size = Number(parameterOf(ProcessingConfiguration, 'BufferSizeInMBs') ?? 1);
  const fix = update({ ProcessingConfiguration: processing(wanted) });
  return passIf(size <= MOST_BUFFER_MEGABYTES, `${size} MB`, 'WARN', fix);
}

function judgeDecompression(
  { ProcessingConfiguration }: ExtendedS3DestinationDescription,
  update: Update,
  wanted: Wanted,
): Verdict {
  const types = (ProcessingConfiguration?.Processors ?? []).map(({ Type }) => Type);
  const on = types.some((type) => type === 'Decompression' || type === 'CloudWatchLogProcessing');
  const fix = update({ ProcessingConfiguration: processing(wanted) });
  return passIf(!on, on ? 'on: the transform gets what it cannot read' : 'off', 'FAIL', fix);
}

function judgeErrorPrefix(
  { Prefix = '', ErrorOutputPrefix }: ExtendedS3DestinationDescription,
  update: Update,
  wanted: Wanted,
): Verdict {
  const fix = update({ Prefix: wanted.Prefix, ErrorOutputPrefix: wanted.ErrorOutputPrefix });
  // Without a prefix of their own, failures go below that of the rows.
  const errors = ErrorOutputPrefix === undefined || ErrorOutputPrefix === '' ? Prefix : ErrorOutputPrefix;
  if (errors.startsWith(folderOf(wanted.Prefix))) {
    return { status: 'FAIL', observed: `failures under ${errors}: Sentinel is told of them and cannot read them`, fix };
  }
  const own = errors.startsWith(folderOf(wanted.ErrorOutputPrefix));
  return passIf(own, `failures under ${errors}${own ? '' : ', where redrive does not look'}`, 'WARN', fix);
}

/** The processors as the template has them, with the role that the stream has. */
function processing(wanted: Wanted): ProcessingConfiguration {
  return {
    Enabled: true,
    Processors: wanted.ProcessingConfiguration.Processors.map((processor) => ({ ...processor })),
  };
}

function parameterOf(processing: ProcessingConfiguration | undefined, name: string): string | undefined {
  const lambda = processing?.Processors?.find(({ Type }) => Type === 'Lambda');
  return lambda?.Parameters?.find(({ ParameterName }) => ParameterName === name)?.ParameterValue;
}

function loggingOptions(chain: Chain): NonNullable<ExtendedS3DestinationUpdate['CloudWatchLoggingOptions']> {
  const group = expectedResource(chain, 'FirehoseLogGroup')['LogGroupName'] as string;
  const stream = expectedResource(chain, 'FirehoseLogStream')['LogStreamName'] as string;
  return { Enabled: true, LogGroupName: group, LogStreamName: stream };
}

/** The part of a prefix that holds no expression. */
function folderOf(prefix: string): string {
  return prefix.split('!{')[0]!;
}

function updateDestination(
  stream: DeliveryStreamDescription,
  chain: Chain,
  change: ExtendedS3DestinationUpdate,
): ShellCommand {
  return awsCommand('firehose', 'UpdateDestination', chain.region, {
    DeliveryStreamName: chain.stream!,
    CurrentDeliveryStreamVersionId: stream.VersionId ?? '1',
    DestinationId: stream.Destinations?.[0]?.DestinationId ?? 'destinationId-000000000001',
    ExtendedS3DestinationUpdate: change,
  });
}
