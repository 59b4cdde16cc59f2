import type { KernelLayout, MessageContext } from './kernel-layout';
import type { KernelBuild, KernelExports } from './kernel-module';
import { instantiateKernel } from './kernel-module';
import { writeNames, writeProgram, writeTemplates } from './kernel-tables';
import {
  MAILBOX_AT,
  MAX_ROWS_PER_CALL,
  MESSAGE_AT,
  MESSAGE_PADDING_BYTES,
  ROWS_TABLE_AT,
  ROW_RECORD_BYTES,
} from './memory-map';

/** A kernel and a view of its memory, which is new after `reserve`. */
export interface KernelMemory {
  readonly kernel: KernelExports;
  readonly bytes: Buffer;
  readonly mailbox: Uint32Array;
  /** The table of rows, as integers of 32 bits and as floats of 64. */
  readonly rowWords: Uint32Array;
  readonly rowFloats: Float64Array;
  /** The bytes of the row program's texts together. */
  readonly programBytes: number;
}

/** Keeps the kernel between subscription messages, with as much memory as is worth keeping. */
export interface KernelKeeper {
  /** The kernel, with `messageBytes` of room for a message and `rowBytes` behind it; the message's bytes are not kept. */
  readonly reserve: (messageBytes: number, rowBytes: number) => KernelMemory;
  /** Sets the row program for what follows; undefined when the texts of the context are too long. */
  readonly prepare: (context: MessageContext) => KernelMemory | undefined;
  /** Gives memory back when the last message was unusually large: all views stay readable, and become garbage. */
  readonly release: () => void;
}

const PAGE_BYTES = 65_536;
const MAILBOX_WORDS = 16;
const ROWS_TABLE_BYTES = MAX_ROWS_PER_CALL * ROW_RECORD_BYTES;

/**
 * More memory than this is given back. Records of 1 MB, as CloudWatch Logs packs them, need about 3 MB; those at the
 * limit of a Lambda request about 20 MB.
 */
const MAX_KEPT_BYTES = 24 * 1_048_576;

export function keepKernel(build: KernelBuild, layout: KernelLayout, templates: readonly string[]): KernelKeeper {
  let current: KernelMemory | undefined;
  let textsAt = 0;
  let prepared = '';

  const create = (): KernelMemory => {
    const kernel = instantiateKernel(build);
    const memory = view(kernel, 0);
    textsAt = writeNames(memory.bytes, layout.names);
    writeTemplates(memory.bytes, templates);
    prepared = '';
    return memory;
  };

  return {
    reserve(messageBytes, rowBytes) {
      current ??= create();
      const missing = MESSAGE_AT + messageBytes + MESSAGE_PADDING_BYTES + rowBytes - current.bytes.length;
      if (missing > 0) {
        current.kernel.memory.grow(Math.ceil(missing / PAGE_BYTES));
        current = view(current.kernel, current.programBytes);
      }
      return current;
    },
    prepare(context) {
      current ??= create();
      const { account, region, cluster } = context;
      const key = JSON.stringify([account, region, cluster]);
      if (key === prepared) return current;
      const operations = layout.operationsFor(context);
      const programBytes = writeProgram(current.bytes, operations, textsAt);
      prepared = programBytes === undefined ? '' : key;
      if (programBytes === undefined) return undefined;
      current.kernel.setProgram(operations.length);
      current = { ...current, programBytes };
      return current;
    },
    release() {
      if (current !== undefined && current.bytes.length > MAX_KEPT_BYTES) current = undefined;
    },
  };
}

function view(kernel: KernelExports, programBytes: number): KernelMemory {
  const { buffer } = kernel.memory;
  return {
    kernel,
    bytes: Buffer.from(buffer),
    mailbox: new Uint32Array(buffer, MAILBOX_AT, MAILBOX_WORDS),
    rowWords: new Uint32Array(buffer, ROWS_TABLE_AT, ROWS_TABLE_BYTES / Uint32Array.BYTES_PER_ELEMENT),
    rowFloats: new Float64Array(buffer, ROWS_TABLE_AT, ROWS_TABLE_BYTES / Float64Array.BYTES_PER_ELEMENT),
    programBytes,
  };
}
