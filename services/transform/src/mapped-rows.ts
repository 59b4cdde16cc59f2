import type { LogEventSpan } from '@eks-sentinel/cloudwatch-logs';
import type { DegradedCode, RowOutcome } from '@eks-sentinel/mapping';
import { MAX_READER_DEPTH } from '@eks-sentinel/schema';

/** The rows of a record, and what is known about them. */
export interface MappedRows {
  /** The rows as long as they are at most `maxRowBytes` together, else nothing; valid until the next record. */
  readonly rows: Buffer;
  readonly logEvents: readonly LogEventSpan[];
  /** The bytes of each log event's row. */
  readonly rowBytes: readonly number[];
  readonly totalRowBytes: number;
  readonly quality: RowQuality;
}

/** What the rows of a record are like. */
export interface RowQuality {
  readonly degraded: ReadonlyMap<DegradedCode, number>;
  readonly shrunk: number;
  /** Of those that were shrunk, how many hold nothing but the essentials. */
  readonly essentialsOnly: number;
  readonly deep: number;
  /** The oldest time of a log event, in milliseconds since 1970; Infinity when no log event has one. */
  readonly oldest: number;
  /** Log events that the fast path left to the reference; 0 where there is no fast path. */
  readonly declined: number;
}

/** Takes notes of rows as they are written, in order. */
export class RowNotes {
  readonly #logEvents: LogEventSpan[] = [];
  readonly #rowBytes: number[] = [];
  readonly #degraded = new Map<DegradedCode, number>();
  #totalRowBytes = 0;
  #shrunk = 0;
  #essentialsOnly = 0;
  #deep = 0;
  #oldest = Infinity;
  #declined = 0;

  /** How many rows were written. */
  get count(): number {
    return this.#rowBytes.length;
  }

  get totalRowBytes(): number {
    return this.#totalRowBytes;
  }

  /** A row was written for the log event in `[start, end)`. */
  addRow(start: number, end: number, rowBytes: number, timestamp: number | undefined): void {
    this.#logEvents.push({ start, end });
    this.#rowBytes.push(rowBytes);
    this.#totalRowBytes += rowBytes;
    if (timestamp !== undefined && timestamp < this.#oldest) this.#oldest = timestamp;
  }

  /** What the reference says about the row. */
  addOutcome({ degraded, isShrunk, isEssentialsOnly, depth }: RowOutcome): void {
    if (degraded !== undefined) this.#degraded.set(degraded, (this.#degraded.get(degraded) ?? 0) + 1);
    if (isShrunk) this.addShrunk(isEssentialsOnly);
    if (depth > MAX_READER_DEPTH) this.#deep += 1;
  }

  /** The RawEvent of a row was shrunk. */
  addShrunk(isEssentialsOnly: boolean): void {
    this.#shrunk += 1;
    if (isEssentialsOnly) this.#essentialsOnly += 1;
  }

  /** The fast path left the log event to the reference. */
  addDeclined(): void {
    this.#declined += 1;
  }

  /** What was noted, with the rows themselves. */
  with(rows: Buffer): MappedRows {
    return {
      rows,
      logEvents: this.#logEvents,
      rowBytes: this.#rowBytes,
      totalRowBytes: this.#totalRowBytes,
      quality: {
        degraded: this.#degraded,
        shrunk: this.#shrunk,
        essentialsOnly: this.#essentialsOnly,
        deep: this.#deep,
        oldest: this.#oldest,
        declined: this.#declined,
      },
    };
  }
}
