import { findPatternProblem, formatJavaTime } from './java-time-pattern';

/** Where the error objects of a failed transformation go. https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html */
export const ERROR_OUTPUT_TYPE = 'processing-failed';

const EXPRESSION = /!\{([^:}]*):([^}]*)\}/g;
const DEFAULT_TIME_PATH = 'yyyy/MM/dd/HH/';
const RANDOM_STRING_LENGTH = 11;
const RANDOM_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const MAX_PREFIX_CHARACTERS = 512;

export interface KeyPrefixes {
  prefix: string;
  errorOutputPrefix: string | undefined;
}

/** What is wrong with the two prefixes by Firehose's rules, or undefined. */
export function findPrefixProblem({ prefix, errorOutputPrefix }: KeyPrefixes): string | undefined {
  const isCustom = hasExpression(prefix);
  if (isCustom && errorOutputPrefix === undefined)
    return 'errorOutputPrefix must be specified when prefix contains expressions';
  if (prefix.includes('!{firehose:error-output-type}')) return 'prefix must not contain !{firehose:error-output-type}';
  if (errorOutputPrefix !== undefined && hasExpression(errorOutputPrefix)) {
    if (!errorOutputPrefix.includes('!{firehose:error-output-type}'))
      return 'errorOutputPrefix must contain !{firehose:error-output-type}';
  }
  for (const [name, value] of [
    ['prefix', prefix],
    ['errorOutputPrefix', errorOutputPrefix ?? ''],
  ] as const) {
    if (value.length > MAX_PREFIX_CHARACTERS) return `${name} is longer than ${MAX_PREFIX_CHARACTERS} characters`;
    const problem = findExpressionProblem(value);
    if (problem !== undefined) return `${name}: ${problem}`;
  }
  return undefined;
}

/** The prefix of data objects: without an expression the time path is appended by plain concatenation, no `/` is added. */
export function evaluateDataPrefix(prefix: string, timeMs: number, random: () => number): string {
  return evaluate(hasExpression(prefix) ? prefix : `${prefix}!{timestamp:${DEFAULT_TIME_PATH}}`, timeMs, random);
}

/**
 * The prefix of error objects: without one, and with a plain `prefix`, errors lie inside the data prefix
 * (`<prefix>processing-failed/yyyy/MM/dd/HH/`).
 */
export function evaluateErrorPrefix(prefixes: KeyPrefixes, timeMs: number, random: () => number): string {
  const base = prefixes.errorOutputPrefix ?? prefixes.prefix;
  const whole = hasExpression(base) ? base : `${base}!{firehose:error-output-type}/!{timestamp:${DEFAULT_TIME_PATH}}`;
  return evaluate(whole, timeMs, random);
}

/**
 * `<prefix><stream>-<version>-yyyy-MM-dd-HH-mm-ss-<uuid><extension>`; the time is the oldest record's arrival, UTC.
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html
 */
export function objectKey(
  evaluatedPrefix: string,
  stream: { name: string; version: number },
  timeMs: number,
  uuid: string,
  extension: string,
): string {
  const time = formatJavaTime('yyyy-MM-dd-HH-mm-ss', timeMs);
  return `${evaluatedPrefix}${stream.name}-${stream.version}-${time}-${uuid}${extension}`;
}

function hasExpression(prefix: string): boolean {
  return prefix.includes('!{');
}

function findExpressionProblem(prefix: string): string | undefined {
  for (const [expression, namespace, value] of prefix.matchAll(EXPRESSION)) {
    if (namespace === 'timestamp') {
      const problem = findPatternProblem(value!);
      if (problem !== undefined) return `${expression}: ${problem}`;
    } else if (namespace !== 'firehose' || !['random-string', 'error-output-type'].includes(value!)) {
      return `${expression} is not supported`;
    }
  }
  return prefix.replaceAll(EXPRESSION, '').includes('!{') ? 'an expression is not closed' : undefined;
}

function evaluate(prefix: string, timeMs: number, random: () => number): string {
  return prefix.replaceAll(EXPRESSION, (_, namespace: string, value: string) => {
    if (namespace === 'timestamp') return formatJavaTime(value, timeMs);
    return value === 'random-string' ? randomString(random) : ERROR_OUTPUT_TYPE;
  });
}

/** A new one for each expression: "a random string of 11 characters". */
function randomString(random: () => number): string {
  let text = '';
  for (let i = 0; i < RANDOM_STRING_LENGTH; i++)
    text += RANDOM_ALPHABET[Math.floor(random() * RANDOM_ALPHABET.length)]!;
  return text;
}
