import type { TableRow } from '../../pipeline/src/table-row';
import type { ToldEvent } from './event-source';

/** A row in the few columns that fit on a screen, as values. */
export interface ShortRow {
  readonly time: string;
  readonly verb: string;
  readonly user: string;
  readonly objectRef: string;
  readonly responseCode: number | null;
  readonly authDecision: string;
}

/** Failed requests of one user with one code. */
export interface FailedRequests {
  readonly user: string;
  readonly code: number;
  readonly count: number;
}

/** What the rows of a table say, counted while they arrive. */
export interface RowStatistics {
  readonly add: (row: TableRow) => void;
  readonly byVerb: () => Record<string, number>;
  readonly byAuthDecision: () => Record<string, number>;
  /** The most frequent first. */
  readonly failedRequests: () => FailedRequests[];
  /** The first rows in the order of arrival. */
  readonly firstRows: readonly ShortRow[];
  /** The row of each told event, in their order; undefined where none has come. */
  readonly toldRows: readonly (ShortRow | undefined)[];
}

const FIRST_ROWS = 5;
const FIRST_FAILURE_CODE = 400;

/** Starts without rows. Memory grows with the number of users whose requests fail, not with the number of rows. */
export function createRowStatistics(story: readonly ToldEvent[]): RowStatistics {
  const verbs = new Map<string, number>();
  const decisions = new Map<string, number>();
  const failures = new Map<string, number>();
  const firstRows: ShortRow[] = [];
  const places = new Map(story.map(({ text }, index) => [text, index]));
  const toldRows: (ShortRow | undefined)[] = story.map(() => undefined);

  return {
    firstRows,
    toldRows,
    add: (row) => {
      const { Verb = '""', AuthDecision = '""', ResponseCode = 'null', User = '""', RawEvent = '' } = row;
      count(verbs, Verb);
      count(decisions, AuthDecision);
      if (Number(ResponseCode) >= FIRST_FAILURE_CODE) count(failures, `[${User},${ResponseCode}]`);
      if (firstRows.length < FIRST_ROWS) firstRows.push(shortRow(row));
      const place = places.get(RawEvent);
      if (place !== undefined) toldRows[place] = shortRow(row);
    },
    byVerb: () => counted(verbs),
    byAuthDecision: () => counted(decisions),
    failedRequests: () =>
      largestFirst(failures).map(([key, count]) => {
        const [user, code] = JSON.parse(key) as [string, number];
        return { user, code, count };
      }),
  };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function counted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries(largestFirst(counts).map(([key, count]) => [JSON.parse(key) as string, count]));
}

function largestFirst(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
}

function shortRow(row: TableRow): ShortRow {
  const value = (name: string): unknown => JSON.parse(row[name] ?? 'null');
  return {
    time: value('TimeGenerated') as string,
    verb: value('Verb') as string,
    user: value('User') as string,
    objectRef: value('ObjectRef') as string,
    responseCode: value('ResponseCode') as number | null,
    authDecision: value('AuthDecision') as string,
  };
}
