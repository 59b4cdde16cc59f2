import { createHash } from 'node:crypto';

/**
 * Tells repeated rows from first ones. Two rows are the same only when ClusterName and the whole RawEvent are equal,
 * never by auditID, which a client can set. Memory: one SHA-256 (32 bytes) and a number for each distinct row.
 *
 * Equal log events may go in more than once (a log file given twice); then as many equal rows are due. `expect` notes
 * what went in; a row that nobody expected (one that was shrunk, or that stands for an unreadable log event) is due once.
 */
export class RowLedger {
  /** How many rows of a key are still due. */
  readonly #due = new Map<string, number>();
  #repeated = 0;

  /** Rows that were not due any more. */
  get repeated(): number {
    return this.#repeated;
  }

  /** Notes a log event that went in: one more row of this cluster and text is due. */
  expect(clusterName: string, rawEvent: string): void {
    const key = keyOf(clusterName, rawEvent);
    this.#due.set(key, (this.#due.get(key) ?? 0) + 1);
  }

  /** Notes a row that came out. True when it was due, false when it repeats one that came before. */
  take(clusterName: string, rawEvent: string): boolean {
    const key = keyOf(clusterName, rawEvent);
    const due = this.#due.get(key) ?? 1;
    this.#due.set(key, Math.max(0, due - 1));
    if (due > 0) return true;
    this.#repeated += 1;
    return false;
  }
}

/** The length in front keeps the two parts apart; UTF-16 is what a string is, so different strings stay different. */
function keyOf(clusterName: string, rawEvent: string): string {
  const text = `${clusterName.length}:${clusterName}${rawEvent}`;
  return createHash('sha256').update(text, 'utf16le').digest('binary');
}
