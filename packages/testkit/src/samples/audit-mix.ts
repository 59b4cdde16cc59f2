import { systemFields } from '../build/log-event';
import { attackStory } from '../generate/attack-story';
import { auditTraffic } from '../generate/audit-traffic';
import { mergeByTime } from '../generate/merge-by-time';
import { oneOfEach } from '../generate/one-of-each';
import { packLines } from '../generate/pack-lines';
import type { TransformSample } from './sample';
import { AFTERNOON, countLogEvents, SEED } from './sample';

const HOUR = 3_600_000;

/** What a cluster really says: every kind of request, the attack, and ordinary traffic between them. */
export function auditMix(): TransformSample {
  const time = { seed: SEED, from: AFTERNOON, to: AFTERNOON + HOUR };
  const ordinary = auditTraffic({ ...time, events: 120, withAttack: false });
  const lines = mergeByTime(mergeByTime(ordinary, oneOfEach({ seed: SEED, at: AFTERNOON })), attackStory(time));
  const messages = [...packLines(lines, { maxEvents: 75, extractedFields: systemFields() })];
  const events = countLogEvents(messages);
  return {
    name: 'audit-mix.json',
    shows: `Audit events of every kind: leases, watches, reads, patches (arrays too), exec, secrets, RBAC changes, a 401 as ResponseStarted, a Panic, names in several scripts, one event of over 100 KB, and an attack in ten events.`,
    expected: `${messages.length} records, all \`Ok\`, ${events} rows. The largest event is shrunk to 64,000 bytes and says so in \`eksSentinel.removed\`; no row is degraded.`,
    contents: messages,
  };
}
