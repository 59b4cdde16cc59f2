import { gzipSync } from 'node:zlib';

import { withLogEvents } from '@eks-sentinel/cloudwatch-logs';
import type { Group, Marker } from '@eks-sentinel/firehose';
import { MAX_RECORD_BYTES, groupByBytes, planOverflow, withMarker } from '@eks-sentinel/firehose';

import type { FailureCode } from './outcome';
import type { MappedRecord } from './record-outcome';

/** A record that had no room in the response, as it is put back to the stream. */
export interface PutBack {
  readonly ok: true;
  readonly kind: 'defer' | 'split';
  readonly parts: readonly Buffer[];
  /** The log events of all parts together. */
  readonly logEvents: number;
}

/** The record with a marker, or its parts; or why it cannot be put back. */
export type PutBackPlan = PutBack | { readonly ok: false; readonly code: FailureCode };

/** Parts are made so small that a few of them fit into one response beside each other. */
const PARTS_PER_RESPONSE = 3;

/**
 * Makes of a record without room what is put back to the stream: the record itself when a response of its own could
 * hold its rows, else parts that do. No part is larger than a stream takes.
 */
export function buildPutBack(
  record: MappedRecord,
  marker: Marker,
  maxAloneBytes: number,
  isLate: () => boolean,
): PutBackPlan {
  const overflow = planOverflow(marker, record.totalRowBytes, record.rowBytes.length, maxAloneBytes);
  if (overflow.kind === 'fail') return { ok: false, code: overflow.code };
  if (overflow.kind === 'defer') {
    const marked = withMarker(record.gzip, overflow.marker);
    return marked.length <= MAX_RECORD_BYTES
      ? { ok: true, kind: 'defer', parts: [marked], logEvents: record.logEvents.length }
      : { ok: false, code: 'part_too_large' };
  }
  return split(record, overflow.marker, maxAloneBytes, isLate);
}

function split(record: MappedRecord, marker: Marker, maxAloneBytes: number, isLate: () => boolean): PutBackPlan {
  const parts: Buffer[] = [];
  let logEvents = 0;
  const groups = groupByBytes(record.rowBytes, Math.floor(maxAloneBytes / PARTS_PER_RESPONSE)).reverse();
  while (groups.length > 0) {
    if (isLate()) return { ok: false, code: 'deadline_exceeded' };
    const group = groups.pop()!;
    const part = compressPart(record, group, marker);
    if (part.length <= MAX_RECORD_BYTES) {
      parts.push(part);
      logEvents += group.end - group.start;
      continue;
    }
    if (group.end - group.start === 1) return { ok: false, code: 'part_too_large' };
    const middle = (group.start + group.end) >> 1;
    groups.push({ start: middle, end: group.end }, { start: group.start, end: middle });
  }
  return { ok: true, kind: 'split', parts, logEvents };
}

function compressPart(record: MappedRecord, { start, end }: Group, marker: Marker): Buffer {
  return withMarker(gzipSync(withLogEvents(record.message, record.logEvents.slice(start, end))), marker);
}
