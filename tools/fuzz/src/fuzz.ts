import { gzipSync } from 'node:zlib';

import type { Random } from '@eks-sentinel/testkit';
import type { SlowEvent } from '@eks-sentinel/testkit';
import {
  auditTraffic,
  buildLambdaEvent,
  createRandom,
  hostileEvent,
  hostileMessage,
  mutate,
  SLOW_EVENTS,
  slowEvent,
} from '@eks-sentinel/testkit';
import fc from 'fast-check';

import { compareEngines } from './engines';

/** What a run of the fuzzer did. */
export interface FuzzResult {
  readonly events: number;
  readonly rows: number;
  readonly declined: number;
  /** Log events that were costly to shrink. */
  readonly slow: number;
  /** The first Lambda event on which the engines do not agree, and its number. */
  readonly mismatch?: { readonly round: number; readonly lambdaEvent: object };
}

const MAX_RECORDS = 3;
const SOUND_EVENTS = 4_000;
const DAY = 86_400_000;
/** One event in a hundred is about as long as RawEvent may be, or longer. */
const LONG_SHARE = 0.01;
const LONG_BYTES = { least: 50_000, most: 200_000 } as const;
const LONG_MEMBERS = ['requestObject', 'responseObject', 'annotations', 'unknown'] as const;
/**
 * One event in 2,000 is one that is costly to shrink: three engines take some tens of milliseconds for each, so that a
 * million log events take half a minute more.
 */
const SLOW_SHARE = 0.000_5;
const SLOW_BYTES = { least: 64_000, most: 300_000 } as const;
/** Shapes that are drawn, beside those that are listed. */
const DRAWN_SHAPES = 200;
/** Some responses are so small that records are split and put back. */
const RESPONSE_BYTES = [1_048_576, 6_000] as const;
/** zlib's levels differ in the kinds of deflate block: 0 stores, 1 is the quickest, 9 searches longest. */
const LEVELS = [0, 1, 6, 9] as const;

/**
 * Lets all engines answer hostile Lambda events until `events` log events are reached, and stops at the first on which
 * they differ. The same seed gives the same Lambda events; `soundEvents` is how many sound events they are made from,
 * `slowShare` the share of those that are costly to shrink. `onProgress` is told the number of log events now and then.
 */
export async function fuzz(
  seed: number,
  events: number,
  onProgress: (events: number) => void,
  { soundEvents = SOUND_EVENTS, slowShare = SLOW_SHARE } = {},
): Promise<FuzzResult> {
  const compare = RESPONSE_BYTES.map(compareEngines);
  const random = createRandom(seed);
  const sound = makeSoundEvents(seed, soundEvents);
  const anySound = (): string => sound[random.int(0, sound.length - 1)]!;
  const nextSound = (): string => (random.chance(LONG_SHARE) ? longEvent(random, anySound) : anySound());
  const shapes = [...SLOW_EVENTS, ...fc.sample(slowEvent(), { seed, numRuns: DRAWN_SHAPES })];
  let slow = 0;
  const nextEvent = (): string => {
    if (!random.chance(slowShare)) return hostileEvent(random, nextSound());
    slow += 1;
    return slowText(random, shapes);
  };
  let done = 0;
  let rows = 0;
  let declined = 0;
  for (let round = 0; done < events; round += 1) {
    const payloads = Array.from({ length: random.int(1, MAX_RECORDS) }, () => hostileMessage(random, nextEvent));
    const lambdaEvent = lambdaEventOf(payloads, random);
    try {
      const agreement = await compare[random.chance(0.1) ? 1 : 0]!(lambdaEvent as never);
      rows += agreement.rows;
      declined += agreement.declined;
    } catch {
      return { events: done, rows, declined, slow, mismatch: { round, lambdaEvent } };
    }
    done += payloads.reduce((count, payload) => count + countMessages(payload), 0);
    if (round % PROGRESS_ROUNDS === 0) onProgress(done);
  }
  return { events: done, rows, declined, slow };
}

const PROGRESS_ROUNDS = 1_000;
const MESSAGE = '"message"';

function countMessages(payload: Buffer): number {
  let count = 0;
  for (let at = payload.indexOf(MESSAGE); at >= 0; at = payload.indexOf(MESSAGE, at + 1)) count += 1;
  return Math.max(count, 1);
}

function lambdaEventOf(payloads: readonly Buffer[], random: Random): object {
  return buildLambdaEvent(payloads.map((payload) => recordBytes(payload, random)));
}

/** gzip, in a few cases cut or with a bit changed. */
function recordBytes(payload: Buffer, random: Random): Uint8Array {
  const gzip = gzipSync(payload, { level: random.pick(LEVELS) });
  if (random.chance(0.01)) return gzip.subarray(0, random.int(0, gzip.length));
  if (random.chance(0.01)) gzip[random.int(0, gzip.length - 1)]! ^= 1 << random.int(0, 7);
  return gzip;
}

/** A sound event with many others inside one of its members. */
function longEvent(random: Random, nextSound: () => string): string {
  const inner: string[] = [];
  const wanted = random.int(LONG_BYTES.least, LONG_BYTES.most);
  for (let bytes = 0; bytes < wanted; bytes += inner[inner.length - 1]!.length) inner.push(nextSound());
  return `${nextSound().slice(0, -1)},"${random.pick(LONG_MEMBERS)}":{"items":[${inner.join(',')}]}}`;
}

/** A costly event, in a few cases damaged. */
function slowText(random: Random, shapes: readonly SlowEvent[]): string {
  const text = shapes[random.int(0, shapes.length - 1)]!.text(random.int(SLOW_BYTES.least, SLOW_BYTES.most));
  return random.chance(0.1) ? mutate(text, random) : text;
}

function makeSoundEvents(seed: number, events: number): string[] {
  const from = Date.UTC(2026, 4, 12);
  return [...auditTraffic({ seed, events, from, to: from + DAY })].map(({ text }) => text);
}
