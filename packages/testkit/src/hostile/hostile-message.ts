import { buildLogEvent, systemFields } from '../build/log-event';
import { buildSubscriptionMessage } from '../build/subscription-message';
import type { Random } from '../generate/random';
import { mutate } from './hostile-event';

const MAX_LOG_EVENTS = 6;
const LOG_GROUPS = ['/x', '/aws/eks/é"q/cluster', '', '"logEvents":[', '/aws/eks/a/cluster'] as const;
const OWNERS = ['"', '\\', 'é', '', '1'.repeat(100), '\u2028</'] as const;
const TAILS = [' ', '\n', 'x', '{}', ','] as const;
const FIELDS = [
  undefined,
  systemFields(),
  { '@aws.region': 'us-gov-west-1' },
  { '@aws.account': '', '@aws.region': '' },
  { a: '1', '@aws.account': 'é"\\' },
  {},
] as const;

/**
 * The payload of a record that may be a subscription message, with hostile log events in it: written as usual or not,
 * cut, mutated, with members that are missing or doubled, or with bytes that are no UTF-8. `nextEvent` gives the audit
 * events, hostile or not.
 */
export function hostileMessage(random: Random, nextEvent: () => string): Buffer {
  const fields = random.pick(FIELDS);
  const logEvents = Array.from({ length: random.int(0, MAX_LOG_EVENTS) }, () =>
    buildLogEvent(nextEvent(), {
      timestamp: random.chance(0.05) ? random.int(-5, 5) : 1_778_573_742_123,
      extractedFields: random.chance(0.1) ? random.pick(FIELDS) : fields,
    }),
  );
  const text = buildSubscriptionMessage({
    ...(random.chance(0.02) ? { messageType: 'CONTROL_MESSAGE' } : {}),
    ...(random.chance(0.05) ? { logGroup: random.pick(LOG_GROUPS) } : {}),
    ...(random.chance(0.05) ? { owner: random.pick(OWNERS) } : {}),
    ...(random.chance(0.1) ? { policyLevel: 'ACCOUNT_LEVEL_POLICY' } : {}),
    logEvents,
  });
  const bytes = Buffer.from(random.chance(0.3) ? rewrite(text, random) : text);
  if (random.chance(0.03) && bytes.length > 0) bytes[random.int(0, bytes.length - 1)] = random.int(0x80, 0xff);
  return bytes;
}

/** The same message in another writing, or what is left of it. */
function rewrite(text: string, random: Random): string {
  switch (random.int(0, 9)) {
    case 0:
      return JSON.stringify(JSON.parse(text), undefined, 1);
    case 1:
      return text.slice(0, random.int(0, text.length));
    case 2:
      return text + random.pick(TAILS);
    case 3:
      return text.replace(/\}$/, ',"owner":"twice","logEvents":[]}');
    case 4:
      return text.replace('"message"', '"extra":1,"message"');
    case 5:
      return text.replaceAll('/', '\\/');
    case 6:
      return text.replace(/"timestamp":\d+,"message":("(?:[^"\\]|\\.)*")/, '"message":$1,"timestamp":007');
    case 7:
      return text.replace(/,(?=\{"id")/, random.pick([', ', ',\n', ',,', ',1,', ',"a",', ';']));
    case 8:
      return text.replace(/"message":"(?:[^"\\]|\\.)*"/, random.pick(['"message":1', '"message":null', '"m":"x"']));
    default:
      return mutate(text, random);
  }
}
