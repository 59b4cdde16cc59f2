import type { InputDocument, Splitter } from './input-document';
import { DocumentCollector } from './input-document';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Parts a text into its lines; LF and CRLF end them, blank ones are left out. A broken line touches no other one. */
export class LineSplitter implements Splitter {
  readonly #collector: DocumentCollector;
  #line = 1;

  constructor(maxBytes: number) {
    this.#collector = new DocumentCollector(maxBytes);
  }

  push(chunk: Buffer): InputDocument[] {
    const documents: InputDocument[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      this.#collector.keep(chunk, start, end);
      this.#close(documents);
      this.#line += 1;
      start = end + 1;
    }
    this.#collector.keep(chunk, start, chunk.length);
    return documents;
  }

  end(): InputDocument[] {
    const documents: InputDocument[] = [];
    this.#close(documents);
    return documents;
  }

  #close(documents: InputDocument[]): void {
    const { length } = this.#collector;
    const bytes = this.#collector.take();
    const text = bytes?.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
    if (text !== undefined && isBlank(text)) return;
    documents.push({ bytes: text, length, line: this.#line, isLine: true });
  }
}

function isBlank(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0x20 && bytes[at] !== 0x09 && bytes[at] !== CARRIAGE_RETURN) return false;
  }
  return true;
}
