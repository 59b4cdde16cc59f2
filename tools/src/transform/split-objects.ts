import type { InputDocument, Splitter } from './input-document';
import { DocumentCollector } from './input-document';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Parts a text into JSON objects, however they are indented and with or without line breaks between them. An object that
 * breaks off ends where a line break stands inside a string, or where a line begins with an object that JSON does not
 * allow there, so that the objects behind it are found again. Anything else ends with its line.
 */
export class ObjectSplitter implements Splitter {
  readonly #collector: DocumentCollector;
  #line = 1;
  #firstLine = 1;
  #state: 'between' | 'object' | 'string' | 'escape' | 'stray' = 'between';
  #depth = 0;
  /** The last byte that is neither white space nor inside a string. */
  #last = 0;
  #isLineStart = true;

  constructor(maxBytes: number) {
    this.#collector = new DocumentCollector(maxBytes);
  }

  push(chunk: Buffer): InputDocument[] {
    const documents: InputDocument[] = [];
    let start = 0;
    const close = (end: number): void => {
      this.#collector.keep(chunk, start, end);
      documents.push(this.#take());
      start = end;
    };
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at]!;
      if (this.#state === 'object' && this.#breaksOff(byte)) close(at);
      if (this.#state === 'between' && !isWhitespace(byte)) {
        start = at;
        this.#open(byte);
      }
      if (this.#advance(byte)) close(byte === LINE_FEED ? at : at + 1);
      this.#isLineStart = byte === LINE_FEED;
      if (byte === LINE_FEED) this.#line += 1;
    }
    if (this.#state !== 'between') this.#collector.keep(chunk, start, chunk.length);
    return documents;
  }

  end(): InputDocument[] {
    return this.#state === 'between' ? [] : [this.#take()];
  }

  #open(byte: number): void {
    this.#state = byte === OPEN_BRACE ? 'object' : 'stray';
    this.#firstLine = this.#line;
    this.#depth = 0;
    this.#last = COLON;
  }

  #breaksOff(byte: number): boolean {
    const mayBegin = this.#last === COLON || this.#last === COMMA || this.#last === OPEN_BRACKET;
    return byte === OPEN_BRACE && this.#isLineStart && !mayBegin;
  }

  /** Moves over one byte; returns whether the document ends with it, or before it when it is a line break. */
  #advance(byte: number): boolean {
    switch (this.#state) {
      case 'between':
        return false;
      case 'stray':
        return byte === LINE_FEED;
      case 'escape':
        this.#state = 'string';
        return byte === LINE_FEED;
      case 'string':
        if (byte === BACKSLASH) this.#state = 'escape';
        else if (byte === QUOTE) this.#state = 'object';
        return byte === LINE_FEED;
      case 'object':
        if (isWhitespace(byte)) return false;
        this.#last = byte;
        if (byte === QUOTE) this.#state = 'string';
        else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth += 1;
        else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#depth -= 1;
        return this.#depth === 0;
    }
  }

  #take(): InputDocument {
    this.#state = 'between';
    const { length } = this.#collector;
    return { bytes: this.#collector.take(), length, line: this.#firstLine, isLine: false };
  }
}

function isWhitespace(byte: number): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB;
}
