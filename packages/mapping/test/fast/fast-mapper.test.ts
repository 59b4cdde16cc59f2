import { gzipSync } from 'node:zlib';

import type { Column } from '@eks-sentinel/schema';
import { COLUMNS } from '@eks-sentinel/schema';
import { describe, expect, it } from '@jest/globals';

import type { LogEventsJob } from '../../src/index';
import { createFastMapper } from '../../src/index';
import { CONTEXT } from '../map';
import { BUILDS, FORM, fastMapperOf, mapMessageJson } from './map-by-kernel';

const TIME = '"stageTimestamp":"2026-05-12T08:15:42.123456Z"';
const logEventOf = (event: string, timestamp = 1) =>
  `{"id":"1","timestamp":${timestamp},"message":${JSON.stringify(event)}}`;
const messageOf = (logEvents: readonly string[]) => Buffer.from(`[${logEvents.join(',')}]`);

function jobOf(logEvents: readonly string[], changes: Partial<LogEventsJob> = {}): LogEventsJob {
  return {
    bytes: messageOf(logEvents),
    start: 1,
    context: CONTEXT,
    maxRowBytes: Infinity,
    isLate: () => false,
    onRow: () => undefined,
    onShrunk: () => undefined,
    mapDeclined: (_start, _end, out) => {
      out.writeText('declined\n');
      return true;
    },
    ...changes,
  };
}

describe.each(BUILDS)('the fast path in its %s build', (build) => {
  const mapper = fastMapperOf(build);

  it('tells of every row, in order, where its log event stands and when it was written', () => {
    const logEvents = [logEventOf(`{${TIME}}`, 7), 'null', logEventOf(`{${TIME},"verb":"get"}`, 1_778_573_742_123)];
    const rows: unknown[] = [];
    const outcome = mapper.mapLogEvents(
      jobOf(logEvents, {
        onRow: (start, end, bytes, timestamp) => rows.push({ start, end, bytes, timestamp }),
        mapDeclined: (start, end, out) => {
          rows.push({ start, end });
          out.writeText('declined\n');
          return true;
        },
      }),
    );

    const [first, second, third] = logEvents.map((text) => text.length) as [number, number, number];
    expect(outcome).toMatchObject({ kind: 'mapped', end: first + second + third + 4 });
    const lines = outcome.kind === 'mapped' ? outcome.rows.toString().split(/(?<=\n)/) : [];
    expect(lines.map((line) => line.slice(0, 18))).toEqual(['{"TimeGenerated":"', 'declined\n', '{"TimeGenerated":"']);
    expect(rows).toEqual([
      { start: 1, end: 1 + first, bytes: lines[0]!.length, timestamp: 7 },
      { start: first + 2, end: first + 6 },
      { start: first + 7, end: first + 7 + third, bytes: lines[2]!.length, timestamp: 1_778_573_742_123 },
    ]);
  });

  it('counts rows beyond the limit and keeps none of them', () => {
    const logEvents = Array.from({ length: 300 }, () => logEventOf(`{${TIME}}`));
    const all = mapper.mapLogEvents(jobOf(logEvents));
    const totalRowBytes = all.kind === 'mapped' ? all.totalRowBytes : 0;

    expect(mapper.mapLogEvents(jobOf(logEvents, { maxRowBytes: totalRowBytes }))).toMatchObject({ totalRowBytes });
    const beyond = mapper.mapLogEvents(jobOf(logEvents, { maxRowBytes: totalRowBytes - 1 }));
    expect(beyond).toMatchObject({ kind: 'mapped', totalRowBytes });
    expect(beyond.kind === 'mapped' && beyond.rows.length).toBe(0);
    expect(mapper.mapLogEvents(jobOf([...logEvents, 'null'], { maxRowBytes: totalRowBytes + 8 }))).toMatchObject({
      totalRowBytes: totalRowBytes + 'declined\n'.length,
      rows: Buffer.alloc(0),
    });
  });

  it('stops when the time is over, at the latest after some hundred log events', () => {
    let asked = 0;
    let rows = 0;
    const outcome = mapper.mapLogEvents(
      jobOf(
        Array.from({ length: 1_000 }, () => logEventOf(`{${TIME}}`)),
        { isLate: () => (asked += 1) > 2, onRow: () => (rows += 1) },
      ),
    );

    expect([outcome.kind, asked, rows]).toEqual(['late', 3, 512]);
  });

  it('keeps rows in order when they are more than their room in the kernel', () => {
    // 12 MB of rows: the message is small, because the columns take most of a row and are not in the event.
    const context = { ...CONTEXT, cluster: 'c'.repeat(30_000) };
    const logEvents = Array.from({ length: 400 }, (_, index) =>
      index % 7 === 0 ? 'null' : logEventOf(`{${TIME},"verb":"${index}"}`),
    );
    const outcome = mapper.mapLogEvents(jobOf(logEvents, { context }));

    const lines = outcome.kind === 'mapped' ? outcome.rows.toString().trimEnd().split('\n') : [];
    expect(lines.map((line) => /"Verb":"(\d+)"/.exec(line)?.[1] ?? line)).toEqual(
      Array.from({ length: 400 }, (_, index) => (index % 7 === 0 ? 'declined' : String(index))),
    );
  });

  it('writes a declined row that is larger than its room in the kernel', () => {
    const outcome = mapper.mapLogEvents(
      jobOf([logEventOf(`{${TIME}}`), '1', logEventOf(`{${TIME}}`)], {
        mapDeclined: (_start, _end, out) => {
          out.writeText('x'.repeat(40_000_000));
          return true;
        },
      }),
    );

    const rows = outcome.kind === 'mapped' ? outcome.rows : Buffer.alloc(0);
    const row = mapMessageJson(build, JSON.stringify(`{${TIME}}`), CONTEXT)!;
    expect(rows.length).toBe(40_000_000 + 2 * row.length);
    expect([rows.toString('utf8', 0, row.length), rows.toString('utf8', rows.length - row.length)]).toEqual([row, row]);
  });

  it('declines a message that is not UTF-8, and one that is very long', () => {
    const notUtf8 = messageOf([logEventOf(`{${TIME},"x":"?"}`)]);
    notUtf8[notUtf8.indexOf('?')] = 0xff;

    expect(mapper.mapLogEvents(jobOf([], { bytes: notUtf8 }))).toEqual({ kind: 'declined' });
    const long = messageOf([logEventOf(`{${TIME}}`) + ' '.repeat(32 * 1_048_576)]);
    expect(mapper.mapLogEvents(jobOf([], { bytes: long }))).toEqual({ kind: 'declined' });
  });

  it('declines a message whose account, region and cluster are too long for a row', () => {
    const context = { ...CONTEXT, cluster: 'c'.repeat(70_000) };

    expect(mapper.mapLogEvents(jobOf([logEventOf(`{${TIME}}`)], { context }))).toEqual({ kind: 'declined' });
    expect(mapper.mapLogEvents(jobOf([logEventOf(`{${TIME}}`)]))).toMatchObject({ kind: 'mapped' });
  });

  it('writes account, region and cluster as JSON does', () => {
    const context = { ...CONTEXT, account: '"\\\n', region: 'é\u2028\ud800', cluster: '\u0001' };
    const row = mapMessageJson(build, JSON.stringify(`{${TIME}}`), context)!;

    expect(row).toContain('"AwsAccountId":"\\"\\\\\\n","Region":"é\u2028\ufffd","ClusterName":"\\u0001",');
  });

  it.each([
    ['a string', (text: string) => `"${text}"`],
    ['escapes', (text: string) => `"${text.replaceAll('y', '\\n')}"`],
    ['a name', (text: string) => `{"${text}":1}`],
    ['a number', (text: string) => text.replaceAll('y', '1')],
    ['an array', (text: string) => `[${text.replaceAll('y', '1,')}1]`],
    ['an array of strings', (text: string) => `["${text.replaceAll('y', '","')}"]`],
  ])('declines an event that is long by %s and has long columns, and leaves the message as it was', (_, write) => {
    const long = `{${TIME},"x":${write('y'.repeat(300_000))},"sourceIPs":["${'z'.repeat(300_000)}"]}`;
    const ips = `{${TIME},"sourceIPs":["${'","'.repeat(100_000)}"]}`;
    const message = messageOf([long, ips, `{${TIME}}`].map((event) => logEventOf(event)));
    // Inflated in place, the message is what would be overwritten.
    const record = mapper.readRecord(gzipSync(message).toString('base64'), message.length);
    const { payload } = record as { payload: Buffer };
    let declined = 0;
    const outcome = mapper.mapLogEvents(
      jobOf([], {
        bytes: payload,
        mapDeclined: (_start, _end, out) => {
          declined += 1;
          out.writeText('declined\n');
          return true;
        },
      }),
    );

    expect(declined).toBe(2);
    expect(payload.equals(message)).toBe(true);
    const row = mapMessageJson(build, JSON.stringify(`{${TIME}}`), CONTEXT)!;
    expect(outcome.kind === 'mapped' && outcome.rows.toString()).toBe(`declined\ndeclined\n${row}`);
  });

  it('gives the memory of a large message back, and goes on', () => {
    const small = [logEventOf(`{${TIME}}`)];
    const large = Array.from({ length: 600 }, () => logEventOf(`{${TIME},"x":"${'y'.repeat(40_000)}"}`));
    const bufferOf = (logEvents: readonly string[]) => {
      const outcome = mapper.mapLogEvents(jobOf(logEvents));
      return outcome.kind === 'mapped' ? outcome.rows.buffer : undefined;
    };

    const before = bufferOf(small);
    expect(bufferOf(small)).toBe(before);
    expect(bufferOf(large)!.byteLength).toBeGreaterThan(24 * 1_048_576);
    expect(bufferOf(small)!.byteLength).toBeLessThan(2 * 1_048_576);
  });
});

describe('createFastMapper', () => {
  const withColumns = (columns: readonly Column[]) => createFastMapper({ logEventForm: FORM, columns });
  const column = (name: string, source: Column['source']): Column => ({
    name,
    type: 'string',
    description: '',
    source,
  });

  it.each([
    ['a path of three names', [column('A', { from: 'string', path: ['a', 'b', 'c'] })]],
    ['a path that two columns read', ['A', 'B'].map((name) => column(name, { from: 'string', path: ['a'] }))],
    [
      'an object that is a value too',
      [column('A', { from: 'string', path: ['a'] }), column('B', { from: 'string', path: ['a', 'b'] })],
    ],
    ['a name of 33 bytes', [column('A', { from: 'string', path: ['é'.repeat(16) + 'a'] })]],
    [
      'more objects than it has room for',
      'abcdefg'.split('').map((name) => column(name, { from: 'string', path: [name, 'x'] })),
    ],
    [
      'more values than it has room for',
      Array.from({ length: 31 }, (_, n) =>
        column(`${n}`, {
          from: 'objectRef',
          paths: {
            namespace: [`a${n}`],
            resource: [`b${n}`],
            name: [`c${n}`],
            subresource: [`d${n}`],
            requestUri: [`e${n}`],
          },
        }),
      ),
    ],
    [
      'more columns than it has room for',
      Array.from({ length: 32 }, (_, n) => column(`${n}`, { from: 'context', value: 'cluster' })),
    ],
  ])('leaves a schema with %s to the reference', (_, columns) => {
    expect(withColumns(columns)).toBeUndefined();
  });

  it('takes any order of the columns, and a row without a context', () => {
    const columns = [...COLUMNS].reverse().filter(({ source }) => source.from !== 'context');
    const rows: Buffer[] = [];
    for (const build of BUILDS) {
      const outcome = createFastMapper({ logEventForm: FORM, columns, build })!.mapLogEvents(
        jobOf([logEventOf(`{${TIME},"verb":"get"}`)]),
      );
      if (outcome.kind === 'mapped') rows.push(outcome.rows);
    }

    const line =
      `{"RawEvent":{${TIME},"verb":"get"},"AuthDecision":"","Stage":"","ResponseCode":null,"ObjectRef":"",` +
      '"UserAgent":"","SourceIPs":[],"User":"","Verb":"get","TimeGenerated":"2026-05-12T08:15:42.123456Z"}\n';
    expect(rows.map(String)).toEqual([line, line]);
  });

  it('names the build that runs here', () => {
    expect(createFastMapper({ logEventForm: FORM })?.build).toBe('simd');
  });
});
