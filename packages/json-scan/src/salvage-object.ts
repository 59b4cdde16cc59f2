import { Byte, isWhitespace } from './bytes';
import { Token, nextToken, openReader, skipContainer } from './json-reader';
import type { JsonReader } from './json-reader';

/** What stands whole at the beginning of a text that is no whole JSON object. */
export interface Salvage {
  /** A valid JSON object: the whole members before the damage, at every depth that is reached through objects only. */
  readonly object: Buffer;
  /** Where the first member of the root that is not whole begins; what stands from here on is not all in `object`. */
  readonly restStart: number;
}

/**
 * Saves from a cut or broken JSON object what can be read without doubt. A member counts when its value stands whole
 * before the damage; of an object that is cut, its own whole members count; an array that is cut does not count at all,
 * because a part of a list reads like the whole list. A text that does not begin with an object gives `{}`.
 */
export function salvageObject(bytes: Uint8Array, start: number, end: number): Salvage {
  const reader = openReader(bytes, start, end);
  if (nextToken(reader) !== Token.OBJECT_START) return { object: Buffer.from('{}'), restStart: start };

  const objectStart = reader.tokenStart;
  // wholeEnds[d]: the end of the last whole member of the open object at depth d + 1, or of its opening brace.
  const wholeEnds = [reader.tokenEnd];
  let deepest = 0;
  while (wholeEnds.length > 0) {
    const token = nextToken(reader);
    if (token === Token.OBJECT_END) {
      wholeEnds.pop();
      if (wholeEnds.length > 0) wholeEnds[wholeEnds.length - 1] = reader.tokenEnd;
      deepest = wholeEnds.length - 1;
      continue;
    }
    if (token !== Token.KEY) break;
    const value = nextToken(reader);
    if (value === Token.OBJECT_START) {
      wholeEnds.push(reader.tokenEnd);
      continue;
    }
    if ((value === Token.ARRAY_START ? skipContainer(reader) : value) === Token.INVALID) break;
    if (value === Token.NUMBER && !isDelimited(reader)) break;
    wholeEnds[wholeEnds.length - 1] = reader.tokenEnd;
    deepest = wholeEnds.length - 1;
  }

  if (wholeEnds.length === 0) {
    return { object: copy(bytes, objectStart, reader.tokenEnd), restStart: reader.tokenEnd };
  }
  // An object that was opened and gave no whole member is left out: `{}` would state something that was not read.
  const closing = Buffer.alloc(deepest + 1, Byte.CLOSE_BRACE);
  const object = Buffer.concat([copy(bytes, objectStart, wholeEnds[deepest]!), closing]);
  const hasWholeMember = wholeEnds[0]! > objectStart + 1;
  return { object, restStart: hasWholeMember ? skipSeparator(bytes, wholeEnds[0]!, end) : start };
}

/** Digits that the text ends with may have had more digits behind them. */
function isDelimited(reader: JsonReader): boolean {
  const next = reader.tokenEnd < reader.end ? reader.bytes[reader.tokenEnd] : undefined;
  return next === Byte.COMMA || next === Byte.CLOSE_BRACE || next === Byte.CLOSE_BRACKET || isWhitespace(next);
}

function skipSeparator(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && (bytes[next] === Byte.COMMA || isWhitespace(bytes[next]))) next += 1;
  return next;
}

function copy(bytes: Uint8Array, start: number, end: number): Buffer {
  return Buffer.from(bytes.subarray(start, end));
}
