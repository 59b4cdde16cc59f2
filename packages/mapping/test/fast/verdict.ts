import { ByteWriter } from '@eks-sentinel/json-scan';
import { expect } from '@jest/globals';

import type { RowContext, RowMapperOptions } from '../../src/index';
import { createRowMapper } from '../../src/index';
import { CONTEXT } from '../map';
import { BUILDS, mapMessageJson } from './map-by-kernel';

/** A time as the API server writes it. */
export const TIME = '"stageTimestamp":"2026-05-12T08:15:42.123456Z"';

/** An event with a time and these members. */
export const withTime = (members: string): string => `{${TIME},${members}}`;

/** The row that the reference writes. */
export function referenceRow(text: string, context: RowContext, options: RowMapperOptions = {}): string {
  const out = new ByteWriter();
  createRowMapper(options)({ bytes: Buffer.from(text) }, context, out);
  return out.view().toString();
}

/** What both builds do with an event; a row must be that of the reference. */
export function verdictOn(
  text: string,
  context: RowContext = CONTEXT,
  options: RowMapperOptions = {},
): 'fast' | 'declined' {
  const rows = BUILDS.map((build) => mapMessageJson(build, JSON.stringify(text), context, options));
  expect(rows[1]).toBe(rows[0]);
  if (rows[0] === undefined) return 'declined';
  expect(rows[0]).toBe(referenceRow(text, context, options));
  return 'fast';
}
