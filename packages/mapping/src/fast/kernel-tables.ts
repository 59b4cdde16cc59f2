import type { RowOperation, WantedName } from './kernel-layout';
import {
  ENTRY_BYTES,
  ENTRY_KIND_AT,
  ENTRY_NAME_AT,
  ENTRY_SECTION_AT,
  ENTRY_SLOT_AT,
  KEY_HEADS_AT,
  OPERATION_BYTES,
  OPERATION_DEFAULT_AT,
  OPERATION_KIND_AT,
  OPERATION_SLOTS_AT,
  OPERATION_SLOT_AT,
  OPERATION_TEXT_AT,
  OPERATION_TEXT_LENGTH_AT,
  PROGRAM_AT,
  SECTION_BYTES,
  TEMPLATES_AT,
  TEMPLATE_BYTES,
  TEXTS_AT,
  TEXTS_END,
} from './memory-map';

/** Texts are copied in steps of this many bytes: what is behind a text is read, and must not be the end of memory. */
const TEXT_ALIGNMENT = 16;
const NAME_LENGTH_BYTES = 2;
const TEMPLATE_TEXT_AT = 4;

/** Writes the entries of the wanted names; returns where texts may begin. The tables must be zero before. */
export function writeNames(memory: Buffer, names: readonly WantedName[]): number {
  let entry = TEXTS_AT;
  for (const { name, section, slot, kind, inner } of names) {
    const head = KEY_HEADS_AT + section * SECTION_BYTES + Buffer.byteLength(name) * NAME_LENGTH_BYTES;
    memory.writeUInt16LE(memory.readUInt16LE(head), entry);
    memory[entry + ENTRY_SLOT_AT] = slot;
    memory[entry + ENTRY_KIND_AT] = kind;
    memory[entry + ENTRY_SECTION_AT] = inner;
    memory.write(name, entry + ENTRY_NAME_AT);
    memory.writeUInt16LE(entry, head);
    entry += ENTRY_BYTES;
  }
  return entry;
}

/** Writes the constant texts between the values of a log event, in the order of the TEMPLATE numbers. */
export function writeTemplates(memory: Buffer, templates: readonly string[]): void {
  templates.forEach((template, index) => {
    const length = Buffer.byteLength(template);
    if (length > TEMPLATE_BYTES - TEMPLATE_TEXT_AT) throw new RangeError(`template ${index} has ${length} bytes`);
    memory.writeUInt32LE(length, TEMPLATES_AT + index * TEMPLATE_BYTES);
    memory.write(template, TEMPLATES_AT + index * TEMPLATE_BYTES + TEMPLATE_TEXT_AT);
  });
}

/** Writes the row program, its texts from `textsAt` on. Returns the bytes of all its texts, or undefined: no room. */
export function writeProgram(memory: Buffer, operations: readonly RowOperation[], textsAt: number): number | undefined {
  let at = textsAt;
  let bytes = 0;
  const writeText = (text: string, field: number): boolean => {
    const length = Buffer.byteLength(text);
    const next = at + Math.ceil((length + 1) / TEXT_ALIGNMENT) * TEXT_ALIGNMENT;
    if (next > TEXTS_END) return false;
    memory.write(text, at);
    memory.writeUInt32LE(at, field);
    memory.writeUInt32LE(length, field + OPERATION_TEXT_LENGTH_AT - OPERATION_TEXT_AT);
    at = next;
    bytes += length;
    return true;
  };
  for (const [index, { text, kind, slot, slots, fallback }] of operations.entries()) {
    const operation = PROGRAM_AT + index * OPERATION_BYTES;
    memory.writeUInt32LE(kind, operation + OPERATION_KIND_AT);
    memory.writeUInt32LE(slot, operation + OPERATION_SLOT_AT);
    memory.writeUInt32LE(slots, operation + OPERATION_SLOTS_AT);
    if (!writeText(text, operation + OPERATION_TEXT_AT)) return undefined;
    if (!writeText(fallback, operation + OPERATION_DEFAULT_AT)) return undefined;
  }
  return bytes;
}
