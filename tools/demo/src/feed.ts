import { isAuditStream } from '@eks-sentinel/cloudwatch-logs';

import type { RowLedger } from '../../pipeline/src/row-ledger';
import type { LogEvent } from '../../pipeline/src/subscription-message';
import type { EventSource } from './event-source';
import type { ExpectedRawEvent } from './expected-raw-event';

/** What went in so far. The members are changed while it runs: read them for progress. */
export interface FeedCounts {
  logEvents: number;
  /** Audit events of them: those for which a row is due. */
  auditEvents: number;
  bytes: number;
}

/** What the feed needs beside its source. */
export interface FeedTools {
  readonly ledger: RowLedger;
  readonly expectedRawEvent: ExpectedRawEvent;
  /** True for a message that the subscription filter lets through. */
  readonly matches: (message: string) => boolean;
  readonly counts: FeedCounts;
  /** Whether the stream holds so much that the feed has to wait. */
  readonly isFull: () => boolean;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Called after each audit event. */
  readonly onAuditEvent: (count: number) => Promise<void> | undefined;
}

/** So often the feed looks whether the stream is full: the look adds up what the stream holds. */
const EVENTS_PER_LOOK = 64;
const WAIT_MS = 5;

/** The log events of a source, each noted in the ledger before it goes in, at the pace of the stream. */
export async function* feed(source: EventSource, tools: FeedTools): AsyncGenerator<LogEvent> {
  const { counts, ledger } = tools;
  for await (const logEvent of source.logEvents()) {
    if (counts.logEvents % EVENTS_PER_LOOK === 0) while (tools.isFull()) await tools.sleep(WAIT_MS);
    const { message, logStream } = logEvent;
    const isDue = isAuditStream(logStream) && tools.matches(message);
    if (isDue) ledger.expect(source.place.cluster, tools.expectedRawEvent(message));
    yield logEvent;
    counts.logEvents += 1;
    counts.bytes += message.length;
    if (!isDue) continue;
    counts.auditEvents += 1;
    const pause = tools.onAuditEvent(counts.auditEvents);
    if (pause !== undefined) await pause;
  }
}
