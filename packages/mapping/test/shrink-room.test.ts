import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { map } from './map';
import { long, many, shrink } from './shrink';

describe('an event with one long member', () => {
  it.each([
    ['requestURI', long(70_000)],
    ['userAgent', long(70_000)],
    ['sourceIPs', many(70_000)],
    ['user', { username: 'a', extra: { arn: [long(70_000)] } }],
    ['user', { username: 'a', groups: many(70_000) }],
    ['impersonatedUser', { username: 'a', groups: many(700_000) }],
    ['annotations', { reason: long(700_000) }],
    ['objectRef', { name: long(70_000) }],
    ['responseStatus', { message: long(70_000) }],
    ['requestObject', { data: Object.fromEntries(many(700_000).map((name) => [name, name])) }],
    ['requestObject', { rules: many(700_000) }],
    ['requestObject', { kind: 'ClusterRole', metadata: { name: 'x' }, rules: many(700_000) }],
    ['responseObject', { items: many(700_000).map((name) => ({ metadata: { name }, status: { phase: 'Running' } })) }],
    ['unknown', many(70_000)],
  ])('keeps small members, and fills the room with the long %s', (name, value) => {
    const small = {
      verb: 'list',
      impersonatedUser: { username: 'system:admin' },
      authenticationMetadata: { impersonationConstraint: 'impersonate:user-info' },
      future: { member: long(200) },
      responseObject: { kind: 'Status' },
      requestObject: { kind: 'Pod', metadata: { name: 'x' } },
    };
    const { members, removed, bytes } = shrink({ ...small, [name]: value });

    const others = Object.entries(small).filter(([other]) => other !== name);
    expect(members).toMatchObject(Object.fromEntries(others));
    expect(removed.every((path) => path.startsWith(name))).toBe(true);
    expect(bytes).toBeGreaterThan(0.6 * 64_000);
  });

  it('always fills most of the room with one long member', () => {
    const PLACES = [
      (list: string) => `"responseObject":{"kind":"PodList","items":${list}}`,
      (list: string) => `"requestObject":{"kind":"Role","rules":${list}}`,
      (list: string) => `"requestObject":{"spec":{"containers":${list}}}`,
      (list: string) => `"requestObject":{"data":${list}}`,
      (list: string) => `"user":{"username":"alice","groups":${list}}`,
      (list: string) => `"user":{"username":"alice","extra":{"a":${list}}}`,
      (list: string) => `"objectRef":{"resource":"pods","x":${list}}`,
      (list: string) => `"annotations":{"reason":${list}}`,
      (list: string) => `"sourceIPs":${list}`,
      (list: string) => `"unknown":${list}`,
    ];
    const text = (maxLength: number) => fc.nat(maxLength).map((length) => long(length));
    const element = fc.oneof(
      text(3_000),
      fc.array(text(400), { maxLength: 10 }),
      fc.dictionary(
        fc.tuple(fc.nat(9), text(400)).map((parts) => parts.join('')),
        fc.oneof(text(400), fc.nat(), fc.array(text(300), { maxLength: 5 })),
        { minKeys: 1, maxKeys: 8 },
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...PLACES),
        fc.array(element, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 66_000, max: 300_000 }),
        (place, elements, bytes) => {
          const unit = elements.map((one) => JSON.stringify(one)).join(',');
          const list = `[${`${unit},`.repeat(Math.ceil(bytes / (unit.length + 1)))}1]`;
          const { rawEvent, outcome } = map(`{"verb":"get",${place(list)}}`);

          expect(outcome.isEssentialsOnly).toBe(false);
          expect(rawEvent.length).toBeGreaterThan(0.6 * 64_000);
        },
      ),
      { numRuns: 300 },
    );
  });
});
