import type { WrittenEvent } from './api-request';
import { auditEventsOf } from './api-request';
import { tellAttack } from './attack-story';
import { createClock, presenceAt } from './day-shape';
import type { PendingEvents } from './pending-events';
import { createPendingEvents } from './pending-events';
import { createRandom } from './random';
import type { Scene } from './scene';
import { pickFamily } from './traffic-mix';
import { buildWorld } from './world';

/** One line of a log stream before CloudWatch Logs packs it. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly text: string;
  /** The component that wrote it; `kube-apiserver-audit` when absent. */
  readonly component?: string;
}

/** What traffic is made up. */
export interface TrafficOptions {
  readonly seed: number;
  /** How many audit events: exactly so many come. */
  readonly events: number;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Milliseconds since 1970, later than `from`. */
  readonly to: number;
  /** Whether the attack happens in it; it takes ten events, so it needs at least ten. True when absent. */
  readonly withAttack?: boolean;
}

/**
 * Audit events of one EKS cluster as kube-apiserver writes them, in the order of their timestamps, spread over the time
 * as over a day: controllers always, people in working hours. The same options give the same texts on every machine.
 * Memory does not grow with the number of events: what waits is the ends of open watches, of at most ten minutes.
 */
export function* auditTraffic(options: TrafficOptions): Generator<LogLine, void, undefined> {
  const { seed, events, from, to, withAttack = true } = options;
  const random = createRandom(seed ^ TRAFFIC_SEED);
  const world = buildWorld(createRandom(seed), from * 1000);
  const clock = createClock(from * 1000, to * 1000);
  const pending = createPendingEvents();
  const { story, others } = withAttack && events >= STORY_EVENTS ? tellAttack(options) : { story: [], others: [] };
  for (const event of [...story, ...others]) pending.add(event);
  const untold = new Set<WrittenEvent>(story);

  for (let slot = 0; slot < events; slot++) {
    const micros = clock((slot + random.next()) / events);
    const isLastChance = untold.size > 0 && events - slot <= untold.size;
    const event = isLastChance
      ? takeNextOf(untold, pending)
      : (pending.takeDue(micros) ?? makeUpUntilLogged({ world, random, micros }, pending, to * 1000));
    untold.delete(event);
    yield { timestamp: Math.floor(event.micros / 1000), text: event.text };
  }
}

function takeNextOf(untold: ReadonlySet<WrittenEvent>, pending: PendingEvents): WrittenEvent {
  for (;;) {
    const event = pending.takeDue(Infinity)!;
    if (untold.has(event)) return event;
  }
}

const STORY_EVENTS = 10;
const TRAFFIC_SEED = 0x7ac;

/** Makes requests up until one is logged; the first event of it is the answer, later ones are pending. */
function makeUpUntilLogged(scene: Scene, pending: PendingEvents, untilMicros: number): WrittenEvent {
  const { random, micros } = scene;
  for (;;) {
    let sent = micros;
    for (const request of pickFamily(random, presenceAt(micros))(scene)) {
      const written = auditEventsOf(request, sent, random.uuid());
      for (const event of written) if (event.micros <= untilMicros) pending.add(event);
      if (written.length > 0) sent += random.int(...STEP_MICROS);
    }
    const first = pending.takeDue(micros);
    if (first !== undefined) return first;
  }
}

/** Between two requests that belong together. */
const STEP_MICROS = [200, 9_000] as const;
