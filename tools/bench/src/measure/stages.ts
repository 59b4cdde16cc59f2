import { LOG_EVENT_FORM } from '@eks-sentinel/cloudwatch-logs';
import { MAX_DECODED_BYTES, encodeData } from '@eks-sentinel/firehose';
import type { KernelBuild } from '@eks-sentinel/mapping';
import { createFastMapper } from '@eks-sentinel/mapping';

import type { Payload } from '../payload/payload';
import { FLOOR } from '../variants/floor';
import { decodeBase64, inflate } from '../variants/gunzip';
import type { Samples, Section } from './measure-rounds';
import { summarise } from './statistics';

/** A part of an invocation, by minima. */
export interface Stage {
  readonly name: string;
  readonly ms: number;
}

/** What a section is called that runs a variant, or one part of it. */
export const sectionName = (variant: string, part: 'handler' | 'endToEnd' | 'read'): string => `${variant} ${part}`;

const FAST_ENGINES: readonly KernelBuild[] = ['portable', 'simd'];

const PARSE = 'parse the Lambda event';
const DECODE = 'decode base64';
const INFLATE = 'inflate';
const MAP = 'map and the rest';
const ENCODE = 'encode base64';
const WRITE = 'write the response';
const FAST_ENCODE = 'encode base64 of the fast path';

/** More than `encodeData` looks for before the rows. */
const MESSAGE_BYTES = 1_048_576;

/** The parts of every invocation that can be timed alone; the fast path decodes, inflates and encodes by its own code. */
export function stageSections(
  { event, eventText }: Payload,
  reference: { records: readonly { data?: string }[] },
): Section[] {
  const compressed = event.records.map(({ data }) => Buffer.from(data, 'base64'));
  const rows = behindMessage(reference.records.map(({ data = '' }) => Buffer.from(data, 'base64')));
  return [
    ...FAST_ENGINES.map((build): Section => {
      const { readRecord } = createFastMapper({ logEventForm: LOG_EVENT_FORM, build })!;
      return {
        name: sectionName(build, 'read'),
        run: () => event.records.map(({ data }) => readRecord(data, MAX_DECODED_BYTES).ok),
      };
    }),
    { name: FAST_ENCODE, run: () => rows.map((bytes) => encodeData(bytes, 0).length) },
    { name: PARSE, run: () => JSON.parse(eventText) as unknown },
    { name: DECODE, run: () => event.records.map(({ data }) => decodeBase64(data).length) },
    { name: INFLATE, run: () => compressed.map((gzip) => inflate(gzip).length) },
    { name: ENCODE, run: () => rows.map((bytes) => bytes.toString('base64').length) },
    { name: WRITE, run: () => JSON.stringify(reference).length },
  ];
}

/** Rows as they lie in the kernel's memory, where a message stands before them. */
function behindMessage(rows: readonly Buffer[]): Buffer[] {
  const memory = Buffer.concat([Buffer.alloc(MESSAGE_BYTES), ...rows]);
  let end = MESSAGE_BYTES;
  return rows.map(({ length }) => memory.subarray(end, (end += length)));
}

/** Where the time of a variant goes, by minima; `samples` are those of all sections. */
export function stagesOf(variant: string, samples: ReadonlyMap<string, Samples>): Stage[] {
  const minOf = (name: string): number => summarise(samples.get(name)!.wall).min;
  const isFast = FAST_ENGINES.some((build) => build === variant);
  const decode = minOf(DECODE);
  const inflated = isFast ? minOf(sectionName(variant, 'read')) - decode : minOf(INFLATE);
  const encode = minOf(isFast ? FAST_ENCODE : ENCODE);
  const rest = minOf(sectionName(variant, 'handler')) - decode - inflated - encode;
  return [
    { name: PARSE, ms: minOf(PARSE) },
    { name: DECODE, ms: decode },
    { name: INFLATE, ms: inflated },
    // Minima of different rounds: their difference can be negative, a bar cannot.
    { name: MAP, ms: variant === FLOOR ? 0 : Math.max(rest, 0) },
    { name: ENCODE, ms: encode },
    { name: WRITE, ms: minOf(WRITE) },
  ];
}
