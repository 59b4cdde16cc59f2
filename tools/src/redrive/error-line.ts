import { readMarker, withMarker } from '@eks-sentinel/firehose';

import { isGzip } from './is-gzip';

/** A failed record, as Firehose writes it into an error object. */
export interface FailedRecord {
  readonly ok: true;
  /** The original bytes. */
  readonly data: Buffer;
  /** Firehose's own code, such as `Lambda.FunctionError`. */
  readonly errorCode: string;
  /** Milliseconds since 1970; undefined when the line does not say. */
  readonly arrival: number | undefined;
  /** The function that the record was tried with. */
  readonly lambdaArn: string | undefined;
}

/** Why a line cannot be a failed record; the second stands for all lines from there on. */
export type LineFlaw = 'error_line_unreadable' | 'lines_too_many';

/** What a line of an error object is; a line of another form is kept and never sent. */
export type ErrorLine = FailedRecord | { readonly ok: false };

const UNKNOWN_CODE = 'unknown';
/** Codes are shown to a person: what has another form is not a code. */
const CODE = /^[A-Za-z0-9_.:-]{1,100}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Reads a line. The service's guide lists numbers as strings and the member `lambdaArn`; objects that the service wrote
 * have numbers and `lambdaARN`. Source:
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
export function readErrorLine(line: Buffer): ErrorLine {
  const members = parseObject(line);
  const rawData = members?.['rawData'];
  if (members === undefined || typeof rawData !== 'string' || rawData.length % 4 !== 0 || !BASE64.test(rawData)) {
    return { ok: false };
  }
  const { errorCode, arrivalTimestamp, lambdaARN, lambdaArn } = members;
  const arn = lambdaARN ?? lambdaArn;
  return {
    ok: true,
    data: Buffer.from(rawData, 'base64'),
    errorCode: typeof errorCode === 'string' && CODE.test(errorCode) ? errorCode : UNKNOWN_CODE,
    arrival: readNumber(arrivalTimestamp),
    lambdaArn: typeof arn === 'string' ? arn : undefined,
  };
}

/**
 * The record as it is put back: hops that it made in the stream count no more, this redrive does. What is no gzip has no
 * place for a marker and stays as it is. The record must have fewer than 255 redrives.
 */
export function asRedriven(data: Buffer): Buffer {
  return isGzip(data) ? withMarker(data, { splits: 0, deferrals: 0, redrives: readMarker(data).redrives + 1 }) : data;
}

function readNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

function parseObject(line: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
