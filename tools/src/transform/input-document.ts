/** One piece of an input: a line, or a JSON object that may have several lines. */
export interface InputDocument {
  /** Undefined when it is longer than is allowed: then it was not kept. */
  readonly bytes: Buffer | undefined;
  readonly length: number;
  /** Where it begins; the first line is 1. */
  readonly line: number;
  /** Whether line breaks parted it from its neighbours, so that it need not be JSON. */
  readonly isLine: boolean;
}

/** Parts a stream into documents; what is not over at the end of a chunk goes on in the next one. */
export interface Splitter {
  readonly push: (chunk: Buffer) => InputDocument[];
  readonly end: () => InputDocument[];
}

/** Collects the parts of one document, as long as they are at most `maxBytes` together. */
export class DocumentCollector {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#length;
  }

  keep(chunk: Buffer, start: number, end: number): void {
    if (start >= end) return;
    this.#length += end - start;
    if (this.#length <= this.#maxBytes) this.#parts.push(chunk.subarray(start, end));
    else this.#parts = [];
  }

  /** The document, or undefined when it is too long; the next one begins. */
  take(): Buffer | undefined {
    const parts = this.#parts;
    const isTooLong = this.#length > this.#maxBytes;
    this.#parts = [];
    this.#length = 0;
    if (isTooLong) return undefined;
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  }
}
