import type { Column } from '@eks-sentinel/schema';
import { MAX_FIELD_BYTES } from '@eks-sentinel/schema';

import { pathsOf } from '../row-layout';
import { stringColumn } from '../string-column';
import {
  KIND_INTEGER,
  KIND_OBJECT,
  KIND_STRING,
  KIND_STRINGS,
  MAX_NAME_BYTES,
  MAX_OPERATIONS,
  MAX_SECTIONS,
  MAX_SLOTS,
  SECTION_FIELDS,
  SECTION_FIRST_INNER,
  SECTION_NONE,
  SECTION_ROOT,
  WRITE_EVENT,
  WRITE_INTEGER,
  WRITE_OBJECT_REF,
  WRITE_OR_DEFAULT,
  WRITE_STRING,
  WRITE_STRINGS,
  WRITE_TEXT_ONLY,
  WRITE_TIME,
} from './memory-map';

/** What a row says about all events of a subscription message, unless a log event's own system fields say otherwise. */
export interface MessageContext {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
}

/** A name that the kernel looks for, and what it does with its value. */
export interface WantedName {
  readonly name: string;
  readonly section: number;
  readonly slot: number;
  readonly kind: number;
  /** The section of the names inside the value; SECTION_NONE when nothing inside is wanted. */
  readonly inner: number;
}

/** One step of writing a row: a constant text, then a value. */
export interface RowOperation {
  readonly text: string;
  readonly kind: number;
  /** The first of the slots that the operation reads, and how many there are. */
  readonly slot: number;
  readonly slots: number;
  /** The text that stands for a slot that is not filled, for WRITE_OR_DEFAULT. */
  readonly fallback: string;
}

/** What the kernel is told about the schema: names to look for, and the row that is made of them. */
export interface KernelLayout {
  readonly names: readonly WantedName[];
  readonly operationsFor: (context: MessageContext) => readonly RowOperation[];
}

/** The system fields of a log event that stand for a value of the context, by name. */
export type ContextFields = Readonly<Partial<Record<keyof MessageContext, string>>>;

const QUOTE = '"';
const LONGEST_PATH = 2;
/** Why there is no layout: the kernel is made for less than this schema asks for. */
const UNSUPPORTED = undefined;

/** Derives what the kernel needs from the schema; undefined when the schema asks for what the kernel cannot do. */
export function layOutKernel(columns: readonly Column[], fields: ContextFields): KernelLayout | undefined {
  const names = wantedNames(columns, fields);
  if (names === UNSUPPORTED || columns.length >= MAX_OPERATIONS) return UNSUPPORTED;
  return { names, operationsFor: (context) => rowOperations(columns, fields, context) };
}

/** Slots are counted here as in `rowOperations`: by the paths of each column, then its system field. */
function wantedNames(columns: readonly Column[], fields: ContextFields): WantedName[] | undefined {
  const names: WantedName[] = [];
  const paths = new Set<string>();
  const objects = new Map<string, number>();
  let slot = 0;
  for (const column of columns) {
    for (const path of pathsOf(column.source)) {
      if (path.length > LONGEST_PATH || paths.has(path.join('\0'))) return UNSUPPORTED;
      paths.add(path.join('\0'));
      const owner = path.length === 1 ? undefined : path[0];
      if (owner !== undefined && !objects.has(owner)) objects.set(owner, SECTION_FIRST_INNER + objects.size);
      const section = owner === undefined ? SECTION_ROOT : objects.get(owner)!;
      names.push({ name: path[path.length - 1]!, section, slot, kind: kindOf(column), inner: SECTION_NONE });
      slot += 1;
    }
    const field = fieldOf(column, fields);
    if (field === undefined) continue;
    names.push({ name: field, section: SECTION_FIELDS, slot, kind: KIND_STRING, inner: SECTION_NONE });
    slot += 1;
  }
  for (const [name, inner] of objects) {
    if (paths.has(name)) return UNSUPPORTED;
    names.push({ name, section: SECTION_ROOT, slot, kind: KIND_OBJECT, inner });
    slot += 1;
  }
  const isSmall = slot <= MAX_SLOTS && SECTION_FIRST_INNER + objects.size <= MAX_SECTIONS;
  return isSmall && names.every(({ name }) => Buffer.byteLength(name) <= MAX_NAME_BYTES) ? names : UNSUPPORTED;
}

function rowOperations(columns: readonly Column[], fields: ContextFields, context: MessageContext): RowOperation[] {
  const operations: RowOperation[] = [];
  let slot = 0;
  let text = '{';
  columns.forEach((column, index) => {
    const { name, source } = column;
    text += `${index === 0 ? '' : ','}${JSON.stringify(name)}:`;
    const slots = pathsOf(source).length;
    const add = (kind: number, quote: string, fallback = ''): void => {
      operations.push({ text: text + quote, kind, slot, slots, fallback });
      text = quote;
    };
    switch (source.from) {
      case 'time':
        add(WRITE_TIME, QUOTE);
        break;
      case 'context': {
        const json = stringColumn(context[source.value], MAX_FIELD_BYTES);
        if (fieldOf(column, fields) === undefined) text += json;
        else add(WRITE_OR_DEFAULT, QUOTE, json.slice(1, -1));
        break;
      }
      case 'string':
        add(WRITE_STRING, QUOTE);
        break;
      case 'strings':
        add(WRITE_STRINGS, '');
        break;
      case 'integer':
        add(WRITE_INTEGER, '');
        break;
      case 'objectRef':
        add(WRITE_OBJECT_REF, QUOTE);
        break;
      case 'event':
        add(WRITE_EVENT, '');
        break;
    }
    slot += slots + (fieldOf(column, fields) === undefined ? 0 : 1);
  });
  operations.push({ text: `${text}}\n`, kind: WRITE_TEXT_ONLY, slot: 0, slots: 0, fallback: '' });
  return operations;
}

function fieldOf({ source }: Column, fields: ContextFields): string | undefined {
  return source.from === 'context' ? fields[source.value] : undefined;
}

function kindOf({ source }: Column): number {
  switch (source.from) {
    case 'strings':
      return KIND_STRINGS;
    case 'integer':
      return KIND_INTEGER;
    default:
      return KIND_STRING;
  }
}
