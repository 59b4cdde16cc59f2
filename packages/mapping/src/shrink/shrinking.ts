import type { RewriteVisitor, SurveyVisitor } from '@eks-sentinel/json-scan';
import { rewriteJson, surveyJson } from '@eks-sentinel/json-scan';
import { SENTINEL_MEMBER, TRUNCATED_ANNOTATION } from '@eks-sentinel/schema';

import type { Steps } from './field-path';
import { fieldPath } from './field-path';

/** Paths beyond this many bytes are not listed; the list then ends with how many are missing. */
const MAX_LISTED_BYTES = 4_096;

/** Bytes for the annotation and for the member around the list of paths. */
const MARKS_BYTES =
  Buffer.byteLength(`,"annotations":{"${TRUNCATED_ANNOTATION}":"true"},"${SENTINEL_MEMBER}":{"removed":}`) +
  Buffer.byteLength('"(1000000000 more)",');

/** An event on its way to a size. */
export class Shrinking {
  readonly #maxBytes: number;
  readonly #listed: string[] = [];
  readonly #isListed = new Set<string>();
  #listedBytes = 2;
  #isFull = false;
  #unlisted = 0;
  event: Buffer;

  constructor(event: Buffer, maxBytes: number) {
    this.event = event;
    this.#maxBytes = maxBytes;
  }

  /** By how many bytes the event, with the marks that it will carry, is too long; 0 when it fits. */
  get excess(): number {
    return Math.max(0, this.event.length + MARKS_BYTES + this.#listedBytes - this.#maxBytes);
  }

  /** The paths of what was cut or left out, as the event states them. */
  get removed(): readonly string[] {
    return this.#unlisted === 0 ? this.#listed : [...this.#listed, `(${this.#unlisted} more)`];
  }

  rewrite(visitor: RewriteVisitor): void {
    this.event = rewriteJson(this.event, 0, this.event.length, visitor);
  }

  /** Visits all values and changes nothing. */
  survey(visitor: SurveyVisitor): void {
    surveyJson(this.event, 0, this.event.length, visitor);
  }

  /** States that what lies at the first `depth` steps of a path was cut or left out. */
  noteRemoved(path: Steps, depth: number = path.depth): void {
    if (this.#isFull) {
      this.#unlisted += 1;
      return;
    }
    const text = fieldPath(path, depth);
    if (this.#isListed.has(text)) return;
    const bytes = Buffer.byteLength(JSON.stringify(text)) + ','.length;
    this.#isFull = this.#listedBytes + bytes > MAX_LISTED_BYTES;
    if (this.#isFull) {
      this.#unlisted += 1;
      return;
    }
    this.#isListed.add(text);
    this.#listed.push(text);
    this.#listedBytes += bytes;
  }
}
