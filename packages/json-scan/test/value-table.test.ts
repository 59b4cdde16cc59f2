import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ValueKind, ValueTable } from '../src/index';
import { jsonText } from './arbitrary';

const KINDS = Object.keys(ValueKind);

/** The table of a text, a line a value. */
function tableOf(text: string, maxValues = 1_000_000) {
  const bytes = Buffer.from(text);
  const table = new ValueTable();
  if (!table.read(bytes, maxValues)) return undefined;
  return Array.from({ length: table.count }, (_, value) => ({
    kind: KINDS[table.kinds[value]!]!,
    member: bytes.toString('utf8', table.memberStarts[value], table.ends[value]),
    text: bytes.toString('utf8', table.starts[value], table.ends[value]),
    parent: table.parents[value],
    next: table.nexts[value],
  }));
}

/** The value that the table has at an index, put together from its parts. */
function rebuild(table: NonNullable<ReturnType<typeof tableOf>>, value: number): unknown {
  const { kind, text, next } = table[value]!;
  const children: number[] = [];
  for (let child = value + 1; child < next!; child = table[child]!.next!) {
    expect(table[child]!.parent).toBe(value);
    children.push(child);
  }
  if (kind === 'ARRAY') return children.map((child) => rebuild(table, child));
  if (kind !== 'OBJECT') return JSON.parse(text) as unknown;
  return Object.fromEntries(
    children.map((child) => {
      const { member, text: json } = table[child]!;
      const name = member.slice(0, member.length - json.length).replace(/\s*:\s*$/, '');
      return [JSON.parse(name) as string, rebuild(table, child)];
    }),
  );
}

describe('a table of values', () => {
  it('lists every value, a container before what is inside it, each with where it ends and what comes next', () => {
    expect(tableOf(' {"a" : [1,"x\\"",{}], "b":null} ')).toEqual([
      {
        kind: 'OBJECT',
        member: '{"a" : [1,"x\\"",{}], "b":null}',
        text: '{"a" : [1,"x\\"",{}], "b":null}',
        parent: -1,
        next: 6,
      },
      { kind: 'ARRAY', member: '"a" : [1,"x\\"",{}]', text: '[1,"x\\"",{}]', parent: 0, next: 5 },
      { kind: 'OTHER', member: '1', text: '1', parent: 1, next: 3 },
      { kind: 'STRING', member: '"x\\""', text: '"x\\""', parent: 1, next: 4 },
      { kind: 'OBJECT', member: '{}', text: '{}', parent: 1, next: 5 },
      { kind: 'OTHER', member: '"b":null', text: 'null', parent: 0, next: 6 },
    ]);
  });

  it('stops at more values than are allowed', () => {
    expect(tableOf('[1,2]', 3)).toHaveLength(3);
    expect(tableOf('[1,2]', 2)).toBeUndefined();
  });

  it('holds a depth of 200,000, and is good for the next text', () => {
    const table = new ValueTable();

    expect(table.read(Buffer.from('['.repeat(200_000) + ']'.repeat(200_000)), 200_000)).toBe(true);
    expect([table.count, table.nexts[0], table.ends[0], table.parents[199_999]]).toEqual([
      200_000, 200_000, 400_000, 199_998,
    ]);
    expect(table.read(Buffer.from('"a"'), 1)).toBe(true);
    expect([table.count, table.kinds[0], table.ends[0], table.nexts[0]]).toEqual([1, ValueKind.STRING, 3, 1]);
  });

  it('holds what JSON.parse reads', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        expect(rebuild(tableOf(text)!, 0)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });
});
