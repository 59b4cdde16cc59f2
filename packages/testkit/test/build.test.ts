import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import {
  buildAuditEvent,
  buildControlMessage,
  buildLambdaEvent,
  buildLogEvent,
  buildRecord,
  buildSubscriptionMessage,
  gzipReproducibly,
  logEventId,
  recordIdAt,
  systemFields,
} from '../src/index';

describe('buildAuditEvent', () => {
  it('writes members in the order of the API server, whatever the order of the overrides', () => {
    const text = buildAuditEvent({ annotations: {}, requestObject: [1], verb: 'patch', kind: 'Event' });

    expect(Object.keys(JSON.parse(text) as object)).toEqual([
      'kind',
      'apiVersion',
      'level',
      'auditID',
      'stage',
      'requestURI',
      'verb',
      'user',
      'sourceIPs',
      'userAgent',
      'objectRef',
      'responseStatus',
      'requestObject',
      'requestReceivedTimestamp',
      'stageTimestamp',
      'annotations',
    ]);
    expect(text).toContain('"verb":"patch"');
  });

  it('leaves a member out that is overridden with undefined', () => {
    expect(JSON.parse(buildAuditEvent({ user: undefined }))).not.toHaveProperty('user');
  });
});

describe('buildLogEvent', () => {
  it('gives an id of 56 digits that holds the time, and differs by sequence', () => {
    const id = logEventId(1_510_254_471_089, 0);

    // A real capture of this millisecond has the id 33679800144697422554415395414062324420037086717597843456.
    expect(id).toMatch(/^33679800144697422554\d{36}$/);
    expect(BigInt(id) >> 144n).toBe(1_510_254_471_089n);
    expect(BigInt(logEventId(1_510_254_471_089, 1))).toBe(BigInt(id) + 1n);
  });

  it('has extracted fields only when asked', () => {
    expect(buildLogEvent('x', { timestamp: 5 })).not.toHaveProperty('extractedFields');
    expect(buildLogEvent('x', { extractedFields: systemFields() }).extractedFields).toEqual({
      '@aws.account': '111122223333',
      '@aws.region': 'eu-west-1',
    });
  });
});

describe('buildSubscriptionMessage', () => {
  it('writes the members of the service in its order', () => {
    const text = buildSubscriptionMessage({ logEvents: [{ id: '1', timestamp: 2, message: '<x>' }] });

    expect(text).toBe(
      '{"messageType":"DATA_MESSAGE","owner":"111122223333","logGroup":"/aws/eks/prod-eu-1/cluster",' +
        '"logStream":"kube-apiserver-audit-0f3a5b7c9d1e2f40123456789abcdef0",' +
        '"subscriptionFilters":["eks-sentinel-prod-eu-1"],"logEvents":[{"id":"1","timestamp":2,"message":"<x>"}]}',
    );
  });

  it('writes the control message of the service', () => {
    expect(buildControlMessage(1_510_254_469_274)).toBe(
      '{"messageType":"CONTROL_MESSAGE","owner":"CloudwatchLogs","logGroup":"","logStream":"",' +
        '"subscriptionFilters":[],"logEvents":[{"id":"","timestamp":1510254469274,' +
        '"message":"CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}',
    );
  });
});

describe('buildRecord', () => {
  it('compresses text and leaves bytes as they are', () => {
    const fromText = buildRecord('{"a":1}');
    const fromBytes = buildRecord(new Uint8Array([0, 255, 1]).subarray(1));

    expect(gunzipSync(Buffer.from(fromText.data, 'base64')).toString()).toBe('{"a":1}');
    expect(fromBytes.data).toBe('/wE=');
  });

  it('gives ids of 62 digits that grow with the position', () => {
    const first = recordIdAt(0, 1_778_573_745_000);

    expect(first).toMatch(/^49\d{54}000000$/);
    expect(recordIdAt(1, 1_778_573_745_000) > first).toBe(true);
  });
});

describe('buildLambdaEvent', () => {
  it('keeps the order and gives each record an id of its own', () => {
    const own = buildRecord('{}', { recordId: 'own' });
    const { records, region } = buildLambdaEvent(['{}', own, new Uint8Array([1])], { region: 'eu-central-1' });

    expect(region).toBe('eu-central-1');
    expect(records[1]).toBe(own);
    expect(records[2]!.data).toBe('AQ==');
    expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(3);
  });
});

describe('gzipReproducibly', () => {
  it('gives these bytes on every machine', () => {
    const bytes = gzipReproducibly(Buffer.from(buildAuditEvent().repeat(50)));

    expect(gunzipSync(bytes).toString()).toBe(buildAuditEvent().repeat(50));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      'c9043840d1bbdd4bb51c52240a803c8b656183c31c8af09dd0c7c6a3e5a56b4f',
    );
  });
});
