import { describe, expect, it } from '@jest/globals';

import { map } from './map';

const sentinelOf = (row: { RawEvent: Record<string, unknown> }) => row.RawEvent['eksSentinel'];

describe('a degraded row', () => {
  it('fills its columns with what stands whole before the cut, at every depth that a column reads', () => {
    const { row, outcome } = map(
      '{"kind":"Event","verb":"create","user":{"username":"alice","groups":["a","b"]},"sourceIPs":["198.51.100.7"],' +
        '"objectRef":{"resource":"secrets","namespace":"default"},"responseStatus":{"metadata":{},"code":201,"mess[Truncated...]',
    );

    expect(row).toMatchObject({
      TimeGenerated: '2026-05-04T10:00:00.007Z',
      ClusterName: 'prod-eu-1',
      Verb: 'create',
      User: 'alice',
      SourceIPs: ['198.51.100.7'],
      ObjectRef: 'default/secrets/',
      ResponseCode: 201,
    });
    expect(outcome).toEqual({ degraded: 'truncated', isShrunk: false, isEssentialsOnly: false, depth: 4 });
  });

  it('counts a whole user name when the groups are cut', () => {
    const { row } = map('{"verb":"get","user":{"username":"bob","groups":["system:mast[Truncated...]');

    expect(row['User']).toBe('bob');
    expect(row.RawEvent).toEqual({
      verb: 'get',
      user: { username: 'bob' },
      eksSentinel: { degraded: 'truncated', text: '"user":{"username":"bob","groups":["system:mast[Truncated...]' },
    });
  });

  it('splits no surrogate pair where it cuts the text of what is no audit event', () => {
    for (const shift of ['', 'a', 'ab', 'abc', 'abcd']) {
      const { row } = map(`${shift}${'\u{1f600}'.repeat(20_000)}`);
      const { text } = sentinelOf(row) as { text: string };

      expect([text.isWellFormed(), text.includes('characters removed')]).toEqual([true, true]);
    }
  });

  it('does not count a list or a number that is cut', () => {
    const { row } = map('{"responseStatus":{"code":20[Truncated...]');
    expect(row['ResponseCode']).toBeNull();
    expect(map('{"sourceIPs":["10.0.0.1","10.0[Truncated...]').row['SourceIPs']).toEqual([]);
  });

  it.each([
    ['plain text', 'not_json', 'plain text'],
    ['', 'not_json', ''],
    ['{"verb":}', 'not_json', '{"verb":}'],
    ['"a JSON string"', 'not_object', '"a JSON string"'],
    ['[{"verb":"get"}]', 'not_object', '[{"verb":"get"}]'],
    ['null', 'not_object', 'null'],
    ['42', 'not_object', '42'],
    ['[Truncated...]', 'truncated', '[Truncated...]'],
    ['{"ver[Truncated...]\n', 'truncated', '{"ver[Truncated...]\n'],
  ])('keeps the text of %j', (message, degraded, text) => {
    const { row, outcome } = map(message);

    expect(outcome.degraded).toBe(degraded);
    expect(row.RawEvent).toEqual({ eksSentinel: { degraded, text } });
    expect([row['Verb'], row['ClusterName']]).toEqual(['', 'prod-eu-1']);
  });

  it('keeps what stands behind a whole object', () => {
    const { row } = map('{"verb":"get"}{"verb":"list"}');

    expect(row['Verb']).toBe('get');
    expect(sentinelOf(row)).toEqual({ degraded: 'not_json', text: '{"verb":"list"}' });
  });

  it('states a flaw that is known before', () => {
    expect(map({ bytes: Buffer.from('{"verb":"ge\ufffd"}'), flaw: 'not_utf8' }).row.RawEvent).toEqual({
      verb: 'ge\ufffd',
      eksSentinel: { degraded: 'not_utf8', text: '' },
    });
    expect(map({ bytes: Buffer.from('{"id":"1","verb":"x"}'), flaw: 'message_missing' }).row).toMatchObject({
      Verb: '',
      RawEvent: { eksSentinel: { degraded: 'message_missing', text: '{"id":"1","verb":"x"}' } },
    });
  });

  it('stays within the limit and keeps head and tail of a long text', () => {
    const { row, rawEvent } = map(`{"verb":"get","x":"${'\\"\n'.repeat(100_000)}[Truncated...]`);
    const { text } = sentinelOf(row) as { text: string };

    expect(Buffer.byteLength(rawEvent)).toBeLessThanOrEqual(64_000);
    expect(Buffer.byteLength(rawEvent)).toBeGreaterThan(50_000);
    expect(text).toMatch(/^"x":"[^]*\.\.\.\[\d+ characters removed\]\.\.\.[^]*\[Truncated\.\.\.\]$/);
  });

  it('shrinks whole members that are too long, and still shows some text', () => {
    const annotations = { 'authorization.k8s.io/decision': 'allow' };
    const big = {
      verb: 'create',
      responseObject: { a: 'x'.repeat(70_000), b: Array(9_000).fill('yyyy') },
      annotations,
    };
    const { row, rawEvent, outcome } = map(
      `${JSON.stringify(big).slice(0, -1)},"cut":"${'z'.repeat(9_000)}[Truncated...]`,
    );

    expect(outcome).toMatchObject({ degraded: 'truncated', isShrunk: true });
    expect(Buffer.byteLength(rawEvent)).toBeLessThanOrEqual(64_000);
    expect(row).toMatchObject({ Verb: 'create', AuthDecision: 'allow' });
    expect(sentinelOf(row)).toMatchObject({ removed: ['responseObject.a', 'responseObject.b'] });
    expect((sentinelOf(row) as { text: string }).text.length).toBeGreaterThan(1_900);
  });

  it('stays within the limit when the whole members alone nearly fill it', () => {
    const whole = JSON.stringify({ verb: 'get', userAgent: 'x'.repeat(63_900) }).slice(0, -1);
    const { rawEvent, outcome } = map(`${whole},"cut":"${'y'.repeat(5_000)}[Truncated...]`);

    expect(Buffer.byteLength(rawEvent)).toBeLessThanOrEqual(64_000);
    expect(outcome.isShrunk).toBe(true);
  });

  it('survives a cut at a depth of 200,000', () => {
    const { row } = map(`{"verb":"get","deep":${'{"a":'.repeat(200_000)}`);

    expect(row['Verb']).toBe('get');
  });
});
