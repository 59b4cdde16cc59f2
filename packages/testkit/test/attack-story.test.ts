import { describe, expect, it } from '@jest/globals';

import { attackStory } from '../src/index';

const TIME = { seed: 11, from: Date.UTC(2026, 4, 12), to: Date.UTC(2026, 4, 13) };

interface StoryRequest {
  readonly verb: string;
  readonly objectRef: { resource: string; namespace?: string; name?: string; subresource?: string };
  readonly responseStatus: { code: number };
  readonly sourceIPs: string[];
  readonly requestObject?: unknown;
}

describe('attackStory', () => {
  it('tells ten events in time order, each with a sentence of its own', () => {
    const story = attackStory(TIME);
    const times = story.map(({ timestamp }) => timestamp);

    expect(story).toHaveLength(10);
    expect(times).toEqual([...new Set(times)].sort((left, right) => left - right));
    expect(times[0]).toBeGreaterThan(TIME.from);
    expect(times[9]).toBeLessThan(TIME.to);
    expect(new Set(story.map(({ sentence }) => sentence)).size).toBe(10);
    for (const { sentence } of story) expect(sentence).toMatch(/^[A-Z][^\n]{20,120}\.$/);
  });

  it('goes from a leaked token to hidden tracks', () => {
    const steps = attackStory(TIME).map(({ text }) => {
      const { verb, objectRef, responseStatus } = JSON.parse(text) as StoryRequest;
      const { resource, subresource } = objectRef;
      return `${responseStatus.code} ${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
    });

    expect(steps).toEqual([
      '401 list namespaces',
      '403 list secrets',
      '200 list secrets',
      '101 create pods/exec',
      '201 create pods',
      '201 create clusterrolebindings',
      '201 create serviceaccounts/token',
      '200 get secrets',
      '200 patch configmaps',
      '200 deletecollection events',
    ]);
  });

  it('comes from one address and leaves what a detection looks for', () => {
    const texts = attackStory(TIME).map(({ text }) => text);
    const requests = texts.map((text) => JSON.parse(text) as StoryRequest);

    expect(new Set(requests.flatMap(({ sourceIPs }) => sourceIPs))).toEqual(new Set(['203.0.113.201']));
    expect(texts[4]).toContain('"securityContext":{"privileged":true}');
    expect(texts[4]).toContain('"hostPath":{"path":"/","type":""}');
    expect(texts[5]).toContain('"kind":"ClusterRole","name":"cluster-admin"');
    expect(texts[8]).toContain('system:masters');
  });

  it('fits into a short time too', () => {
    const times = attackStory({ ...TIME, to: TIME.from + 60_000 }).map(({ timestamp }) => timestamp);

    expect(times).toEqual([...times].sort((left, right) => left - right));
    expect(times[9]).toBeLessThan(TIME.from + 60_000);
  });
});
