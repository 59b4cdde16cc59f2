import type { ApiRequest, WrittenEvent } from './api-request';
import { auditEventsOf } from './api-request';
import { attackRequests } from './attack-requests';
import { createRandom } from './random';
import { SECOND } from './timestamps';
import { buildWorld } from './world';

/** One event of the attack, and what it means. */
export interface StoryEvent {
  /** One sentence for a person who reads along. */
  readonly sentence: string;
  /** Milliseconds since 1970, as CloudWatch Logs would give it. */
  readonly timestamp: number;
  readonly text: string;
}

/** The time in which the story happens: milliseconds since 1970. */
export interface StoryTime {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

/**
 * An attack in ten audit events, in time order, by way of a token that leaked from a build log. `auditTraffic` with the
 * same seed and times weaves exactly these events in.
 */
export function attackStory(time: StoryTime): StoryEvent[] {
  return tellAttack(time).story.map(({ sentence, micros, text }) => ({
    sentence,
    timestamp: Math.floor(micros / 1000),
    text,
  }));
}

/** An event of the story as it was written. */
export type ToldEvent = WrittenEvent & Pick<StoryEvent, 'sentence'>;

/** The ten events of the story, and the other events that their requests leave (a session ends, a request arrives). */
export function tellAttack({ seed, from, to }: StoryTime): { story: ToldEvent[]; others: WrittenEvent[] } {
  const random = createRandom(seed ^ STORY_SEED);
  const world = buildWorld(createRandom(seed), from * 1000);
  const start = from + (to - from) * START;
  const step = Math.min((to - from) * LONGEST_SHARE, LONGEST_MILLIS) / 10;
  const story: ToldEvent[] = [];
  const others: WrittenEvent[] = [];
  const scene = { world, random, micros: Math.floor(start * 1000) };
  for (const { sentence, request } of attackRequests(scene)) {
    // People do not act on the minute: each step comes somewhere in the first half of its turn.
    const micros = Math.floor((start + story.length * step) * 1000) + random.int(0, Math.floor(step * 500));
    const { told, rest } = tell(request, micros, random.uuid());
    story.push({ sentence, ...told });
    others.push(...rest);
  }
  return { story, others };
}

function tell(request: ApiRequest, micros: number, auditId: string): { told: WrittenEvent; rest: WrittenEvent[] } {
  const events = auditEventsOf(request, micros, auditId);
  // A token request is also logged when it arrives: its answer is what tells.
  const told = events.find(({ text }) => !text.includes('"stage":"RequestReceived"'))!;
  return { told, rest: events.filter((event) => event !== told) };
}

const STORY_SEED = 0x5707;
/** The attack begins early in the afternoon of a day that starts at midnight, and takes under an hour. */
const START = 0.56;
const LONGEST_SHARE = 0.3;
const LONGEST_MILLIS = 52 * 60 * (SECOND / 1000);
