import { describe, expect, it } from '@jest/globals';

import { createRowMapper } from '../src/index';
import { map } from './map';

const EVENT = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Metadata',
  auditID: 'a8c1f0f3-4f2b-4f43-9d3c-6a1d0f6f4b11',
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/payments/pods/api-7d9/exec?command=sh&stdin=true',
  verb: 'create',
  user: { username: 'alice', groups: ['developers'] },
  impersonatedUser: { username: 'root' },
  sourceIPs: ['198.51.100.7', '10.0.0.1'],
  userAgent: 'kubectl/v1.33.1',
  objectRef: { resource: 'pods', namespace: 'payments', name: 'api-7d9', subresource: 'exec', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 101 },
  requestReceivedTimestamp: '2026-05-04T09:59:58.123456Z',
  stageTimestamp: '2026-05-04T09:59:59.654321Z',
  annotations: { 'authorization.k8s.io/decision': 'allow' },
};
const mapEvent = (change: object) => map(JSON.stringify({ ...EVENT, ...change })).row;

describe('a row', () => {
  it('holds every column in the order of the schema, and the event as it was', () => {
    const { line, row, outcome } = map(JSON.stringify(EVENT));

    expect(line).toBe(
      '{"TimeGenerated":"2026-05-04T09:59:59.654321Z","AwsAccountId":"111122223333","Region":"eu-west-1",' +
        '"ClusterName":"prod-eu-1","Verb":"create","User":"alice","SourceIPs":["198.51.100.7","10.0.0.1"],' +
        '"UserAgent":"kubectl/v1.33.1","ObjectRef":"payments/pods/api-7d9/exec","ResponseCode":101,' +
        `"Stage":"ResponseComplete","AuthDecision":"allow","RawEvent":${JSON.stringify(EVENT)}}\n`,
    );
    expect(row.RawEvent).toEqual(EVENT);
    expect(outcome).toEqual({ isShrunk: false, isEssentialsOnly: false, depth: 4 });
  });

  it('keeps what JSON.parse would lose: long integers, huge numbers, key order, repeated keys, escapes', () => {
    const text =
      '{"z":9007199254740993,"a":1e400,"10":-0.0,"1":18446744073709551615,"a":"\\u003c\\/","n":{"b":1,"b":2}}';

    expect(map(text).rawEvent).toBe(text);
  });

  it('puts line breaks between tokens on one line and leaves those inside strings', () => {
    expect(map('\n{\n"verb":\r\n"get",\n"s":"a\\nb\u2028"}\n').rawEvent).toBe('{ "verb":  "get", "s":"a\\nb\u2028"}');
  });

  it('survives names that objects inherit', () => {
    const text =
      '{"__proto__":{"verb":"x"},"constructor":1,"user":{"__proto__":{"username":"mallory"}},"annotations":{}}';
    const { row, rawEvent } = map(text);

    expect([row['Verb'], row['User'], row['AuthDecision'], rawEvent]).toEqual(['', '', '', text]);
  });

  it('reads the last of a repeated member', () => {
    const { row } = map('{"verb":"get","user":{"username":"a"},"verb":"delete","user":{"uid":"1"}}');

    expect([row['Verb'], row['User']]).toEqual(['delete', '']);
  });

  it('has an empty or null value in every column that the event does not fill', () => {
    expect(map('{}').row).toEqual({
      TimeGenerated: '2026-05-04T10:00:00.007Z',
      AwsAccountId: '111122223333',
      Region: 'eu-west-1',
      ClusterName: 'prod-eu-1',
      Verb: '',
      User: '',
      SourceIPs: [],
      UserAgent: '',
      ObjectRef: '',
      ResponseCode: null,
      Stage: '',
      AuthDecision: '',
      RawEvent: {},
    });
  });

  it('counts a value of the wrong type as absent', () => {
    const row = mapEvent({
      verb: 1,
      user: ['x'],
      sourceIPs: { a: '1' },
      userAgent: null,
      objectRef: 'pods',
      requestURI: [],
      responseStatus: { code: '200' },
      stage: {},
      annotations: { 'authorization.k8s.io/decision': true },
      stageTimestamp: 5,
      requestReceivedTimestamp: {},
    });

    expect(row).toMatchObject({
      TimeGenerated: '2026-05-04T10:00:00.007Z',
      Verb: '',
      User: '',
      SourceIPs: [],
      UserAgent: '',
      ObjectRef: '',
      ResponseCode: null,
      Stage: '',
      AuthDecision: '',
    });
  });

  it('takes any whole JSON object, whatever its kind', () => {
    expect(map('{"kind":"Pod","verb":"get"}').outcome).toEqual({ isShrunk: false, isEssentialsOnly: false, depth: 2 });
  });

  it('says how deep it is nested', () => {
    expect(map(`{"a":${'['.repeat(70)}${']'.repeat(70)}}`).outcome.depth).toBe(72);
  });
});

describe('TimeGenerated', () => {
  it.each([
    [{ stageTimestamp: undefined }, '2026-05-04T09:59:58.123456Z'],
    [{ stageTimestamp: '2026-05-04T09:59:59Z' }, '2026-05-04T09:59:59Z'],
    [{ stageTimestamp: '2024-02-29T23:59:59.1Z' }, '2024-02-29T23:59:59.1Z'],
    [{ stageTimestamp: '2026-05-04T09:59:59+00:00' }, '2026-05-04T09:59:58.123456Z'],
    [{ stageTimestamp: '2026-02-29T00:00:00Z' }, '2026-05-04T09:59:58.123456Z'],
    [{ stageTimestamp: '2026-13-01T00:00:00Z' }, '2026-05-04T09:59:58.123456Z'],
    [{ stageTimestamp: '2026-05-04T24:00:00Z' }, '2026-05-04T09:59:58.123456Z'],
    [{ stageTimestamp: '2026-05-04T23:59:60Z' }, '2026-05-04T09:59:58.123456Z'],
    [{ stageTimestamp: '2026-05-04 09:59:59Z' }, '2026-05-04T09:59:58.123456Z'],
    [{ stageTimestamp: '', requestReceivedTimestamp: 'yesterday' }, '2026-05-04T10:00:00.007Z'],
  ])('of %j is %s', (change, expected) => {
    expect(mapEvent(change)['TimeGenerated']).toBe(expected);
  });

  it.each([undefined, -1, 1.5, NaN, 253_402_300_800_000])(
    'falls back to the arrival when the log event has %p',
    (timestamp) => {
      expect(map('{}', { timestamp }).row['TimeGenerated']).toBe('2026-05-04T10:01:00.000Z');
    },
  );
});

describe('ObjectRef', () => {
  const objectRef = (ref: unknown, requestURI: unknown = '/apis/x?y=1') =>
    mapEvent({ objectRef: ref, requestURI })['ObjectRef'];

  it.each([
    [{ namespace: 'kube-system', resource: 'pods', name: 'a' }, 'kube-system/pods/a'],
    [{ namespace: 'kube-system', resource: 'pods' }, 'kube-system/pods/'],
    [{ resource: 'nodes' }, 'nodes/'],
    [{ resource: 'nodes', name: 'n1', subresource: 'status' }, 'nodes/n1/status'],
    [{ namespace: 'default', resource: 'pods', subresource: 'x' }, 'default/pods//x'],
    [{ namespace: 'default', name: 'n' }, 'n'],
    [{ namespace: 'default', name: 'n', subresource: 's' }, 'n'],
    [{ namespace: 'default' }, ''],
    [{ subresource: 'status' }, ''],
    [{ resource: 'pods', namespace: '', name: '', subresource: '' }, 'pods/'],
    [{ resource: 'pods', namespace: 5, name: null, subresource: [] }, 'pods/'],
  ])('of %j is %j', (ref, expected) => {
    expect(objectRef(ref)).toBe(expected);
  });

  it.each([
    [undefined, '/healthz', '/healthz'],
    [{}, '/version?timeout=32s', '/version'],
    [{ resource: '', name: 7 }, '/readyz?verbose=&exclude=etcd', '/readyz'],
    [undefined, '?x', ''],
    [undefined, null, ''],
  ])('of %j with the request URI %j is %j', (ref, requestUri, expected) => {
    expect(objectRef(ref, requestUri)).toBe(expected);
  });

  it('finds the query of a path that is written with escapes', () => {
    expect(map('{"requestURI":"/a\\u003fb"}').row['ObjectRef']).toBe('/a');
  });
});

describe('ResponseCode', () => {
  it.each([
    ['200', 200],
    ['2e2', 200],
    ['201.0', 201],
    ['-0', 0],
    ['200.5', null],
    ['1e400', null],
    ['9007199254740993', null],
    ['"200"', null],
    ['null', null],
    ['true', null],
    ['[200]', null],
  ])('of %s is %p', (code, expected) => {
    expect(map(`{"responseStatus":{"code":${code}}}`).row['ResponseCode']).toBe(expected);
  });
});

describe('SourceIPs', () => {
  it.each([
    [
      ['::1', 5, null, { a: 'x' }, ['y'], '10.0.0.1'],
      ['::1', '10.0.0.1'],
    ],
    ['10.0.0.1', ['10.0.0.1']],
    [[], []],
    [7, []],
  ])('of %j are %j', (sourceIPs, expected) => {
    expect(mapEvent({ sourceIPs })['SourceIPs']).toEqual(expected);
  });

  it('are the first ones that fit into a field', () => {
    const forged = Array.from({ length: 6_000 }, (_, index) => `203.0.113.${index}`);
    const ips = mapEvent({ sourceIPs: forged })['SourceIPs'] as string[];

    expect(Buffer.byteLength(JSON.stringify(ips))).toBeLessThanOrEqual(64_000);
    expect(ips.length).toBeGreaterThan(3_500);
    expect(ips).toEqual(forged.slice(0, ips.length));
  });
});

describe('a string column', () => {
  it('is cut at a code point that fits into 64,000 bytes', () => {
    const userAgent = mapEvent({ userAgent: `a${'😀'.repeat(16_000)}` })['UserAgent'] as string;

    expect(userAgent).toBe(`a${'😀'.repeat(15_999)}`);
  });

  it('keeps a string of exactly 64,000 bytes', () => {
    expect(mapEvent({ userAgent: 'x'.repeat(64_000) })['UserAgent']).toHaveLength(64_000);
    expect(mapEvent({ userAgent: 'x'.repeat(64_001) })['UserAgent']).toHaveLength(64_000);
  });

  it('keeps escaped control characters and quotes', () => {
    const { row } = map('{"verb":"a\\u0000\\"\\n","userAgent":"\\u003cx\\u003e"}');

    expect([row['Verb'], row['UserAgent']]).toEqual(['a\u0000"\n', '<x>']);
  });

  it('have U+FFFD for a lone surrogate, which some readers refuse; RawEvent keeps it', () => {
    const event =
      '{"verb":"a\\ud800b","userAgent":"\\udc00\\ud83d\\ude00","sourceIPs":["\\ud800"],"requestURI":"/\\ud800"}';
    const { row, rawEvent } = map(event);

    expect(row).toMatchObject({
      Verb: 'a\ufffdb',
      UserAgent: '\ufffd😀',
      SourceIPs: ['\ufffd'],
      ObjectRef: '/\ufffd',
    });
    expect(rawEvent).toBe(event);
  });

  it('hold at most 64,000 bytes of what stands for lone surrogates', () => {
    const { line, row } = map(`{"userAgent":"${'\\ud800'.repeat(30_000)}"}`);

    expect(row['UserAgent']).toBe('\ufffd'.repeat(21_333));
    expect(Buffer.byteLength(line)).toBeLessThan(64_000 + 64_000 + 1_000);
  });
});

describe('createRowMapper', () => {
  it.each([32_767, 64_001])('refuses a RawEvent limit of %i bytes', (maxRawEventBytes) => {
    expect(() => createRowMapper({ maxRawEventBytes })).toThrow('between 32768 and 64000');
  });

  it('writes a column that a schema adds', () => {
    const columns = [
      { name: 'Level', type: 'string', description: '', source: { from: 'string', path: ['level'] } },
      { name: 'RawEvent', type: 'dynamic', description: '', source: { from: 'event' } },
      { name: 'Id', type: 'string', description: '', source: { from: 'string', path: ['auditID'] } },
    ] as const;

    expect(map('{"level":"Request","auditID":"1"}', {}, { columns }).line).toBe(
      '{"Level":"Request","RawEvent":{"level":"Request","auditID":"1"},"Id":"1"}\n',
    );
  });
});
