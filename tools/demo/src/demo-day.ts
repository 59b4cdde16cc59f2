import { attackStory, auditTraffic, componentTraffic, logStreamName, mergeByTime } from '@eks-sentinel/testkit';

import type { LogEvent } from '../../pipeline/src/subscription-message';
import type { EventSource } from './event-source';

/** What a day is made of. */
export interface DayOptions {
  readonly seed: number;
  /** Audit events, the ten of the attack among them. */
  readonly events: number;
  /** When the day ends: milliseconds since 1970. */
  readonly until: number;
}

/** The cluster, account and region that the generated events themselves speak of. */
const PLACE = { cluster: 'prod-eu-1', account: '111122223333', region: 'eu-west-1' } as const;

const DAY_MS = 86_400_000;
/** Lines of other components of the control plane for each audit event: they share the log group. */
const OTHER_LINES = 0.1;

/** A day in a cluster: people and controllers at work, the lines of other components, and an attack in ten events. */
export function demoDay({ seed, events, until }: DayOptions): EventSource {
  const time = { seed, from: until - DAY_MS, to: until };
  const otherLines = Math.ceil(events * OTHER_LINES);
  return {
    place: PLACE,
    total: events + otherLines,
    story: attackStory(time),
    logEvents: function* (): Generator<LogEvent> {
      const lines = mergeByTime(auditTraffic({ ...time, events }), componentTraffic({ ...time, events: otherLines }));
      for (const { timestamp, text, component = 'kube-apiserver-audit' } of lines) {
        yield { logStream: logStreamName(component), timestamp, message: text };
      }
    },
  };
}
