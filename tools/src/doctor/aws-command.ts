import { optionWords, shellCommand, type Printed, type ShellCommand, type Word } from '../shell/shell-command';

/** Services as the AWS CLI names them. */
export type CliService =
  'cloudformation' | 'eks' | 'firehose' | 'iam' | 'kms' | 'lambda' | 'logs' | 's3api' | 'service-quotas' | 'sqs';

/**
 * A command of the AWS CLI that sends `input` to `operation`, both as the API spells them, ready to be pasted into a
 * shell. The CLI spells names in lower case with hyphens and takes structures as JSON.
 */
export function awsCommand(service: CliService, operation: string, region: string, input: object): ShellCommand {
  return shellCommand(awsWords(service, operation, region, input));
}

/** What such a command prints of `member` of its answer, for a member of another command's input. */
export function awsAnswer(
  service: CliService,
  operation: string,
  region: string,
  input: object,
  member: string,
): Printed {
  const words = [...awsWords(service, operation, region, input), '--query', member, '--output', 'text'];
  return { printedBy: shellCommand(words) };
}

/** The name as the CLI spells it: `OpenIDConnectProviderArn` is `open-id-connect-provider-arn`. */
export function cliName(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

function awsWords(service: CliService, operation: string, region: string, input: object): Word[] {
  const options = Object.entries(input).flatMap(([name, value]) => option(cliName(name), value));
  // IAM knows no regions, but the region tells the CLI the partition.
  return ['aws', service, cliName(operation), '--region', region, ...options];
}

function option(name: string, value: unknown): Word[] {
  if (value === true) return [`--${name}`];
  if (value === false) return [`--no-${name}`];
  if (typeof value === 'string' || typeof value === 'number') return optionWords(name, String(value));
  if (isPrinted(value)) return optionWords(name, value);
  if (Array.isArray(value) && value.every((member) => typeof member === 'string')) return [`--${name}`, ...value];
  return [`--${name}`, JSON.stringify(value)];
}

function isPrinted(value: unknown): value is Printed {
  return typeof value === 'object' && value !== null && 'printedBy' in value;
}
