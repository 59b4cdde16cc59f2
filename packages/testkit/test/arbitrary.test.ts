import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  auditEventText,
  compactJson,
  buildGzipBomb,
  deepJsonText,
  HOSTILE_NAMES,
  jsonObjectText,
  jsonText,
  lambdaEventCase,
  mutatedAuditEvent,
  nameToken,
  recordBytes,
  subscriptionMessageText,
  truncatedAuditEvent,
} from '../src/index';

/** What a plain reader of the event sees in a column. */
function read(text: string, ...path: string[]): unknown {
  let value: unknown = JSON.parse(text);
  for (const member of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return undefined;
    value = (value as Record<string, unknown>)[member];
  }
  return value;
}

const stringOr = (value: unknown): string => (typeof value === 'string' ? value.toWellFormed() : '');

describe('jsonText', () => {
  it('is always valid JSON, and its compact text is the same value on one line', () => {
    fc.assert(
      fc.property(fc.oneof(jsonText(), jsonObjectText()), ({ text, compact }) => {
        expect(JSON.parse(compact)).toEqual(JSON.parse(text));
        expect(compact).not.toMatch(/[\n\r\t]/);
      }),
    );
  });

  it('comes up with duplicate keys, hostile keys, whitespace, lone surrogates and huge numbers', () => {
    const texts = fc.sample(jsonText(), { numRuns: 3_000, seed: 1 }).map(({ text }) => text);

    for (const wanted of [
      '"__proto__"',
      '\\u2028',
      '\u2029',
      '1e400',
      '-0',
      '9223372036854775807',
      '\\uD83D',
      '\\u0000',
      '\n',
    ]) {
      expect([wanted, texts.some((text) => text.includes(wanted))]).toEqual([wanted, true]);
    }
    expect(texts.some((text) => /("\w+")\s*:[\s\S]*\1\s*:/.test(text))).toBe(true);
    expect(texts.some((text) => text.length > 400)).toBe(true);
  });
});

describe('compactJson', () => {
  it('takes whitespace between tokens away and leaves what stands in strings', () => {
    expect(compactJson(' { "a b" : [ 1 , "c \\" d\\\\" ,\n-0 ] }\r\n')).toBe('{"a b":[1,"c \\" d\\\\",-0]}');
  });

  it('gives the compact text of any JSON text', () => {
    fc.assert(
      fc.property(fc.oneof(jsonText(), auditEventText()), ({ text, compact }) => {
        expect(compactJson(text)).toBe(compact);
      }),
    );
  });
});

describe('nameToken', () => {
  it('comes up with every hostile name, escaped and not', () => {
    const tokens = fc.sample(nameToken(), { numRuns: 2_000, seed: 1 });

    for (const name of HOSTILE_NAMES) {
      const written = new Set(tokens.filter((token) => JSON.parse(token) === name));
      expect(written.size).toBeGreaterThan(name === '' ? 0 : 1);
    }
  });
});

describe('deepJsonText', () => {
  it('is as deep as it says', () => {
    fc.assert(
      fc.property(deepJsonText(5_000), ({ text, depth }) => {
        let open = 0;
        let deepest = 0;
        for (const character of text.replaceAll(/"(\\.|[^"\\])*"/g, '')) {
          if (character === '[' || character === '{') deepest = Math.max(deepest, ++open);
          if (character === ']' || character === '}') open--;
        }
        expect(open).toBe(0);
        expect(deepest).toBe(depth);
      }),
      { numRuns: 30 },
    );
  });
});

describe('auditEventText', () => {
  it('expects what a plain reader sees', () => {
    fc.assert(
      fc.property(auditEventText(), ({ text, compact, expected }) => {
        expect(JSON.parse(compact)).toEqual(JSON.parse(text));
        expect(expected.Verb).toBe(stringOr(read(text, 'verb')));
        expect(expected.User).toBe(stringOr(read(text, 'user', 'username')));
        expect(expected.AuthDecision).toBe(stringOr(read(text, 'annotations', 'authorization.k8s.io/decision')));
        const code = read(text, 'responseStatus', 'code');
        expect(expected.ResponseCode).toBe(Number.isInteger(code) ? code : null);
        const ips = read(text, 'sourceIPs');
        const list = Array.isArray(ips) ? ips : [ips];
        expect(expected.SourceIPs).toEqual(list.filter((ip) => typeof ip === 'string').map((ip) => ip.toWellFormed()));
      }),
      { numRuns: 500 },
    );
  });

  it('expects object references by the rules of the row', () => {
    const all = fc.sample(auditEventText(), { numRuns: 2_000, seed: 1 }).map(({ text, expected }) => {
      const part = (name: string): string => stringOr(read(text, 'objectRef', name));
      const parts = [part('namespace'), part('resource'), part('name'), part('subresource')].join('|');
      return { parts, uri: read(text, 'requestURI'), ObjectRef: expected.ObjectRef };
    });
    const refsOf = (wanted: RegExp): Set<string> =>
      new Set(all.filter(({ parts }) => wanted.test(parts)).map(({ ObjectRef }) => ObjectRef));
    const paths = all.filter(({ parts, uri }) => parts === '|||' && uri === '/livez?verbose=1');

    expect(refsOf(/^payments\|pods\|x\|exec$/)).toEqual(new Set(['payments/pods/x/exec']));
    expect(refsOf(/^payments\|pods\|\|$/)).toEqual(new Set(['payments/pods/']));
    expect(refsOf(/^payments\|pods\|\|exec$/)).toEqual(new Set(['payments/pods//exec']));
    expect(refsOf(/^\|nodes\|\|$/)).toEqual(new Set(['nodes/']));
    expect(refsOf(/^[^|]+\|\|x\|[^|]*$/)).toEqual(new Set(['x']));
    expect(new Set(paths.map(({ ObjectRef }) => ObjectRef))).toEqual(new Set(['/livez']));
  });

  it('comes up with absent, wrong and repeated members', () => {
    const cases = fc.sample(auditEventText(), { numRuns: 500, seed: 1 });

    expect(cases.some(({ text }) => read(text, 'verb') === undefined)).toBe(true);
    expect(cases.some(({ text }) => Array.isArray(read(text, 'verb')))).toBe(true);
    expect(cases.some(({ compact }) => compact.split('"verb":').length > 2)).toBe(true);
    expect(cases.some(({ expected }) => expected.TimeGenerated === undefined)).toBe(true);
    expect(cases.filter(({ expected }) => expected.ResponseCode !== null).length).toBeGreaterThan(100);
  });
});

describe('truncatedAuditEvent', () => {
  it('is cut, and expects only values that stand whole in what is left', () => {
    fc.assert(
      fc.property(truncatedAuditEvent(), ({ text, original, expected }) => {
        expect(text.endsWith('[Truncated...]')).toBe(true);
        expect(() => JSON.parse(text) as unknown).toThrow();
        expect(original.startsWith(text.slice(0, -'[Truncated...]'.length))).toBe(true);
        const left = text.slice(0, -'[Truncated...]'.length);
        expect(expected.Verb).toBe(/"verb":"\w+"/.test(left) ? read(original, 'verb') : '');
        expect(expected.User).toBe(/"username":"(\\.|[^"\\])*"/.test(left) ? read(original, 'user', 'username') : '');
        expect(expected.UserAgent).toBe(/"userAgent":"(\\.|[^"\\])*"/.test(left) ? read(original, 'userAgent') : '');
        if (expected.ResponseCode !== null) expect(text).toContain(`"code":${expected.ResponseCode}}`);
      }),
      { numRuns: 500 },
    );
  });

  it('is cut before and behind every value', () => {
    const cases = fc.sample(truncatedAuditEvent(), { numRuns: 2_000, seed: 1 }).map(({ expected }) => expected);

    for (const column of ['Verb', 'User', 'Stage', 'AuthDecision'] as const) {
      expect(cases.some((expected) => expected[column] === '')).toBe(true);
      expect(cases.some((expected) => expected[column] !== '')).toBe(true);
    }
    expect(cases.some(({ ObjectRef }) => ObjectRef === undefined)).toBe(true);
    expect(new Set(cases.map(({ TimeGenerated }) => TimeGenerated)).size).toBe(3);
  });
});

describe('mutatedAuditEvent', () => {
  it('comes up with every kind of damage, and mostly breaks the event', () => {
    const cases = fc.sample(mutatedAuditEvent(), { numRuns: 500, seed: 1 });
    const isBroken = ({ bytes }: { bytes: Uint8Array }): boolean => {
      try {
        JSON.parse(new TextDecoder('utf8', { fatal: true }).decode(bytes));
        return false;
      } catch {
        return true;
      }
    };

    expect(new Set(cases.flatMap(({ mutations }) => mutations)).size).toBe(9);
    expect(cases.filter(isBroken).length).toBeGreaterThan(300);
    expect(cases.some((each) => !isBroken(each))).toBe(true);
  });
});

describe('recordBytes', () => {
  it('knows what gunzip gives', () => {
    fc.assert(
      fc.property(recordBytes(), ({ bytes, content }) => {
        if (content === undefined) expect(() => gunzipSync(bytes)).toThrow();
        else expect(Buffer.from(content).equals(gunzipSync(bytes))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('buildGzipBomb', () => {
  it('is small and one member that inflates to what it says', () => {
    const bomb = buildGzipBomb(20);

    expect(bomb.length).toBeLessThan(25_000);
    expect(gunzipSync(bomb).length).toBe(20 * 1_048_576);
  });
});

describe('subscriptionMessageText', () => {
  it('has the messages that it says, and every outcome comes up', () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(subscriptionMessageText(), ({ text, outcome, messages }) => {
        outcomes.add(outcome);
        if (outcome !== 'rows') {
          expect(messages).toEqual([]);
          return;
        }
        const { logEvents } = JSON.parse(text) as { logEvents: { message: string }[] };
        expect(logEvents.map(({ message }) => message)).toEqual(messages);
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(outcomes).toEqual(new Set(['rows', 'drop', 'fail']));
  });
});

describe('lambdaEventCase', () => {
  it('says of each record what must become of it', () => {
    fc.assert(
      fc.property(lambdaEventCase(), ({ event, records }) => {
        expect(event.records).toHaveLength(records.length);
        records.forEach(({ outcome, messages }, index) => {
          if (outcome !== 'rows') return;
          const text = gunzipSync(Buffer.from(event.records[index]!.data, 'base64')).toString();
          expect((JSON.parse(text) as { logEvents: unknown[] }).logEvents).toHaveLength(messages.length);
        });
      }),
    );
  });
});
