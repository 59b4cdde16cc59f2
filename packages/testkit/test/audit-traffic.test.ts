import { beforeAll, describe, expect, it } from '@jest/globals';

import { AUDIT_EVENT_MEMBERS, attackStory, auditTraffic, componentTraffic, mergeByTime, oneOfEach } from '../src/index';
import { eksAuditPolicy } from '../src/generate/audit-policy';
import { CORPUS, corpusEvents } from './corpus';

const DAY = { from: Date.UTC(2026, 4, 12), to: Date.UTC(2026, 4, 13) };
const EVENTS = 6_000;

interface Event {
  readonly level: string;
  readonly auditID: string;
  readonly stage: string;
  readonly requestURI: string;
  readonly verb: string;
  readonly user: { username?: string; groups?: string[] };
  readonly objectRef?: { resource: string; namespace?: string; name?: string; apiGroup?: string; subresource?: string };
  readonly responseStatus?: { code: number };
  readonly requestObject?: unknown;
  readonly responseObject?: unknown;
  readonly stageTimestamp: string;
  readonly annotations?: Record<string, string>;
}

let texts: string[];
let events: Event[];
let timestamps: number[];
beforeAll(() => {
  const lines = [...auditTraffic({ seed: 7, events: EVENTS, ...DAY })];
  texts = lines.map(({ text }) => text);
  events = texts.map((text) => JSON.parse(text) as Event);
  timestamps = lines.map(({ timestamp }) => timestamp);
});

describe('auditTraffic', () => {
  it('gives the same texts for the same seed and others for another', () => {
    const small = { events: 300, ...DAY };
    const texts1 = [...auditTraffic({ seed: 1, ...small })];

    expect([...auditTraffic({ seed: 1, ...small })]).toEqual(texts1);
    expect([...auditTraffic({ seed: 2, ...small })].map(({ text }) => text)).not.toEqual(
      texts1.map(({ text }) => text),
    );
  });

  it('gives exactly as many events as asked, in the order of time and within the time', () => {
    expect(events).toHaveLength(EVENTS);
    expect(timestamps).toEqual([...timestamps].sort((left, right) => left - right));
    expect(timestamps[0]).toBeGreaterThanOrEqual(DAY.from);
    expect(timestamps.at(-1)).toBeLessThanOrEqual(DAY.to);
    for (const count of [0, 1, 9, 10, 11, 57]) {
      expect([...auditTraffic({ seed: 3, events: count, ...DAY })]).toHaveLength(count);
    }
  });

  it('stamps a log event with the millisecond of its stage', () => {
    events.forEach(({ stageTimestamp }, index) => {
      expect(stageTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(Date.parse(`${stageTimestamp.slice(0, 23)}Z`)).toBe(timestamps[index]);
    });
  });

  it('writes members in the order of the API server, at the top and in user, objectRef and responseStatus', () => {
    for (const [index, event] of events.entries()) {
      expect(texts[index]).toMatch(/^\{"kind":"Event","apiVersion":"audit\.k8s\.io\/v1","level":"/);
      expect(isSubsequence(Object.keys(event), AUDIT_EVENT_MEMBERS)).toBe(true);
      expect(isSubsequence(Object.keys(event.user), ['username', 'uid', 'groups', 'extra'])).toBe(true);
      expect(isSubsequence(Object.keys(event.objectRef ?? {}), REF_MEMBERS)).toBe(true);
      expect(isSubsequence(Object.keys(event.responseStatus ?? {}), STATUS_MEMBERS)).toBe(true);
      expect(Object.keys(event.annotations ?? {})).toEqual(Object.keys(event.annotations ?? {}).sort());
    }
  });

  it('escapes as Go does: no text has a bare <, > or &, some have them escaped', () => {
    for (const text of texts) expect(text).not.toMatch(/[<>&\u2028\u2029\n]/);
    for (const escape of ['\\u003c', '\\u003e', '\\u0026']) {
      expect(texts.some((text) => text.includes(escape))).toBe(true);
    }
  });

  it('has the sizes of real logs: most small, few large, responses the largest part', () => {
    const sizes = texts.map((text) => Buffer.byteLength(text)).sort((left, right) => left - right);
    const share = (part: number): number => sizes[Math.floor((EVENTS - 1) * part)]!;
    const bytesOf = (member: 'responseObject' | 'requestObject'): number =>
      events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event[member] ?? '')), 0);
    const total = sizes.reduce((sum, size) => sum + size, 0);

    expect(sizes[0]).toBeGreaterThan(400);
    expect(share(0.5)).toBeGreaterThan(1_150);
    expect(share(0.5)).toBeLessThan(1_450);
    expect(share(0.9)).toBeGreaterThan(2_500);
    expect(share(0.9)).toBeLessThan(6_500);
    expect(share(0.99)).toBeGreaterThan(12_000);
    expect(share(0.99)).toBeLessThan(20_000);
    expect(sizes.at(-1)).toBeGreaterThan(100_000);
    expect(sizes.at(-1)).toBeLessThan(221_000);
    expect(bytesOf('responseObject') / total).toBeGreaterThan(0.35);
    expect(bytesOf('requestObject') / total).toBeLessThan(0.15);
  });

  it('logs RequestReceived of token requests only', () => {
    const received = events.filter(({ stage }) => stage === 'RequestReceived');

    expect(received.length).toBeGreaterThan(0);
    for (const { objectRef, responseStatus, annotations } of received) {
      expect(`${objectRef!.resource}/${objectRef!.subresource!}`).toBe('serviceaccounts/token');
      expect(responseStatus).toBeUndefined();
      expect(annotations).toBeUndefined();
    }
  });

  it('logs a 401 as ResponseStarted without a user, and a Panic with 500', () => {
    const unauthenticated = events.filter(({ responseStatus }) => responseStatus?.code === 401);
    const panics = events.filter(({ stage }) => stage === 'Panic');

    expect(unauthenticated.length).toBeGreaterThan(0);
    for (const { stage, user } of unauthenticated)
      expect({ stage, user }).toEqual({ stage: 'ResponseStarted', user: {} });
    expect(panics.length).toBeGreaterThan(0);
    for (const { responseStatus } of panics) expect(responseStatus!.code).toBe(500);
  });

  it('logs the start and the end of a watch under one auditID', () => {
    const ended = events.filter(({ verb, stage }) => verb === 'watch' && stage === 'ResponseComplete');
    const started = new Set(events.filter(({ stage }) => stage === 'ResponseStarted').map(({ auditID }) => auditID));

    expect(ended.length).toBeGreaterThan(100);
    for (const { auditID } of ended) expect(started.has(auditID)).toBe(true);
  });

  it('honours the audit policy of EKS', () => {
    for (const event of events) {
      const { level, objectRef, requestURI, verb, user } = event;
      const resource = [objectRef?.resource, objectRef?.subresource].filter((part) => part !== undefined).join('/');
      expect(level).toBe(
        eksAuditPolicy({
          verb,
          path: requestURI.split('?')[0]!,
          ...(user.username === undefined ? {} : { username: user.username }),
          ...(user.groups === undefined ? {} : { groups: user.groups }),
          ...(objectRef === undefined ? {} : { ...objectRef, resource }),
        }).level,
      );
      if (level === 'Metadata') expect(event).not.toHaveProperty('requestObject');
      if (level !== 'RequestResponse') expect(event).not.toHaveProperty('responseObject');
      expect(`${objectRef?.apiGroup ?? ''}/${resource}`).not.toBe('/events');
      expect(requestURI).not.toMatch(/^\/(healthz|swagger|version(\?|$))/);
    }
  });

  it('has people by day and few by night', () => {
    const byHour = new Array<number>(24).fill(0);
    events.forEach(({ user }, index) => {
      if (user.username?.includes('@') === true) byHour[new Date(timestamps[index]!).getUTCHours()]!++;
    });
    const hours = (from: number, to: number): number => byHour.slice(from, to).reduce((sum, count) => sum + count, 0);

    expect(hours(10, 15)).toBeGreaterThan(5 * hours(0, 5));
  });

  it('has the attack in it unless it is left out', () => {
    const story = attackStory({ seed: 7, ...DAY }).map(({ text }) => text);

    expect(story.every((text) => texts.includes(text))).toBe(true);
    const quiet = [...auditTraffic({ seed: 7, events: 500, ...DAY, withAttack: false })].map(({ text }) => text);
    expect(story.some((text) => quiet.includes(text))).toBe(false);
  });

  it('has the attack in it even when nothing else fits', () => {
    const told = [...auditTraffic({ seed: 7, events: 10, ...DAY })];

    expect(told.map(({ text }) => text)).toEqual(attackStory({ seed: 7, ...DAY }).map(({ text }) => text));
  });
});

describe('oneOfEach', () => {
  it('has every kind of request that is easily missed', () => {
    const all = oneOfEach({ seed: 5, at: DAY.from }).map(({ text }) => JSON.parse(text) as Event);
    const has = (test: (event: Event) => boolean): void => {
      expect(all.some(test)).toBe(true);
    };

    has(({ stage }) => stage === 'Panic');
    has(({ responseStatus }) => responseStatus?.code === 401);
    has(({ requestObject }) => Array.isArray(requestObject));
    has(({ verb }) => verb === 'deletecollection');
    has((event) => 'impersonatedUser' in event);
    has(({ objectRef, level }) => objectRef?.name === 'aws-auth' && level === 'RequestResponse');
    has(({ objectRef }) => objectRef?.resource === 'customresourcedefinitions');
    expect(oneOfEach({ seed: 5, at: DAY.from }).some(({ text }) => text.includes(':9223372036854775807'))).toBe(true);
  });
});

describe('componentTraffic', () => {
  it('has no audit event in it and mixes in by time', () => {
    const others = [...componentTraffic({ seed: 1, events: 50, ...DAY })];
    const mixed = [...mergeByTime(auditTraffic({ seed: 1, events: 50, ...DAY }), others)];

    expect(others.every(({ text, component }) => !text.startsWith('{') && component !== 'kube-apiserver-audit')).toBe(
      true,
    );
    expect(new Set(others.map(({ component }) => component)).size).toBe(5);
    expect(mixed).toHaveLength(100);
    expect(mixed.map(({ timestamp }) => timestamp)).toEqual(
      mixed.map(({ timestamp }) => timestamp).sort((left, right) => left - right),
    );
  });
});

describe('real audit events', () => {
  const corpusIt = CORPUS === undefined ? it.skip : it;
  corpusIt(`have their members in the same order${CORPUS === undefined ? ' (skipped: no corpus)' : ''}`, () => {
    const orders = corpusEvents().map((line) => Object.keys(JSON.parse(line) as object));
    const isInOrder = (order: string[]): boolean => isSubsequence(order, AUDIT_EVENT_MEMBERS);

    expect(orders.length).toBeGreaterThan(100);
    expect(orders.filter(isInOrder).length / orders.length).toBeGreaterThan(0.8);
    expect(events.map((event) => Object.keys(event)).every(isInOrder)).toBe(true);
  });
});

const REF_MEMBERS = [
  'resource',
  'namespace',
  'name',
  'uid',
  'apiGroup',
  'apiVersion',
  'resourceVersion',
  'subresource',
];
const STATUS_MEMBERS = ['metadata', 'status', 'message', 'reason', 'details', 'code'];

function isSubsequence(members: readonly string[], order: readonly string[]): boolean {
  let from = 0;
  return members.every((member) => (from = order.indexOf(member, from) + 1) > 0);
}
