import { Byte } from './bytes';
import type { JsonReader, TokenKind } from './json-reader';
import { Token, nextToken, openReader, skipWholeContainer } from './json-reader';
import { JsonPath } from './json-path';
import { SpanCopier } from './span-copier';

/** A value below the root as a visitor sees it. The object is reused: it is valid during the call only. */
export interface VisitedValue {
  /** STRING, NUMBER, LITERAL, OBJECT_START or ARRAY_START. */
  kind: TokenKind;
  start: number;
  /** The first byte of the member's name, or of the value when it is an element. */
  memberStart: number;
  /** The byte after the value; for a container known only when it is left. */
  end: number;
  /** The first byte of the container that the value stands in. */
  parentStart: number;
  /** How many members or elements a container holds; known only when it is left. */
  count: number;
  readonly path: JsonPath;
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

/** What a survey tells about each value below the root. */
export interface SurveyVisitor {
  readonly enter?: (value: VisitedValue) => void;
  /** Called for a container when its end is known. */
  readonly leave?: (value: VisitedValue) => void;
}

interface OpenContainer {
  readonly start: number;
  readonly memberStart: number;
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
  const out = new SpanCopier(bytes, end - start);
  return walk(bytes, start, end, visitor, out) ? out.copied() : Buffer.from(bytes.subarray(start, end));
}

/** Visits every value below the root of the JSON text in `bytes[start, end)`, which must be whole JSON. */
export function surveyJson(bytes: Uint8Array, start: number, end: number, visitor: SurveyVisitor): void {
  const enter = (value: VisitedValue): VerdictKind => {
    visitor.enter?.(value);
    return Verdict.ENTER;
  };
  walk(bytes, start, end, { enter, ...(visitor.leave && { leave: visitor.leave }) }, undefined);
}

/** False when the root is no container; nothing is written then. */
function walk(
  bytes: Uint8Array,
  start: number,
  end: number,
  visitor: RewriteVisitor,
  out: SpanCopier | undefined,
): boolean {
  const reader = openReader(bytes, start, end);
  const root = nextToken(reader);
  if (root !== Token.OBJECT_START && root !== Token.ARRAY_START) return false;

  const path = new JsonPath(bytes);
  const { tokenStart } = reader;
  const value: VisitedValue = {
    kind: root,
    start: tokenStart,
    memberStart: tokenStart,
    end: 0,
    parentStart: 0,
    count: 0,
    path,
  };
  const open: OpenContainer[] = [];
  enterContainer(reader, value, out, open);
  while (open.length > 0) {
    const container = open[open.length - 1]!;
    const token = nextToken(reader);
    if (token === Token.INVALID)
      throw new Error(`rewriteJson was given a text that is no JSON at ${reader.tokenStart}`);
    if (token === Token.OBJECT_END || token === Token.ARRAY_END) {
      out?.copy(reader.tokenStart, reader.tokenEnd);
      open.pop();
      leaveContainer(reader, container, value, visitor, open);
      continue;
    }
    const { keyStart, keyEnd } = reader;
    if (container.isObject) path.setName(open.length - 1, keyStart, keyEnd);
    else path.setIndex(open.length - 1, container.read);
    value.kind = container.isObject ? nextToken(reader) : token;
    value.start = reader.tokenStart;
    value.memberStart = container.isObject ? keyStart : value.start;
    value.end = reader.tokenEnd;
    value.parentStart = container.start;
    container.read += 1;

    const verdict = visitor.enter(value);
    if (verdict !== Verdict.DROP) {
      if (container.written > 0) out?.write(Byte.COMMA);
      container.written += 1;
      if (container.isObject) {
        out?.copy(keyStart, keyEnd);
        out?.write(Byte.COLON);
      }
    }
    const isContainer = value.kind === Token.OBJECT_START || value.kind === Token.ARRAY_START;
    if (verdict === Verdict.ENTER && isContainer) {
      enterContainer(reader, value, out, open);
      continue;
    }
    if (isContainer) skipWholeContainer(reader);
    if (Buffer.isBuffer(verdict)) out?.insert(verdict);
    else if (verdict !== Verdict.DROP) out?.copy(value.start, reader.tokenEnd);
  }
  return true;
}

function enterContainer(
  reader: JsonReader,
  { kind, memberStart }: VisitedValue,
  out: SpanCopier | undefined,
  open: OpenContainer[],
): void {
  const isObject = kind === Token.OBJECT_START;
  out?.copy(reader.tokenStart, reader.tokenEnd);
  open.push({ start: reader.tokenStart, memberStart, isObject, read: 0, written: 0 });
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
  value.path.leaveTo(open.length);
  value.kind = container.isObject ? Token.OBJECT_START : Token.ARRAY_START;
  value.start = container.start;
  value.memberStart = container.memberStart;
  value.end = reader.tokenEnd;
  value.parentStart = parent.start;
  value.count = container.read;
  visitor.leave(value);
}
