/** Services as the AWS CLI names them. */
export type CliService =
  'cloudformation' | 'eks' | 'firehose' | 'iam' | 'kms' | 'lambda' | 'logs' | 's3api' | 'service-quotas' | 'sqs';

/**
 * A command of the AWS CLI that sends `input` to `operation`, both as the API spells them, ready to be pasted into a
 * shell. The CLI spells names in lower case with hyphens and takes structures as JSON.
 */
export function awsCommand(service: CliService, operation: string, region: string, input: object): string {
  const options = Object.entries(input).map(([name, value]) => option(name, value));
  // IAM knows no regions, but the region tells the CLI the partition.
  return ['aws', service, cliName(operation), '--region', region, ...options].join(' ');
}

/** The name as the CLI spells it: `OpenIDConnectProviderArn` is `open-id-connect-provider-arn`. */
export function cliName(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/** The word as a shell takes it literally. */
export function quote(word: string): string {
  return /^[A-Za-z0-9_./:@=,+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function option(name: string, value: unknown): string {
  const flag = `--${cliName(name)}`;
  if (value === true) return flag;
  if (value === false) return `--no-${cliName(name)}`;
  if (typeof value === 'string' || typeof value === 'number') return `${flag} ${quote(String(value))}`;
  if (Array.isArray(value) && value.every((member) => typeof member === 'string')) {
    return `${flag} ${value.map(quote).join(' ')}`;
  }
  return `${flag} ${quote(JSON.stringify(value))}`;
}
