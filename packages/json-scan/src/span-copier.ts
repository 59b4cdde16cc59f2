import { ByteWriter } from './byte-writer';

/** Copies a text piece by piece with changes; pieces that stand side by side in the source are copied at once. */
export class SpanCopier {
  readonly #source: Uint8Array;
  readonly #out: ByteWriter;
  // What is still to be copied.
  #start = 0;
  #end = 0;

  /** Starts with room for `capacity` bytes. */
  constructor(source: Uint8Array, capacity: number) {
    this.#source = source;
    this.#out = new ByteWriter(capacity);
  }

  /** Appends `source[start, end)`. */
  copy(start: number, end: number): void {
    if (start !== this.#end) {
      this.#flush();
      this.#start = start;
    }
    this.#end = end;
  }

  /** Appends one byte, which may stand behind the last piece in the source. */
  write(byte: number): void {
    if (this.#source[this.#end] === byte) {
      this.#end += 1;
    } else {
      this.#flush();
      this.#out.writeByte(byte);
    }
  }

  /** Appends bytes of another text. */
  insert(bytes: Uint8Array): void {
    this.#flush();
    this.#out.writeBytes(bytes);
  }

  /** All that was appended; nothing can be appended any more. */
  copied(): Buffer {
    this.#flush();
    return this.#out.view();
  }

  #flush(): void {
    if (this.#start < this.#end) this.#out.writeBytes(this.#source, this.#start, this.#end);
    this.#start = this.#end;
  }
}
