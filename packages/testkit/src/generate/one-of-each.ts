import { auditEventsOf } from './api-request';
import type { WrittenEvent } from './api-request';
import type { LogLine } from './audit-traffic';
import { createRandom } from './random';
import type { Family, Scene } from './scene';
import { FAMILIES } from './traffic-mix';
import { buildWorld } from './world';

/**
 * One request of every family of `auditTraffic` and all its audit events, in time order: the rare kinds too, which
 * ordinary traffic of this length would miss. `at` is in milliseconds since 1970.
 */
export function oneOfEach({ seed, at }: { readonly seed: number; readonly at: number }): LogLine[] {
  return writeFamilies(seed, at, FAMILIES);
}

/** The audit events of these families, requested one after the other, ten milliseconds apart. */
export function writeFamilies(seed: number, at: number, families: readonly Family[]): LogLine[] {
  const random = createRandom(seed);
  const scene: Scene = { random, world: buildWorld(createRandom(seed), at * 1000), micros: at * 1000 };
  const written: WrittenEvent[] = [];
  families.forEach((family, index) => {
    const micros = scene.micros + index * STEP_MICROS;
    for (const request of family({ ...scene, micros })) written.push(...auditEventsOf(request, micros, random.uuid()));
  });
  return written
    .sort((left, right) => left.micros - right.micros)
    .map(({ micros, text }) => ({ timestamp: Math.floor(micros / 1000), text }));
}

const STEP_MICROS = 10_000;
