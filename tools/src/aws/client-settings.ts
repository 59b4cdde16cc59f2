import type { AwsOptions } from './aws-options';

/** Settings of any client of the SDK; what is absent is left to its usual chain. */
export interface ClientSettings {
  readonly profile?: string;
  readonly region?: string;
  readonly endpoint?: string;
}

/** The options of the command line as the SDK takes them. */
export function clientSettings({ profile, region, endpointUrl }: AwsOptions): ClientSettings {
  return {
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
  };
}

/** Settings of an S3 client: servers of one's own have no names for buckets, and store checksum trailers as content. */
export function s3Settings(options: AwsOptions, env: Readonly<Record<string, string | undefined>>): object {
  const hasOwnServer = [options.endpointUrl, env['AWS_ENDPOINT_URL_S3'], env['AWS_ENDPOINT_URL']].some(Boolean);
  if (!hasOwnServer) return clientSettings(options);
  return {
    ...clientSettings(options),
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}
