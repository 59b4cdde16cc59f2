import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

import { UsageError } from '../cli/usage-error';
import { callAws } from './call-aws';

/** Which stack a command is about: its name, or the stage that the Serverless Framework deployed. */
export interface StackOptions {
  readonly stack?: string;
  readonly stage?: string;
}

/** A name that a command needs: the option that gives it, and the output of the stack that knows it. */
export interface NameSource {
  readonly option: string;
  readonly output: string;
}

/** What the outputs of a stack are called; see the outputs of the connector's resources template. */
export const STACK_OUTPUTS = {
  bucket: 'S3BucketName',
  notificationQueue: 'SentinelSQSQueueURL',
  deadLetterQueue: 'NotificationDlqUrl',
  errorsQueue: 'ErrorsQueueUrl',
  stream: 'FirehoseDeliveryStreamName',
  transformFunction: 'TransformFunctionName',
} as const;

/** One for each cluster: the name, or the name and a suffix. */
const LOG_GROUP_OUTPUT = 'CloudWatchLogGroup';

/** The service of serverless.yml, in front of the stage in the name of a stack. */
const SERVICE = 'eks-sentinel';

/** The name of the stack, or undefined when no option names one. */
export function stackNameOf({ stack, stage }: StackOptions): string | undefined {
  return stack ?? (stage === undefined ? undefined : `${SERVICE}-${stage}`);
}

/** The outputs of a stack by their keys. */
export async function readStackOutputs(
  client: CloudFormationClient,
  stackName: string,
): Promise<ReadonlyMap<string, string>> {
  const call = { action: 'cloudformation:DescribeStacks', on: `stack ${stackName}` };
  const { Stacks: stacks } = await callAws(call, () =>
    client.send(new DescribeStacksCommand({ StackName: stackName })),
  );
  return new Map(stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']));
}

/** The log groups of the clusters whose audit logs a stack collects. */
export function logGroupsOf(outputs: ReadonlyMap<string, string>): string[] {
  return [...outputs].filter(([key]) => key.startsWith(LOG_GROUP_OUTPUT)).map(([, value]) => value);
}

/**
 * Gives each name by its option, else by the outputs of the stack, which are read only when a name is missing. Throws a
 * UsageError that says which option is missing.
 */
export async function resolveNames<Name extends string>(
  wanted: Readonly<Record<Name, NameSource & { readonly given: string | undefined }>>,
  options: StackOptions,
  readOutputs: (stackName: string) => Promise<ReadonlyMap<string, string>>,
): Promise<Record<Name, string>> {
  const entries = Object.entries(wanted) as [Name, NameSource & { given: string | undefined }][];
  const missing = entries.filter(([, { given }]) => given === undefined);
  const stackName = stackNameOf(options);
  if (missing.length > 0 && stackName === undefined) {
    const optionNames = missing.map(([, { option }]) => option).join(' and ');
    throw new UsageError(`give ${optionNames}, or the stack that knows them with --stack <name> or --stage <stage>`);
  }
  const outputs = missing.length > 0 ? await readOutputs(stackName!) : new Map<string, string>();
  return Object.fromEntries(
    entries.map(([name, { given, option, output }]) => {
      const value = given ?? outputs.get(output);
      if (value !== undefined && value !== '') return [name, value];
      throw new UsageError(
        `stack ${stackName} has no output ${output}: is it a stack of eks-sentinel? else give ${option}`,
      );
    }),
  ) as Record<Name, string>;
}
