const INITIAL_BYTES = 4096;
/** The most bytes that one UTF-16 code unit takes in UTF-8. */
const MAX_BYTES_PER_CODE_UNIT = 3;

/** A buffer that grows as text and bytes are appended to it; kept and emptied between uses, it allocates nothing. */
export class ByteWriter {
  #buffer: Buffer;
  #length = 0;

  /** Starts with room for `capacity` bytes; doubles when that is not enough. */
  constructor(capacity: number = INITIAL_BYTES) {
    this.#buffer = Buffer.allocUnsafe(Math.max(capacity, 1));
  }

  /** How many bytes were appended. */
  get length(): number {
    return this.#length;
  }

  /** Appends `text` as UTF-8; a lone surrogate becomes U+FFFD. */
  writeText(text: string): void {
    this.#reserve(text.length * MAX_BYTES_PER_CODE_UNIT);
    this.#length += this.#buffer.write(text, this.#length, 'utf8');
  }

  /** Appends `bytes[start, end)`. */
  writeBytes(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
    this.#reserve(end - start);
    this.#buffer.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), this.#length);
    this.#length += end - start;
  }

  /** Appends one byte. */
  writeByte(byte: number): void {
    this.#reserve(1);
    this.#buffer[this.#length] = byte;
    this.#length += 1;
  }

  /** Forgets what was appended after the first `length` bytes. */
  truncate(length: number): void {
    if (length < this.#length) this.#length = length;
  }

  /** A view of what was appended; it is valid until the next append. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
