import { describe, expect, it } from '@jest/globals';

import { tableColumns } from '../src/table-columns';
import { createLineTyper, rowLine, type TypedLine } from '../src/table-row';

const NOW = Date.UTC(2025, 10, 24, 12);
const typeLine = createLineTyper(tableColumns());

const LINE =
  '{"TimeGenerated":"2025-11-24T11:59:59.123456Z","AwsAccountId":"111122223333","Region":"eu-west-1",' +
  '"ClusterName":"prod","Verb":"get","User":"alice","SourceIPs":["10.0.0.1"],"UserAgent":"kubectl",' +
  '"ObjectRef":"default/pods/a","ResponseCode":200,"Stage":"ResponseComplete","AuthDecision":"allow",' +
  '"RawEvent":{"b":12345678901234567890,"1":1.0,"a":"\\u003c"}}';

function typed(line: string | Buffer): Extract<TypedLine, { ok: true }> {
  const result = typeLine(Buffer.from(line), NOW);
  if (!result.ok) throw new Error('not a row');
  return result;
}

function cell(name: string, valueText: string): string {
  return typed(`{"TimeGenerated":"2025-11-24T11:00:00Z","${name}":${valueText}}`).row[name]!;
}

describe('createLineTyper', () => {
  it('keeps a well-formed row as it is: digits, member order, escapes, microseconds', () => {
    const { row, ...notes } = typed(LINE);

    expect(rowLine(row)).toBe(`${LINE}\n`);
    expect(notes).toEqual({ ok: true, cutColumns: [], isTimeReplaced: false, unknownMembers: 0, depth: 2 });
  });

  it('drops and counts members that are no columns, and orders the columns as the table does', () => {
    const { row, unknownMembers } = typed('{"Zone":1,"Verb":"get","TimeGenerated":"2025-11-24T11:00:00Z","verb":"x"}');

    expect(unknownMembers).toBe(2);
    expect(Object.keys(row)).toEqual(tableColumns().map(({ name }) => name));
    expect(row).toMatchObject({ TimeGenerated: '"2025-11-24T11:00:00Z"', Verb: '"get"' });
  });

  it('makes a missing string empty and any other missing member null', () => {
    const { row } = typed('{"TimeGenerated":"2025-11-24T11:00:00Z","constructor":1}');

    expect([row['Verb'], row['ResponseCode'], row['SourceIPs'], row['RawEvent']]).toEqual([
      '""',
      'null',
      'null',
      'null',
    ]);
  });

  it('casts an int column as toint() does, to 32 bits or null', () => {
    expect(cell('ResponseCode', '403')).toBe('403');
    expect(cell('ResponseCode', '-2147483648')).toBe('-2147483648');
    expect(cell('ResponseCode', '2147483647')).toBe('2147483647');
    expect([cell('ResponseCode', '"200"'), cell('ResponseCode', '200.5')]).toEqual(['200', '200']);
    for (const other of ['2147483648', '-2147483649', '"x"', 'true', '[200]', 'null']) {
      expect(cell('ResponseCode', other)).toBe('null');
    }
  });

  it('makes a value of a string column text', () => {
    expect(cell('Verb', '"ge\\u0074 \\"x\\""')).toBe('"get \\"x\\""');
    expect(cell('Verb', '7')).toBe('"7"');
    expect(cell('Verb', '{"a":1}')).toBe('"{\\"a\\":1}"');
    expect(cell('Verb', 'null')).toBe('""');
  });

  it('takes the last of repeated members', () => {
    expect(cell('Verb', '"a","Verb":"b"')).toBe('"b"');
    expect(cell('RawEvent', '{"a":1},"RawEvent":{"b":2}')).toBe('{"b":2}');
  });

  it('counts a line that is no JSON object', () => {
    const lines = ['{"Verb":', '[]', '"text"', 'null', 'x', '{"Verb":"get"}{"Verb":"list"}', '{"Verb":\u00a0"get"}'];
    for (const line of [...lines.map((text) => Buffer.from(text)), Buffer.from('{"Verb":"\xff"}', 'latin1')]) {
      expect(typeLine(line, NOW)).toEqual({ ok: false, code: 'malformed_line' });
    }
  });

  it('survives a hundred thousand levels and tells the depth', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

    expect(typed(`{"Zone":${deep}}`).depth).toBe(100_001);
  });
});

describe('the 64 KB cut', () => {
  it('keeps a string of 64,000 bytes and cuts a longer one at a code point', () => {
    const fits = typed(`{"UserAgent":"${'x'.repeat(64_000)}"}`);
    // The 64,000th byte is the first of the two bytes of the last letter.
    const tooLong = typed(`{"UserAgent":"${'x'.repeat(63_999)}ü"}`);

    expect(fits.cutColumns).toEqual([]);
    expect(fits.row['UserAgent']).toBe(`"${'x'.repeat(64_000)}"`);
    expect(tooLong.cutColumns).toEqual([{ name: 'UserAgent', type: 'string' }]);
    expect(tooLong.row['UserAgent']).toBe(`"${'x'.repeat(63_999)}"`);
  });

  it('turns an over-long dynamic value into a string that is no JSON any more', () => {
    const event = `{"kind":"Event","x":"${'y'.repeat(64_000)}"}`;

    const { row, cutColumns } = typed(`{"RawEvent":${event}}`);

    expect(cutColumns).toEqual([{ name: 'RawEvent', type: 'dynamic' }]);
    const value = JSON.parse(row['RawEvent']!) as string;
    expect(value).toBe(event.slice(0, 64_000));
    expect(() => JSON.parse(value) as unknown).toThrow();
  });

  it('keeps a dynamic value of exactly 64,000 bytes', () => {
    const event = `{"x":"${'y'.repeat(63_992)}"}`;

    expect(event).toHaveLength(64_000);
    expect(typed(`{"RawEvent":${event}}`)).toMatchObject({ row: { RawEvent: event }, cutColumns: [] });
  });
});

describe('the rule for TimeGenerated', () => {
  it.each([
    ['2025-11-22T12:00:00.000Z', 'exactly 2 days old'],
    ['2025-11-25T12:00:00.000000Z', 'exactly 1 day ahead'],
    ['2025-11-24T13:00:00+02:00', 'with an offset'],
  ])('keeps %s: %s', (time) => {
    const { row, isTimeReplaced } = typed(`{"TimeGenerated":"${time}"}`);

    expect([row['TimeGenerated'], isTimeReplaced]).toEqual([`"${time}"`, false]);
  });

  it.each([
    ['"2025-11-22T11:59:59.999999Z"', 'older than 2 days'],
    ['"2025-11-25T12:00:00.001Z"', 'more than 1 day ahead'],
    ['"2025-11-24"', 'no time of day'],
    ['"2025-13-45T99:00:00Z"', 'no date'],
    ['1732449600000', 'a number'],
    ['null', 'no time at all'],
  ])('replaces %s with the time of receipt: %s', (time) => {
    const { row, isTimeReplaced } = typed(`{"TimeGenerated":${time}}`);

    expect([row['TimeGenerated'], isTimeReplaced]).toEqual(['"2025-11-24T12:00:00.000Z"', true]);
  });
});
