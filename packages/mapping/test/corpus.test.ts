import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { CONTEXT, map } from './map';

/** Public audit events written by others; they are not a part of this repository. */
const CORPUS = process.env['AUDIT_CORPUS_DIR'] ?? resolve(__dirname, '../../../../shared/corpus');

interface AuditEvent {
  verb?: unknown;
  user?: { username?: unknown };
  sourceIPs?: unknown;
  userAgent?: unknown;
  objectRef?: { namespace?: string; resource?: string; name?: string; subresource?: string };
  requestURI?: string;
  responseStatus?: { code?: unknown };
  stage?: unknown;
  annotations?: Record<string, unknown>;
  stageTimestamp?: string | null;
  requestReceivedTimestamp?: string | null;
}

/** The mapping stated a second time, over what JSON.parse gives, for the events that the API server writes. */
function expectedRow(event: AuditEvent): Record<string, unknown> {
  const { namespace, resource, name, subresource } = event.objectRef ?? {};
  const path = event.requestURI?.split('?')[0] ?? '';
  const parts = [
    ...(namespace && resource ? [namespace] : []),
    resource,
    name ?? '',
    ...(subresource ? [subresource] : []),
  ];
  return {
    TimeGenerated: event.stageTimestamp ?? event.requestReceivedTimestamp ?? new Date(CONTEXT.timestamp!).toISOString(),
    AwsAccountId: CONTEXT.account,
    Region: CONTEXT.region,
    ClusterName: CONTEXT.cluster,
    Verb: event.verb ?? '',
    User: event.user?.username ?? '',
    SourceIPs: event.sourceIPs ?? [],
    UserAgent: event.userAgent ?? '',
    ObjectRef: resource ? parts.join('/') : (name ?? (namespace || subresource ? '' : path)),
    ResponseCode: event.responseStatus?.code ?? null,
    Stage: event.stage ?? '',
    AuthDecision: event.annotations?.['authorization.k8s.io/decision'] ?? '',
  };
}

function readEvents(folder: string): string[] {
  return readdirSync(join(CORPUS, folder))
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => readFileSync(join(CORPUS, folder, file), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '');
}

if (existsSync(CORPUS)) {
  describe.each(['open', 'legacy'])('public audit events (%s)', (folder) => {
    const events = readEvents(folder);

    it('are there', () => {
      expect(events.length).toBeGreaterThan(100);
    });

    it('become rows that equal a second statement of the mapping', () => {
      for (const text of events) {
        const { row, rawEvent, outcome } = map(text);
        const { RawEvent: parsed, ...columns } = row;

        expect(columns).toEqual(expectedRow(JSON.parse(text) as AuditEvent));
        expect(outcome.degraded).toBeUndefined();
        if (Buffer.byteLength(text) > 64_000) {
          expect(outcome.isShrunk).toBe(true);
          expect(parsed).toHaveProperty(['annotations', 'audit.k8s.io/truncated'], 'true');
        } else {
          expect(rawEvent).toBe(text.trim());
        }
      }
    });

    it('give their verb, user and code when they are cut behind responseStatus', () => {
      for (const text of events) {
        const event = JSON.parse(text) as AuditEvent;
        if (event.responseStatus === undefined) continue;
        const status = JSON.stringify(event.responseStatus);
        const cut = text.indexOf(status) + status.length + 1;
        const isBehind = (member: string) => text.indexOf(member) > cut;
        if (!text.includes(status) || isBehind('"verb"') || isBehind('"user"')) continue;

        const { row } = map(`${text.slice(0, cut)}[Truncated...]`);

        expect([row['Verb'], row['User'], row['ResponseCode']]).toEqual([
          event.verb ?? '',
          event.user?.username ?? '',
          event.responseStatus.code ?? null,
        ]);
      }
    });
  });
} else {
  describe('public audit events', () => {
    it('are not at hand: set AUDIT_CORPUS_DIR to check against them', () => {
      expect(existsSync(CORPUS)).toBe(false);
    });
  });
}
