import { isUtf8 } from 'node:buffer';

import { COLUMN_CASTS, castRow, type CastValue, type ColumnCast } from '@eks-sentinel/connector';
import { ABSENT, compileKeyTree, pickMembers, type KeyTree } from '@eks-sentinel/json-scan';
import { MAX_FIELD_BYTES } from '@eks-sentinel/schema';

import { TIME_COLUMN, type TableColumn } from './table-columns';

/** A row of the table: each column's value as JSON text, in the order of the columns. */
export type TableRow = Readonly<Record<string, string>>;

/** What became of one line: a row and what was done to it, or a line that is no JSON object. */
export type TypedLine =
  | {
      readonly ok: true;
      readonly row: TableRow;
      /** Columns whose value was cut. A cut dynamic value is a plain string: no query finds a member in it. */
      readonly cutColumns: readonly TableColumn[];
      readonly isTimeReplaced: boolean;
      /** Members that are no columns of the table. They are dropped (and billed). */
      readonly unknownMembers: number;
      readonly depth: number;
    }
  | { readonly ok: false; readonly code: 'malformed_line' };

/** Puts lines into the shape of a table. */
export type LineTyper = (line: Buffer, receivedAt: number) => TypedLine;

/**
 * `TimeGenerated` older than 2 days or more than 1 day ahead becomes the time of receipt.
 * Source: https://learn.microsoft.com/azure/azure-monitor/logs/log-standard-columns
 */
const OLDEST_MS = 2 * 24 * 3_600_000;
const NEWEST_MS = 24 * 3_600_000;

/**
 * Gives a function that types the lines of one table as Log Analytics does: the casts of the data collection rule are
 * applied, other members dropped, over-long values cut at 64 KB (here at the lower reading of it, so that a value that
 * either reading cuts is seen). The text of a dynamic value is kept as it came, digits and member order included.
 */
export function createLineTyper(
  columns: readonly TableColumn[],
  casts: readonly ColumnCast[] = COLUMN_CASTS,
): LineTyper {
  const names = new Set(columns.map(({ name }) => name));
  const dynamicNames = columns.filter(({ type }) => type === 'dynamic').map(({ name }) => name);
  const keys = compileKeyTree(dynamicNames.map((name) => [name]));
  const slots = new Map(dynamicNames.map((name, slot) => [name, slot]));

  return (line, receivedAt) => {
    const members = parseObject(line);
    const texts = members && memberTexts(line, keys);
    if (members === undefined || texts === undefined) return { ok: false, code: 'malformed_line' };

    const receivedText = new Date(receivedAt).toISOString();
    const cast = castRow(members, casts, receivedText);
    const row: Record<string, string> = {};
    const cutColumns: TableColumn[] = [];
    let isTimeReplaced = false;
    for (const column of columns) {
      const slot = slots.get(column.name);
      const value = cast[column.name] ?? null;
      const cell = slot === undefined ? castCell(value) : dynamicCell(value, texts.texts[slot]);
      if (cell.isCut) cutColumns.push(column);
      row[column.name] = cell.text;
      if (column.name === TIME_COLUMN && !isTimeKept(members[column.name], value, receivedAt)) {
        row[column.name] = JSON.stringify(receivedText);
        isTimeReplaced = true;
      }
    }
    const unknownMembers = Object.keys(members).filter((name) => !names.has(name)).length;
    return { ok: true, row, cutColumns, isTimeReplaced, unknownMembers, depth: texts.depth };
  };
}

/** The row as one line of NDJSON, `\n` included. */
export function rowLine(row: TableRow): string {
  const members = Object.entries(row).map(([name, text]) => `${JSON.stringify(name)}:${text}`);
  return `{${members.join(',')}}\n`;
}

function parseObject(line: Buffer): Record<string, unknown> | undefined {
  if (!isUtf8(line)) return undefined;
  try {
    const value: unknown = JSON.parse(line.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function memberTexts(line: Buffer, keys: KeyTree): { texts: (string | undefined)[]; depth: number } | undefined {
  const spans = new Int32Array(2 * keys.slotCount);
  const { kind, depth } = pickMembers(line, 0, line.length, keys, spans);
  if (kind !== 'object') return undefined;
  const texts = Array.from({ length: keys.slotCount }, (_, slot) => {
    const start = spans[2 * slot]!;
    return start === ABSENT ? undefined : line.toString('utf8', start, spans[2 * slot + 1]);
  });
  return { texts, depth };
}

interface Cell {
  readonly text: string;
  readonly isCut: boolean;
}

const NULL_CELL: Cell = { text: 'null', isCut: false };

function castCell(value: CastValue): Cell {
  if (typeof value === 'string') return cutText(value) ?? { text: JSON.stringify(value), isCut: false };
  return { text: JSON.stringify(value), isCut: false };
}

/** A dynamic value that came as a string is what the cast reads in it; any other keeps the text that it was written in. */
function dynamicCell(value: CastValue, text: string | undefined): Cell {
  if (text === undefined) return NULL_CELL;
  const json = text.startsWith('"') ? JSON.stringify(value) : text;
  return cutText(json) ?? { text: json, isCut: false };
}

/** The text as a string of at most MAX_FIELD_BYTES, cut at a code point; undefined when it is short enough. */
function cutText(text: string): Cell | undefined {
  // A UTF-16 unit is at most three bytes.
  if (text.length * 3 <= MAX_FIELD_BYTES) return undefined;
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_FIELD_BYTES) return undefined;
  let end = MAX_FIELD_BYTES;
  while ((bytes[end]! & 0xc0) === 0x80) end -= 1;
  return { text: JSON.stringify(bytes.toString('utf8', 0, end)), isCut: true };
}

/** Whether the row has a time of its own, and one that the service takes. */
function isTimeKept(member: unknown, value: CastValue, receivedAt: number): boolean {
  if (value !== member || typeof value !== 'string') return false;
  const time = Date.parse(value);
  return time >= receivedAt - OLDEST_MS && time <= receivedAt + NEWEST_MS;
}
