import { type Command, InvalidArgumentError } from 'commander';

/** How a command reaches AWS; what is absent is left to the SDK's usual chain of environment and configuration files. */
export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
}

/** Adds the options of every command that talks to AWS. */
export function declareAwsOptions(command: Command): Command {
  return command
    .option('--profile <name>', 'profile of the AWS configuration (default: the SDK’s usual chain)')
    .option('--region <region>', 'AWS region (default: AWS_REGION, or that of the profile)', parseRegion)
    .option(
      '--endpoint-url <url>',
      'one server for all calls; AWS_ENDPOINT_URL_S3 and the like name one for each service',
      parseUrl,
    );
}

function parseRegion(value: string): string {
  if (/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(value)) return value;
  throw new InvalidArgumentError('Expected is an AWS region, such as eu-west-1.');
}

function parseUrl(value: string): string {
  if (/^https?:\/\//.test(value) && URL.canParse(value)) return value;
  throw new InvalidArgumentError('Expected is a URL that starts with http:// or https://.');
}
