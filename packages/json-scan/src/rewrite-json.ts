import { ByteWriter } from './byte-writer';
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET } from './bytes';
import { decodeString } from './decode-string';
import type { JsonReader, TokenKind } from './json-reader';
import { Token, nextToken, openReader, skipContainer } from './json-reader';

/** A value below the root as a visitor sees it. The object is reused: it is valid during the call only. */
export interface VisitedValue {
  /** STRING, NUMBER, LITERAL, OBJECT_START or ARRAY_START. */
  kind: TokenKind;
  start: number;
  /** The byte after the value; for a container known only when it is left. */
  end: number;
  /** The first byte of the container that the value stands in. */
  parentStart: number;
  /** How many members or elements a container holds; known only when it is left. */
  count: number;
  /** Member names and array indexes from the root to this value. */
  readonly path: (string | number)[];
}

/** KEEP copies a value as it stands; ENTER copies it and asks about what is inside; DROP leaves it out. */
export const Verdict = { KEEP: 0, ENTER: 1, DROP: 2 } as const;
export type VerdictKind = (typeof Verdict)[keyof typeof Verdict];

/** What a rewrite asks about each value below the root. */
export interface RewriteVisitor {
  /** The verdict on a value, or the JSON text to put in its place. */
  readonly enter: (value: VisitedValue) => VerdictKind | Buffer;
  /** Called for an entered container when its end is known. */
  readonly leave?: (value: VisitedValue) => void;
}

interface OpenContainer {
  readonly start: number;
  readonly isObject: boolean;
  /** How many members or elements were read, and how many of them were written. */
  read: number;
  written: number;
}

/**
 * Copies the JSON text in `bytes[start, end)` with the visitor's changes. The result is valid JSON whatever the visitor
 * says; white space outside kept values is left out. The text must be whole JSON; a root that is no container is copied.
 */
export function rewriteJson(bytes: Uint8Array, start: number, end: number, visitor: RewriteVisitor): Buffer {
  const reader = openReader(bytes, start, end);
  const out = new ByteWriter(end - start);
  const root = nextToken(reader);
  if (root !== Token.OBJECT_START && root !== Token.ARRAY_START) return Buffer.from(bytes.subarray(start, end));

  const value: VisitedValue = { kind: root, start: reader.tokenStart, end: 0, parentStart: 0, count: 0, path: [] };
  const open: OpenContainer[] = [];
  enterContainer(reader, root, out, open);
  while (open.length > 0) {
    const container = open[open.length - 1]!;
    const token = nextToken(reader);
    if (token === Token.INVALID)
      throw new Error(`rewriteJson was given a text that is no JSON at ${reader.tokenStart}`);
    if (token === Token.OBJECT_END || token === Token.ARRAY_END) {
      out.writeByte(container.isObject ? CLOSE_BRACE : CLOSE_BRACKET);
      open.pop();
      leaveContainer(reader, container, value, visitor, open);
      continue;
    }
    const { keyStart, keyEnd } = reader;
    value.path[open.length - 1] = container.isObject ? decodeString(bytes, keyStart, keyEnd) : container.read;
    value.path.length = open.length;
    value.kind = container.isObject ? nextToken(reader) : token;
    value.start = reader.tokenStart;
    value.end = reader.tokenEnd;
    value.parentStart = container.start;
    container.read += 1;

    const verdict = visitor.enter(value);
    if (verdict !== Verdict.DROP) {
      if (container.written > 0) out.writeByte(COMMA);
      container.written += 1;
      if (container.isObject) {
        out.writeBytes(bytes, keyStart, keyEnd);
        out.writeByte(COLON);
      }
    }
    const isContainer = value.kind === Token.OBJECT_START || value.kind === Token.ARRAY_START;
    if (verdict === Verdict.ENTER && isContainer) {
      enterContainer(reader, value.kind, out, open);
      continue;
    }
    if (isContainer) skipContainer(reader);
    if (Buffer.isBuffer(verdict)) out.writeBytes(verdict);
    else if (verdict !== Verdict.DROP) out.writeBytes(bytes, value.start, reader.tokenEnd);
  }
  return Buffer.from(out.view());
}

function enterContainer(reader: JsonReader, kind: TokenKind, out: ByteWriter, open: OpenContainer[]): void {
  const isObject = kind === Token.OBJECT_START;
  out.writeByte(isObject ? OPEN_BRACE : OPEN_BRACKET);
  open.push({ start: reader.tokenStart, isObject, read: 0, written: 0 });
}

function leaveContainer(
  reader: JsonReader,
  container: OpenContainer,
  value: VisitedValue,
  visitor: RewriteVisitor,
  open: readonly OpenContainer[],
): void {
  const parent = open[open.length - 1];
  if (parent === undefined || visitor.leave === undefined) return;
  value.path.length = open.length;
  value.kind = container.isObject ? Token.OBJECT_START : Token.ARRAY_START;
  value.start = container.start;
  value.end = reader.tokenEnd;
  value.parentStart = parent.start;
  value.count = container.read;
  visitor.leave(value);
}
