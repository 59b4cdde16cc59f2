import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { LogEvent } from '../src/index';
import { logEventText, readSubscriptionMessage, visitLogEvents, withLogEvents } from '../src/index';

const MESSAGE = {
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: '/aws/eks/prod-eu-1/cluster',
  logStream: 'kube-apiserver-audit-0123456789abcdef0123456789abcdef',
  subscriptionFilters: ['eks-audit'],
  logEvents: [{ id: '1', timestamp: 1_777_888_800_007, message: '{"verb":"get"}' }],
};
const read = (payload: unknown) =>
  readSubscriptionMessage(Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)));

function readData(payload: unknown) {
  const reading = read(payload);
  if (!reading.ok || reading.kind !== 'data') throw new Error('the test needs a data message');
  const logEvents: LogEvent[] = [];
  visitLogEvents(reading.message, (logEvent) => logEvents.push(logEvent) > 0);
  return { message: reading.message, logEvents };
}

describe('readSubscriptionMessage', () => {
  it('reads where log events come from', () => {
    expect(readData(MESSAGE).message).toMatchObject({
      owner: '111122223333',
      logGroup: '/aws/eks/prod-eu-1/cluster',
      logStream: 'kube-apiserver-audit-0123456789abcdef0123456789abcdef',
    });
  });

  it.each([
    ['its one log event', { logEvents: [{ id: '', timestamp: 1, message: 'CWL CONTROL MESSAGE' }] }, 1],
    ['as many as it has', { logEvents: [{}, 'x', 3] }, 3],
    ['an empty list', { logEvents: [] }, 0],
    ['no list', {}, 0],
    ['no list but a number', { logEvents: 7 }, 0],
  ])(
    'knows a control message, which has no group and no stream, and counts its log events: %s',
    (_, members, count) => {
      const control = {
        messageType: 'CONTROL_MESSAGE',
        owner: 'CloudwatchLogs',
        logGroup: '',
        logStream: '',
        ...members,
      };
      const reading = read(control);
      if (!reading.ok || reading.kind !== 'control') throw new Error('the test needs a control message');
      let visits = 0;

      const areAll = visitLogEvents(reading.message, () => (visits += 1) > 0);

      expect([areAll, visits]).toEqual([true, count]);
    },
  );

  it.each([
    ['', 'message_not_json'],
    ['plain', 'message_not_json'],
    [JSON.stringify(MESSAGE).slice(0, -1), 'message_not_json'],
    [`${JSON.stringify(MESSAGE)}${JSON.stringify(MESSAGE)}`, 'message_not_json'],
    ['null', 'message_not_object'],
    ['[]', 'message_not_object'],
    ['"x"', 'message_not_object'],
    [{}, 'message_type_unknown'],
    [{ ...MESSAGE, messageType: 'OTHER' }, 'message_type_unknown'],
    [{ ...MESSAGE, messageType: ['DATA_MESSAGE'] }, 'message_type_unknown'],
    [{ ...MESSAGE, owner: undefined }, 'message_incomplete'],
    [{ ...MESSAGE, logGroup: 1 }, 'message_incomplete'],
    [{ ...MESSAGE, logStream: null }, 'message_incomplete'],
    [{ ...MESSAGE, logEvents: undefined }, 'message_incomplete'],
    [{ ...MESSAGE, logEvents: {} }, 'message_incomplete'],
  ])('refuses %j', (payload, code) => {
    expect(read(payload)).toEqual({ ok: false, code });
  });

  it('refuses a JSON text with a byte that no JSON text has', () => {
    const bytes = Buffer.from(JSON.stringify(MESSAGE));
    bytes[0] = 0xff;

    expect(readSubscriptionMessage(bytes)).toEqual({ ok: false, code: 'message_not_json' });
  });
});

describe('a payload with bytes that are not UTF-8', () => {
  const bytesOf = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  const string = (bytes: Uint8Array) => bytesOf('"', [...bytes], '"');

  it.each([
    ['a byte that UTF-8 never has', [0xff]],
    ['a continuation alone', [0x80]],
    ['a code point that breaks off', [0xe2, 0x82]],
    ['a code point in too many bytes', [0xc0, 0xaf]],
    ['a surrogate in three bytes', [0xed, 0xa0, 0x80]],
    ['a code point behind the last one', [0xf4, 0xbf, 0xbf, 0xbf]],
  ])('is no JSON unless it is an object: %s', (_, bytes) => {
    expect(readSubscriptionMessage(bytesOf('["', bytes, '"]'))).toEqual({ ok: false, code: 'message_not_json' });
    expect(readSubscriptionMessage(bytesOf('"', bytes, '"'))).toEqual({ ok: false, code: 'message_not_json' });
    expect(readSubscriptionMessage(bytesOf('{"a":"', bytes, '"}'))).toEqual({
      ok: false,
      code: 'message_type_unknown',
    });
  });

  it('keeps its log events when it is a message', () => {
    const json = JSON.stringify(MESSAGE);
    const at = json.indexOf('get');

    const reading = readSubscriptionMessage(bytesOf(json.slice(0, at), [0xff], json.slice(at)));

    expect(reading).toMatchObject({ ok: true, kind: 'data', message: { owner: '111122223333' } });
  });

  it('never is JSON of another kind than an object', () => {
    // Neither quotes, backslashes nor control characters: between quotes all of these are a string to the reader.
    const byte = fc.integer({ min: 0x20, max: 0xff }).filter((one) => one !== 0x22 && one !== 0x5c);
    const contents = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(JSON.stringify(text).slice(1, -1))),
      fc.array(byte).map((all) => Buffer.from(all)),
    );
    fc.assert(
      fc.property(contents, fc.constantFrom(['', ''], ['[', ']'], ['[{"a":', '}]']), (content, [before, after]) => {
        const payload = bytesOf(before, [...string(content)], after);
        // What the standard decoder says, which rejects all that is not UTF-8.
        const code = isDecodable(payload) ? 'message_not_object' : 'message_not_json';

        expect(readSubscriptionMessage(payload)).toEqual({ ok: false, code });
      }),
    );
  });
});

function isDecodable(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

describe('visitLogEvents', () => {
  it('gives time, account and region of each log event, wrong types as absent', () => {
    const { logEvents } = readData({
      ...MESSAGE,
      logEvents: [
        {
          timestamp: 5,
          message: 'a',
          extractedFields: { '@aws.account': '444455556666', '@aws.region': 'eu-north-1' },
        },
        { timestamp: '5', message: 'a', extractedFields: { '@aws.account': '', '@aws.region': 7 } },
        { timestamp: 5.5, message: 'a', extractedFields: [] },
        { timestamp: -1, message: 'a' },
      ],
    });

    expect(logEvents.map(({ timestamp, account, region }) => [timestamp, account, region])).toEqual([
      [5, '444455556666', 'eu-north-1'],
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
      [undefined, undefined, undefined],
    ]);
  });

  it('stops when it is told to', () => {
    const { message } = readData({ ...MESSAGE, logEvents: [{}, {}, {}] });
    let visits = 0;
    visitLogEvents(message, () => (visits += 1) < 2);

    expect(visits).toBe(2);
  });
});

describe('logEventText', () => {
  const textOf = (payload: unknown) => {
    const { message, logEvents } = readData(payload);
    return logEvents.map((logEvent) => {
      const { bytes, flaw } = logEventText(message, logEvent);
      return [bytes.toString(), flaw];
    });
  };
  const withMessageJson = (json: string) =>
    JSON.stringify(MESSAGE).replace(JSON.stringify(MESSAGE.logEvents[0]!.message), () => json);

  it('unescapes the message', () => {
    expect(textOf({ ...MESSAGE, logEvents: [{ message: '{"a":"\\u003c\\n"}\u2028ä' }] })).toEqual([
      ['{"a":"\\u003c\\n"}\u2028ä', undefined],
    ]);
  });

  it('gives the log event itself when it has no message', () => {
    const logEvents = [{ id: 'x' }, 7, { message: null }, ['m'], { message: { verb: 'get' } }];

    expect(textOf({ ...MESSAGE, logEvents })).toEqual(
      logEvents.map((logEvent) => [JSON.stringify(logEvent), 'message_missing']),
    );
  });

  it('keeps a lone surrogate as an escape inside JSON text, and an error an error', () => {
    expect(textOf(withMessageJson(String.raw`"{\"a\":\"\ud800 \udc00 \ud83d\ude00\"}"`))).toEqual([
      [String.raw`{"a":"\ud800 \udc00 😀"}`, undefined],
    ]);
    expect(textOf(withMessageJson(String.raw`"{\"a\":\"\\\ud800\"}"`))).toEqual([['{"a":"\\\ufffd"}', undefined]]);
    expect(textOf(withMessageJson(String.raw`"{\"a\":\"\\\\\ud800\"}"`))).toEqual([
      [String.raw`{"a":"\\\ud800"}`, undefined],
    ]);
  });

  it('takes no time over a megabyte of backslashes', () => {
    const [[text]] = textOf({ ...MESSAGE, logEvents: [{ message: '\\'.repeat(1_000_000) + 'x\ud800' }] }) as [[string]];

    expect(text).toHaveLength(1_000_007);
  });

  it('says when the message is not UTF-8', () => {
    const bytes = Buffer.from(withMessageJson('"{\\"verb\\":\\"g?t\\"}"'));
    bytes[bytes.indexOf('?')] = 0xff;
    const reading = readSubscriptionMessage(bytes);
    if (!reading.ok || reading.kind !== 'data') throw new Error('the test needs a data message');
    visitLogEvents(reading.message, (logEvent) => {
      const { bytes: text, flaw } = logEventText(reading.message, logEvent);
      expect([text.toString(), flaw]).toEqual(['{"verb":"g\ufffdt"}', 'not_utf8']);
      return true;
    });
    expect.assertions(1);
  });
});

describe('withLogEvents', () => {
  it('keeps the chosen log events byte for byte, and everything around them', () => {
    const text =
      '{"messageType":"DATA_MESSAGE","owner":"1","logEvents": [ {"message":"\\u0061"} , {"message":"b" },{"message":"c"}] ,' +
      '"logGroup":"g","logStream":"s","policyLevel":"X"}';
    const { message, logEvents } = readData(text);

    expect(withLogEvents(message, logEvents.slice(0, 2)).toString()).toBe(
      '{"messageType":"DATA_MESSAGE","owner":"1","logEvents": [{"message":"\\u0061"},{"message":"b" }] ,' +
        '"logGroup":"g","logStream":"s","policyLevel":"X"}',
    );
    expect(withLogEvents(message, []).toString()).toContain('"logEvents": [] ,');
  });
});
