import { ByteWriter } from '@eks-sentinel/json-scan';

/** Bytes behind a row that the kernel may overwrite while it writes the row. */
const OVERRUN_BYTES = 16;

/**
 * The rows of a message: they stand in the kernel's memory, from where they are read without a copy, and are moved out
 * of it only when there are too many. Once they are more than `maxBytes`, no row is kept, only counted.
 */
export class RowRegion {
  readonly #memory: Buffer;
  readonly #start: number;
  readonly #maxBytes: number;
  readonly #spilled = new ByteWriter(1);
  #at: number;
  #totalBytes = 0;

  /** Rows go to `memory` from `start` to its end. */
  constructor(memory: Buffer, start: number, maxBytes: number) {
    this.#memory = memory;
    this.#start = start;
    this.#at = start;
    this.#maxBytes = maxBytes;
  }

  /** Where the next row goes. */
  get at(): number {
    return this.#at;
  }

  /** Where the room for rows ends. */
  get end(): number {
    return this.#memory.length - OVERRUN_BYTES;
  }

  /** The bytes of all rows, kept or not. */
  get totalBytes(): number {
    return this.#totalBytes;
  }

  /** The kernel has written rows from `at` to here. */
  advanceTo(at: number): void {
    this.#totalBytes += at - this.#at;
    this.#at = at;
    this.#dropWhenTooMany();
  }

  /** Adds a row that the kernel did not write. */
  append(row: Buffer): void {
    this.#totalBytes += row.length;
    if (this.#at + row.length > this.end) this.spill();
    if (this.#at + row.length > this.end) {
      this.#spilled.writeBytes(row);
    } else {
      this.#memory.set(row, this.#at);
      this.#at += row.length;
    }
    this.#dropWhenTooMany();
  }

  /** Makes room: moves the rows out of the kernel's memory. */
  spill(): void {
    this.#spilled.writeBytes(this.#memory, this.#start, this.#at);
    this.#at = this.#start;
  }

  /** All rows that are kept. */
  view(): Buffer {
    if (this.#spilled.length === 0) return this.#memory.subarray(this.#start, this.#at);
    this.spill();
    return this.#spilled.view();
  }

  #dropWhenTooMany(): void {
    if (this.#totalBytes <= this.#maxBytes) return;
    this.#spilled.truncate(0);
    this.#at = this.#start;
  }
}
