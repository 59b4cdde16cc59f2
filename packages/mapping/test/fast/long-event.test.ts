import { gzipSync } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';

import { CONTEXT } from '../map';
import { BUILDS, fastMapperOf, mapLogEventTexts } from './map-by-kernel';
import { TIME, referenceRow, verdictOn } from './verdict';

/** An event of `bytes` bytes with these members at its start. */
function eventOf(bytes: number, members = TIME): string {
  const head = `{${members},"x":"`;
  return `${head}${'y'.repeat(bytes - head.length - 2)}"}`;
}

/** As much of a unit as is longer than any RawEvent may be. */
const many = (unit: string) => unit.repeat(Math.ceil(70_000 / unit.length));

describe('an event that is longer than RawEvent may be', () => {
  it.each([32_768, 64_000])('is taken and shrunk from %i bytes on', (maxRawEventBytes) => {
    for (const bytes of [maxRawEventBytes, maxRawEventBytes + 1, 2 * maxRawEventBytes, 2_000_000]) {
      expect(verdictOn(eventOf(bytes), CONTEXT, { maxRawEventBytes })).toBe('fast');
    }
  });

  it.each([
    ['one string', `"${many('y')}"`],
    ['escapes', `"${many('\\n')}"`],
    ['quotes and backslashes', `"${many('\\"\\\\')}"`],
    ['characters beyond ASCII', `"${many('\u00e9\u{1f600}')}"`],
    ['a name', `{"${many('n')}":1}`],
    ['digits', many('1')],
    ['a list of numbers', `[${many('1,')}1]`],
    ['a list of strings', `["${many('","')}"]`],
    ['members', `{${many('"a":{"b":[null,true]},')}"c":-1.5e3}`],
    ['what controllers keep', `{"metadata":{"managedFields":["${many('m')}"]},"spec":{"replicas":1}}`],
  ])('is shrunk as the reference does when it is long by %s', (_, json) => {
    for (const member of ['responseObject', 'requestObject', 'impersonatedUser', 'x']) {
      expect(verdictOn(`{"verb":"get","user":{"username":"a"},${TIME},"${member}":${json}}`)).toBe('fast');
    }
  });

  it('has the escapes of its columns resolved', () => {
    expect(verdictOn(eventOf(100_000, `${TIME},"verb":"\\u003ca\\"","userAgent":"\\/"`))).toBe('fast');
  });

  it('goes to the reference when its columns are so long that one may have to be cut', () => {
    const withAgent = (bytes: number) => eventOf(200_000, `${TIME},"userAgent":"${'a'.repeat(bytes)}"`);
    const time = '2026-05-12T08:15:42.123456Z';

    expect(verdictOn(withAgent(64_000 - 1_024 - time.length))).toBe('fast');
    expect(verdictOn(withAgent(64_000 - 1_023 - time.length))).toBe('declined');
    expect(verdictOn(eventOf(200_000, `${TIME},"sourceIPs":["${'1","'.repeat(30_000)}"]`))).toBe('declined');
  });

  it.each([
    ['its end', eventOf(100_000).slice(0, -1)],
    ['a quote', eventOf(100_000).slice(0, -2)],
    ['the reason to be long', `${eventOf(1_000).slice(0, -2)}"`],
  ])('goes to the reference without %s', (_, text) => {
    expect(verdictOn(text)).toBe('declined');
  });

  it.each([
    ['white space', eventOf(100_000, `${TIME}, "verb":"get"`)],
    ['a time that does not count', eventOf(100_000, '"stageTimestamp":"yesterday"')],
    ['a column with an escape that the kernel does not know', eventOf(100_000, `${TIME},"verb":"\\u00e9"`)],
    ['a wanted name twice', eventOf(100_000, `${TIME},"verb":"a","verb":"b"`)],
  ])('goes to the reference with %s', (_, text) => {
    expect(verdictOn(text)).toBe('declined');
  });
});

describe.each(BUILDS)('long events in the %s build', (build) => {
  const logEventOf = (event: string, timestamp: number) =>
    `{"id":"1","timestamp":${timestamp},"message":${JSON.stringify(event)}}`;
  const contextAt = (timestamp: number) => ({ ...CONTEXT, timestamp });

  it('have their rows and what is noticed of them in order, and leave the message as it was', () => {
    const events = Array.from({ length: 60 }, (_, index) =>
      eventOf(index % 3 === 0 ? 80_000 + 4_000 * index : 300, `"verb":"v${index}"`),
    );
    const logEvents = events.map((event, index) => logEventOf(event, 1_000 + index));
    const head = '{"logEvents":[';
    const message = Buffer.from(`${head}${logEvents.join(',')}]}`);
    const mapper = fastMapperOf(build);
    const { payload } = mapper.readRecord(gzipSync(message).toString('base64'), message.length) as { payload: Buffer };
    const noticed: unknown[] = [];

    const outcome = mapper.mapLogEvents({
      bytes: payload,
      start: head.length,
      context: CONTEXT,
      maxRowBytes: Infinity,
      isLate: () => false,
      onRow: (start, end, rowBytes, timestamp) => {
        noticed.push([payload.toString('utf8', start, end), rowBytes, timestamp]);
      },
      onShrunk: (isEssentialsOnly) => {
        noticed.push({ isEssentialsOnly });
      },
      mapDeclined: () => {
        throw new Error('declined');
      },
    });

    const rows = events.map((event, index) => referenceRow(event, contextAt(1_000 + index)));
    expect(outcome.kind === 'mapped' && outcome.rows.toString() === rows.join('')).toBe(true);
    expect(payload.equals(message)).toBe(true);
    expect(noticed).toEqual(
      rows.flatMap((row, index) => [
        ...(index % 3 === 0 ? [{ isEssentialsOnly: false }] : []),
        [logEvents[index], Buffer.byteLength(row), 1_000 + index],
      ]),
    );
  });

  it('have the system fields of their log event', () => {
    const event = eventOf(100_000);
    const logEvent = `${logEventOf(event, 1).slice(0, -1)},"extractedFields":{"@aws.account":"999900001111"}}`;

    expect(mapLogEventTexts(build, [logEvent], CONTEXT)).toEqual([
      referenceRow(event, { ...contextAt(1), account: '999900001111' }),
    ]);
  });

  it('are taken whatever columns the event before had', () => {
    const before = eventOf(63_000, `${TIME},"userAgent":"${'a'.repeat(62_000)}"`);
    const events = [before, eventOf(100_000)];

    expect(
      mapLogEventTexts(
        build,
        events.map((event) => logEventOf(event, 1)),
        CONTEXT,
      ),
    ).toEqual(events.map((event) => referenceRow(event, contextAt(1))));
  });

  it('go to the reference in a log event of another form', () => {
    const logEvent = `${logEventOf(eventOf(100_000), 1).slice(0, -1)},"other":1}`;

    expect(mapLogEventTexts(build, [logEvent, logEventOf(`{${TIME}}`, 2)], CONTEXT)).toEqual([
      undefined,
      referenceRow(`{${TIME}}`, contextAt(2)),
    ]);
  });

  it('are taken when they are more than there is room for, and end at the last bracket', () => {
    const events = Array.from({ length: 30 }, (_, index) => eventOf(500_000, `"verb":"${index}"`));
    const logEvents = events.map((event, index) => logEventOf(event, index + 1));

    const rows = mapLogEventTexts(build, logEvents, CONTEXT);

    const expected = events.map((event, index) => referenceRow(event, contextAt(index + 1)));
    expect((rows as string[]).map((row, index) => row === expected[index])).toEqual(expected.map(() => true));
  });

  it('go to the reference when there is no room to unescape them', () => {
    const event = eventOf(12_000_000);

    expect(mapLogEventTexts(build, [logEventOf(event, 1), logEventOf(`{${TIME}}`, 2)], CONTEXT)).toEqual([
      undefined,
      referenceRow(`{${TIME}}`, contextAt(2)),
    ]);
  });
});
