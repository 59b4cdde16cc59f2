import { LAMBDA_RESPONSE_BYTES, MAX_DECODED_BYTES, MAX_RESPONSE_BYTES } from '@eks-sentinel/firehose';
import { MIN_RAW_EVENT_BYTES } from '@eks-sentinel/mapping';
import { MAX_FIELD_BYTES } from '@eks-sentinel/schema';

/** What an operator may set; every value has a default. */
export interface Config {
  /** The longest serialised response. */
  readonly maxResponseBytes: number;
  /** The most that one record may inflate to. */
  readonly maxDecodedBytes: number;
  /** The longest RawEvent; a longer one is shrunk. */
  readonly maxRawEventBytes: number;
  /** How long before the invocation's deadline all work on it ends. */
  readonly deadlineReserveMs: number;
}

/** One environment variable: the range that is allowed, both ends included, and what counts when it is unset. */
export interface Setting {
  readonly variable: string;
  readonly unit: 'bytes' | 'milliseconds';
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
  readonly meaning: string;
}

/** The environment variables of the transform. Those of Powertools and of the AWS SDK are left to them. */
export const SETTINGS: { readonly [Name in keyof Config]: Setting } = {
  maxResponseBytes: {
    variable: 'MAX_RESPONSE_BYTES',
    unit: 'bytes',
    min: 1_048_576,
    max: LAMBDA_RESPONSE_BYTES,
    fallback: MAX_RESPONSE_BYTES,
    meaning: 'the longest serialised response; what has no room is put back to the stream',
  },
  maxDecodedBytes: {
    variable: 'MAX_DECODED_BYTES',
    unit: 'bytes',
    min: 1_048_576,
    max: 256 * 1_048_576,
    fallback: MAX_DECODED_BYTES,
    meaning: 'the most that one record may inflate to',
  },
  maxRawEventBytes: {
    variable: 'MAX_RAW_EVENT_BYTES',
    unit: 'bytes',
    min: MIN_RAW_EVENT_BYTES,
    max: MAX_FIELD_BYTES,
    fallback: MAX_FIELD_BYTES,
    meaning: 'the longest RawEvent; a longer one is shrunk',
  },
  deadlineReserveMs: {
    variable: 'DEADLINE_RESERVE_MS',
    unit: 'milliseconds',
    min: 500,
    max: 60_000,
    fallback: 1_000,
    meaning: 'how long before the deadline of the invocation all work on it ends',
  },
};

/** An environment variable has a value that is not allowed: a fault of the deployment. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration. An unset or empty variable counts as its default; any other value that is not allowed throws
 * a ConfigError that names the variable, the form of the value and what is allowed, but never the value.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const read = (setting: Setting): number => readSetting(setting, environment[setting.variable]);
  return {
    maxResponseBytes: read(SETTINGS.maxResponseBytes),
    maxDecodedBytes: read(SETTINGS.maxDecodedBytes),
    maxRawEventBytes: read(SETTINGS.maxRawEventBytes),
    deadlineReserveMs: read(SETTINGS.deadlineReserveMs),
  };
}

function readSetting({ variable, unit, min, max, fallback }: Setting, text: string | undefined): number {
  if (text === undefined || text === '') return fallback;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  const form = Number.isNaN(value)
    ? `a text of ${text.length} characters that is no whole number`
    : `a whole number ${value < min ? 'below' : 'above'} the range`;
  throw new ConfigError(
    `${variable} is ${form}; allowed is a whole number of ${unit} from ${min} to ${max}, or nothing`,
  );
}
