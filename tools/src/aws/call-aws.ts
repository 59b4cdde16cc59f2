import { UsageError } from '../cli/usage-error';

/** A call as a person knows it: the permission that it needs, and what it is made on. */
export interface AwsCall {
  /** The IAM action, such as `s3:GetObject`. */
  readonly action: string;
  /** Such as `bucket my-logs`. */
  readonly on: string;
}

/** Makes a call of the SDK; what it throws becomes a UsageError that says what to do. */
export async function callAws<Result>(call: AwsCall, send: () => Promise<Result>): Promise<Result> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    throw new UsageError(explainAwsError(error, call));
  }
}

/** Whether a call failed because the thing it names is not there. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && NOT_FOUND.test(`${error.name} ${codeOf(error)}`);
}

const NO_CREDENTIALS = /CredentialsProviderError|TokenProviderError/;
const BAD_CREDENTIALS =
  /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|MissingAuthenticationToken/;
const ACCESS_DENIED = /AccessDenied|Forbidden|UnauthorizedOperation|NotAuthorized|KMS\.?AccessDenied/;
const NOT_FOUND = /NoSuchKey|NoSuchBucket|NotFound|QueueDoesNotExist|NonExistentQueue/;
const NO_CONNECTION = /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|TimeoutError|NetworkingError/;
const FORBIDDEN = 403;
const THROTTLED = /Throttl|TooManyRequests|SlowDown|RequestLimitExceeded|LimitExceeded/;

/** One sentence: what is wrong, where, and what to do. Of the error only its name and code are told. */
export function explainAwsError(error: Error, { action, on }: AwsCall): string {
  const name = `${error.name} ${codeOf(error)}`;
  const whoAmI = 'aws sts get-caller-identity shows who you are';
  if (NO_CREDENTIALS.test(name)) {
    return `no AWS credentials: give --profile, or set AWS_PROFILE or AWS_ACCESS_KEY_ID; ${whoAmI}`;
  }
  if (error.message === 'Region is missing') return 'no AWS region: give --region, or set AWS_REGION';
  if (BAD_CREDENTIALS.test(name)) {
    return `AWS refuses the credentials (${error.name}): sign in again, as with aws sso login; ${whoAmI}`;
  }
  if (name.includes('PermanentRedirect')) return `${on} is in another region: give it with --region`;
  if (ACCESS_DENIED.test(name) || statusOf(error) === FORBIDDEN) {
    const hint = action === 's3:GetObject' ? ' (without s3:ListBucket, S3 says so of a missing object, too)' : '';
    return `access denied: this needs ${action} on ${on}${hint}; add it to the role or user, or give another --profile; ${whoAmI}`;
  }
  if (NOT_FOUND.test(name) || error.message.includes('does not exist')) {
    return `${on} is not there: check the name and --region`;
  }
  if (NO_CONNECTION.test(`${name} ${error.message}`)) {
    return `no connection for ${action}: check the network, --region and --endpoint-url`;
  }
  if (THROTTLED.test(name)) return `AWS throttles ${action} on ${on}: wait a little and run it again`;
  const { requestId } = (error as { $metadata?: { requestId?: string } }).$metadata ?? {};
  const id = requestId === undefined ? '' : `, request ${requestId}`;
  return `${action} on ${on} failed (${error.name}${id}): run it again; when it stays, ask AWS with the id of the request`;
}

function statusOf(error: Error): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function codeOf(error: Error): string {
  const { code, Code } = error as { code?: unknown; Code?: unknown };
  return [code, Code].filter((value) => typeof value === 'string').join(' ');
}
