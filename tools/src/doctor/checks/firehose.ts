import {
  DescribeDeliveryStreamCommand,
  type CreateDeliveryStreamCommandInput,
  type DeliveryStreamDescription,
  type ExtendedS3DestinationDescription,
} from '@aws-sdk/client-firehose';

import { ask, mapAnswer, type Answer } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import { inTurn, type ShellCommand } from '../../shell/shell-command';
import { awsCommand } from '../aws-command';
import { expectedResource, type Chain } from '../chain';
import { check, passIf, result, unnamed, type CheckResult, type Station } from '../check';
import { readMetrics } from '../metrics';
import { checkRights, checkServiceTrust, observeRole, type RoleFacts } from '../role';
import { judgeDestination } from './firehose-destination';
import { judgeStreamMetrics, type StreamMetrics } from './firehose-metrics';

const METRIC_MINUTES = 60;

export interface FirehoseFacts {
  readonly stream: Answer<DeliveryStreamDescription>;
  readonly role?: RoleFacts;
  readonly metrics: Answer<StreamMetrics>;
}

/** Firehose: the stream runs, hands records to our function, and writes rows and failures where they belong. */
export const firehoseStation: Station<FirehoseFacts | undefined> = {
  id: 'firehose',

  observe: async (aws, chain) => {
    if (chain.stream === undefined) return undefined;
    const stream = await describeStream(aws, chain.stream);
    const dimensions = { DeliveryStreamName: chain.stream };
    const of = (name: string, statistic: 'Sum' | 'Maximum' | 'Minimum') =>
      ({ namespace: 'AWS/Firehose', name, statistic, dimensions, minutes: METRIC_MINUTES }) as const;
    const metrics = await readMetrics(aws.cloudWatch, chain.now, {
      throttled: of('ThrottledRecords', 'Sum'),
      freshness: of('DeliveryToS3.DataFreshness', 'Maximum'),
      delivered: of('DeliveryToS3.Success', 'Minimum'),
      processed: of('ExecuteProcessing.Success', 'Minimum'),
    });
    const arn = stream.kind === 'value' ? destinationOf(stream.value)?.RoleARN : undefined;
    return arn === undefined ? { stream, metrics } : { stream, metrics, role: await observeRole(aws.iam, arn) };
  },

  judge: (facts, chain) =>
    facts === undefined ? [unnamed('firehose.exists', '--stream')] : judgeFirehose(facts, chain),
};

export async function describeStream(
  { firehose }: AwsClients,
  DeliveryStreamName: string,
): Promise<Answer<DeliveryStreamDescription>> {
  const answer = await ask('firehose:DescribeDeliveryStream', () =>
    firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName })),
  );
  return mapAnswer(answer, ({ DeliveryStreamDescription }) => DeliveryStreamDescription!);
}

/** The S3 destination of the stream; a stream has one destination. */
export function destinationOf(
  stream: DeliveryStreamDescription | undefined,
): ExtendedS3DestinationDescription | undefined {
  return stream?.Destinations?.[0]?.ExtendedS3DestinationDescription;
}

function judgeFirehose({ stream, role, metrics }: FirehoseFacts, chain: Chain): CheckResult[] {
  const subject = chain.stream!;
  const exists = { id: 'firehose.exists', subject, expected: 'a delivery stream of this name' } as const;
  if (stream.kind === 'absent') {
    return [result(exists, { status: 'FAIL', observed: 'no such stream', fix: createStream(chain) })];
  }
  const active = { id: 'firehose.active', subject, expected: 'ACTIVE' } as const;
  const source = {
    id: 'firehose.source',
    subject,
    expected: 'DirectPut: CloudWatch Logs puts records itself',
  } as const;
  const show = awsCommand('firehose', 'DescribeDeliveryStream', chain.region, { DeliveryStreamName: subject });
  return [
    check(exists, stream, () => ({ status: 'PASS', observed: 'exists' })),
    check(active, stream, ({ DeliveryStreamStatus = 'no status' }) =>
      passIf(DeliveryStreamStatus === 'ACTIVE', DeliveryStreamStatus, 'FAIL', show),
    ),
    check(source, stream, ({ DeliveryStreamType = 'DirectPut' }) =>
      passIf(DeliveryStreamType === 'DirectPut', DeliveryStreamType, 'FAIL', recreate(chain)),
    ),
    judgeEncryption(stream, chain),
    ...(stream.kind === 'value' ? judgeDestination(stream.value, chain) : []),
    ...(role === undefined ? [] : judgeRole(role, chain)),
    ...judgeStreamMetrics(metrics, chain),
  ];
}

function judgeEncryption(stream: FirehoseFacts['stream'], chain: Chain): CheckResult {
  const question = { id: 'firehose.encryption', subject: chain.stream!, expected: 'encryption ENABLED' } as const;
  return check(question, stream, ({ DeliveryStreamEncryptionConfiguration: encryption }) => {
    const status = encryption?.Status ?? 'DISABLED';
    const fix = awsCommand('firehose', 'StartDeliveryStreamEncryption', chain.region, {
      DeliveryStreamName: chain.stream!,
      DeliveryStreamEncryptionConfigurationInput: expectedResource(chain, 'DeliveryStream')[
        'DeliveryStreamEncryptionConfigurationInput'
      ],
    });
    return passIf(status === 'ENABLED' || status === 'ENABLING', status, 'WARN', fix);
  });
}

function judgeRole(role: RoleFacts, chain: Chain): CheckResult[] {
  const services = ['firehose.amazonaws.com'];
  const context = { 'sts:externalid': chain.account, 'aws:sourceaccount': chain.account };
  return [
    checkServiceTrust(chain, { id: 'firehose.role-trust', roleId: 'FirehoseRole', services }, role, context),
    checkRights(chain, { id: 'firehose.role-rights', roleId: 'FirehoseRole' }, role),
  ];
}

/** The command that creates the stream as the template has it. The role is the one that the stack made. */
function createStream(chain: Chain): ShellCommand {
  const arns = chain.firehoseRoleArn === undefined ? {} : { FirehoseRole: chain.firehoseRoleArn };
  const input = expectedResource(chain, 'DeliveryStream', arns) as unknown as CreateDeliveryStreamCommandInput;
  return awsCommand('firehose', 'CreateDeliveryStream', chain.region, { ...input, DeliveryStreamName: chain.stream! });
}

/** The source of a stream cannot be changed. */
function recreate(chain: Chain): ShellCommand {
  const remove = awsCommand('firehose', 'DeleteDeliveryStream', chain.region, { DeliveryStreamName: chain.stream! });
  return inTurn([remove, createStream(chain)]);
}
