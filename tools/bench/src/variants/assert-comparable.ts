import { isDeepStrictEqual } from 'node:util';

import type { FirehoseTransformationEvent, FirehoseTransformationResult } from 'aws-lambda';
import { UsageError } from '../../../src/cli/usage-error';
import type { Variant } from './variant';

/** A variant does not do what it is measured for: its time would mean nothing. */
export class IncomparableError extends UsageError {}

/** What `assertComparable` found about the fast path. */
export interface Declines {
  /** Log events that each engine left to the reference, by the name of the variant. */
  readonly declined: Readonly<Record<string, number>>;
}

/**
 * Lets every variant answer once and throws an IncomparableError when its rows are not what it claims, or when the fast
 * path left more than `maxDeclined` log events to the reference: then it would be the reference that is measured.
 */
export async function assertComparable(
  variants: readonly Variant[],
  event: FirehoseTransformationEvent,
  reference: FirehoseTransformationResult,
  maxDeclined: number,
): Promise<Declines> {
  const declined: Record<string, number> = {};
  for (const variant of variants) {
    compareResponses(variant, await variant.invoke(event), reference);
    if (variant.declined === undefined) continue;
    declined[variant.name] = variant.declined();
    if (variant.declined() > maxDeclined) {
      throw new IncomparableError(
        `${variant.name} left ${variant.declined()} log events to the reference; at most ${maxDeclined} may be`,
      );
    }
  }
  return { declined };
}

function compareResponses(
  { name, claim }: Variant,
  actual: FirehoseTransformationResult,
  expected: FirehoseTransformationResult,
): void {
  if (actual.records.length !== expected.records.length) {
    throw new IncomparableError(`${name} answers ${actual.records.length} of ${expected.records.length} records`);
  }
  expected.records.forEach((record, index) => {
    const other = actual.records[index]!;
    const where = `${name} differs from the reference in record ${index}`;
    if (other.recordId !== record.recordId || other.result !== record.result) {
      throw new IncomparableError(`${where}: another recordId or result`);
    }
    if (claim === 'identical') {
      if (other.data !== record.data) throw new IncomparableError(`${where}: other bytes`);
      return;
    }
    const rows = linesOf(other.data);
    const expectedRows = linesOf(record.data);
    if (rows.length !== expectedRows.length) {
      throw new IncomparableError(`${where}: ${rows.length} instead of ${expectedRows.length} rows`);
    }
    if (claim === 'other') return;
    const row = rows.findIndex((line, at) => !isDeepStrictEqual(JSON.parse(line), JSON.parse(expectedRows[at]!)));
    if (row >= 0)
      throw new IncomparableError(
        `${where}: another value in row ${row}; --set mixed measures what ${name} has no rule for, without it`,
      );
  });
}

function linesOf(data = ''): string[] {
  return Buffer.from(data, 'base64').toString().trimEnd().split('\n');
}
