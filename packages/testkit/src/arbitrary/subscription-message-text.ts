import fc from 'fast-check';

import { buildLogEvent, systemFields } from '../build/log-event';
import { buildControlMessage, buildSubscriptionMessage, logStreamName } from '../build/subscription-message';
import type { SubscriptionMessage } from '../build/subscription-message';
import { auditEventText } from './audit-event-text';
import { jsonText } from './json-text';
import { truncatedAuditEvent } from './truncated-audit-event';

/** The text of a subscription message, and what must become of it. */
export interface SubscriptionMessageText {
  readonly text: string;
  /** `rows`: a row for every log event; `drop`: an intended drop; `fail`: not readable. */
  readonly outcome: 'rows' | 'drop' | 'fail';
  /** What kind of message it is. */
  readonly kind: string;
  /** The messages of its log events; empty unless the outcome is `rows`. */
  readonly messages: readonly string[];
}

/** Any subscription message: mostly audit events, else one of those that are dropped or not readable. */
export function subscriptionMessageText(): fc.Arbitrary<SubscriptionMessageText> {
  return fc.oneof(
    { weight: 5, arbitrary: auditMessage() },
    { weight: 2, arbitrary: droppedMessage() },
    { weight: 2, arbitrary: unreadableMessage() },
  );
}

/** A message of an audit stream with one log event or more; each is an audit event, cut, or anything at all. */
export function auditMessage(): fc.Arbitrary<SubscriptionMessageText> {
  const message = fc.oneof(
    { weight: 3, arbitrary: auditEventText().map(({ text }) => text) },
    { weight: 1, arbitrary: truncatedAuditEvent().map(({ text }) => text) },
    { weight: 1, arbitrary: jsonText().map(({ text }) => text) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  );
  return fc
    .tuple(fc.array(message, { minLength: 1, maxLength: 8 }), fc.boolean(), fc.constantFrom(0, 2))
    .map(([messages, hasFields, indent]) => {
      const extractedFields = hasFields ? systemFields() : undefined;
      const logEvents = messages.map((text, sequence) => buildLogEvent(text, { sequence, extractedFields }));
      const text = buildSubscriptionMessage({ logEvents });
      return {
        kind: 'audit',
        outcome: 'rows',
        messages,
        // The service writes no whitespace; a reader may not count on it.
        text: indent === 0 ? text : JSON.stringify(JSON.parse(text), null, indent),
      };
    });
}

function droppedMessage(): fc.Arbitrary<SubscriptionMessageText> {
  const others: Readonly<Record<string, Partial<SubscriptionMessage>>> = {
    authenticator: { logStream: logStreamName('authenticator') },
    api_server: { logStream: logStreamName('kube-apiserver') },
    scheduler: { logStream: logStreamName('kube-scheduler') },
    foreign_group: { logGroup: '/aws/lambda/checkout', logStream: '2026/05/12/[$LATEST]0f' },
    nearly_a_cluster: { logGroup: '/aws/eks//cluster' },
    no_log_events: { logEvents: [] },
  };
  const drop = (kind: string, text: string): SubscriptionMessageText => ({ kind, text, outcome: 'drop', messages: [] });
  return fc.constantFrom(
    drop('control', buildControlMessage()),
    ...Object.entries(others).map(([kind, overrides]) => drop(kind, buildSubscriptionMessage(overrides))),
  );
}

function unreadableMessage(): fc.Arbitrary<SubscriptionMessageText> {
  const fail = (kind: string, text: string): SubscriptionMessageText => ({ kind, text, outcome: 'fail', messages: [] });
  const without = (member: string): string =>
    JSON.stringify({ ...(JSON.parse(buildSubscriptionMessage()) as object), [member]: undefined });
  const whole = buildSubscriptionMessage();
  return fc.oneof(
    fc.constantFrom('null', '[]', '"text"', '1', 'true', '', ' ', 'plain text').map((text) => fail('no_object', text)),
    fc.constant(fail('unknown_type', buildSubscriptionMessage({ messageType: 'HEARTBEAT_MESSAGE' }))),
    fc
      .constantFrom('messageType', 'logGroup', 'logStream', 'logEvents')
      .map((member) => fail(`no_${member}`, without(member))),
    fc.integer({ min: 1, max: whole.length - 1 }).map((cut) => fail('cut', whole.slice(0, cut))),
  );
}
