import { decodeString, endOfString } from '@eks-sentinel/json-scan';
import { MAX_FIELD_BYTES } from '@eks-sentinel/schema';

import type { EventView } from './event-view';
import { firstByteOf, jsonOf, stringOf } from './event-view';
import type { ObjectRefSlots } from './object-ref';
import { objectRefText } from './object-ref';
import type { RowContext } from './row-context';
import type { LaidOutColumn } from './row-layout';
import { stringColumn } from './string-column';
import { isEpochMilliseconds, isUtcTime } from './time-text';

const QUOTE = 0x22;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const MINUS = 0x2d;

/** The JSON text of one column of the row; every column but RawEvent, which is spliced in as bytes. */
export function columnValue({ source, slots }: LaidOutColumn, event: EventView, context: RowContext): string {
  switch (source.from) {
    case 'time':
      return JSON.stringify(timeText(event, slots, context));
    case 'context':
      return stringColumn(context[source.value], MAX_FIELD_BYTES);
    case 'string':
      return stringColumn(stringOf(event, slots[0]!) ?? '', MAX_FIELD_BYTES);
    case 'strings':
      return stringsText(event, slots[0]!);
    case 'integer':
      return integerText(event, slots[0]!);
    case 'objectRef':
      return stringColumn(objectRefText(event, slots as unknown as ObjectRefSlots), MAX_FIELD_BYTES);
    case 'event':
      throw new Error('the event column is written by its own step');
  }
}

function timeText(event: EventView, slots: readonly number[], context: RowContext): string {
  for (const slot of slots) {
    const text = stringOf(event, slot);
    if (text !== undefined && isUtcTime(text)) return text;
  }
  return new Date(isEpochMilliseconds(context.timestamp) ? context.timestamp : context.arrival).toISOString();
}

/** The strings of an array, the first ones that fit into a field together; a single string stands for an array of it. */
function stringsText(event: EventView, slot: number): string {
  let room = MAX_FIELD_BYTES - '[]'.length;
  const fitting: string[] = [];
  for (const text of stringsOf(event, slot)) {
    const json = JSON.stringify(text.toWellFormed());
    room -= Buffer.byteLength(json) + ','.length;
    if (room < 0) break;
    fitting.push(json);
  }
  return `[${fitting.join(',')}]`;
}

function* stringsOf(event: EventView, slot: number): Generator<string> {
  const single = stringOf(event, slot);
  if (single !== undefined) yield single;
  if (firstByteOf(event, slot) !== OPEN_BRACKET) return;

  const { bytes, spans } = event;
  const end = spans[2 * slot + 1]!;
  let depth = 0;
  // The text was read as JSON: quotes and brackets tell where its strings stand.
  for (let at = spans[2 * slot]!; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte === OPEN_BRACKET || byte === OPEN_BRACE) depth += 1;
    else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth -= 1;
    else if (byte === QUOTE) {
      const stringEnd = endOfString(bytes, at, end);
      if (depth === 1) yield decodeString(bytes, at, stringEnd);
      at = stringEnd - 1;
    }
  }
}

function integerText(event: EventView, slot: number): string {
  const first = firstByteOf(event, slot);
  const isNumber = first !== undefined && (first === MINUS || (first >= DIGIT_0 && first <= DIGIT_9));
  const value = isNumber ? Number(jsonOf(event, slot)) : NaN;
  return Number.isSafeInteger(value) ? JSON.stringify(value) : 'null';
}
