import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { CliIo } from '../../src/cli/cli-command';
import { balanceAccount } from '../../pipeline/src/account';
import { startCollector } from '../../pipeline/src/collector';
import { deliverLogGroup } from '../../pipeline/src/deliver-log-group';
import { compileFilterPattern } from '../../pipeline/src/filter-pattern';
import { RowLedger } from '../../pipeline/src/row-ledger';
import { createNdjsonSink, type RowSink } from '../../pipeline/src/row-sink';
import { createSubscriptionCounts } from '../../pipeline/src/subscription-counts';
import { createUniqueSink } from '../../pipeline/src/unique-sink';
import type { EventSource } from './event-source';
import { createExpectedRawEvent } from './expected-raw-event';
import type { FaultPlan } from './fault-plan';
import { feed, type FeedCounts } from './feed';
import { createPoisonProducer } from './poison';
import { startProgress } from './progress';
import { createRowStatistics, type RowStatistics } from './row-statistics';
import { settleFailures } from './settle-failures';
import { STREAM_NAME, type Chain } from './start-chain';
import type { DemoSummary } from './summary';

/** What a run needs beside the chain. */
export interface RunOptions {
  readonly source: EventSource;
  readonly plan: FaultPlan;
  /** Where the files of the run lie. */
  readonly folder: string;
  readonly io: Pick<CliIo, 'stderr' | 'now'>;
  readonly signal: AbortSignal;
}

/** What a run gave; where the events came from is left to the caller. */
export interface RunResult {
  readonly summary: Omit<DemoSummary, 'source'>;
  readonly statistics: RowStatistics;
}

/** What the deployed subscription filter lets through. */
const FILTER_PATTERN = '"audit.k8s.io"';
/** CloudWatch Logs sends small messages, a few at a time, of a log group that is not busy. */
const EVENTS_PER_RECORD = 40;
const RECORDS_PER_CALL = 20;
/** The feed waits while the stream holds more than this, or while more objects than this are unread. */
const MAX_HELD_BYTES = 8 * 1_048_576;
const MAX_UNREAD_OBJECTS = 2;
/** With a small response a record may be put back many times: every hop ends with some of them delivered. */
const MAX_HOPS = 256;
/** Even a short run has both kinds of poison. */
const MIN_POISON_RECORDS = 2;
const KIB_PER_MIB = 1024;

/** Feeds the chain to the end of the source, waits until the last row is out, and adds up. */
export async function runChain(chain: Chain, options: RunOptions): Promise<RunResult> {
  const { source, plan, folder, io, signal } = options;
  const { aws, stream, firehose, transform } = chain;
  const ledger = new RowLedger();
  const statistics = createRowStatistics(source.story);
  const table = { delivered: 0, degraded: 0 };
  const fed: FeedCounts = { logEvents: 0, auditEvents: 0, bytes: 0 };
  const file = createWriteStream(join(folder, 'rows.ndjson'));
  const ndjson = createNdjsonSink(file);
  const sink = createUniqueSink(ledger, counted(ndjson, statistics), table);
  const collector = startCollector({ ...aws, queueUrl: aws.queueUrls.notification, sink, now: io.now });
  const subscription = createSubscriptionCounts();
  const sleep = (milliseconds: number): Promise<void> => wait(milliseconds, undefined, { signal });
  const put = { client: firehose, deliveryStreamName: STREAM_NAME, sleep, random: Math.random };
  const poison = createPoisonProducer(put);
  const startedAt = io.now();
  const progress = startProgress(io, () => ({
    ...fed,
    totalLogEvents: source.total,
    rows: table.delivered + table.degraded,
    reingested: transform.reingestedRecords,
    failed: stream.counters().recordsFailed,
  }));

  try {
    const collectorEnded = collector.until(() => false);
    await Promise.race([flow(), aborted(signal), collectorEnded]);
  } finally {
    progress.stop();
    await collector.stop().catch(() => undefined);
    await sink.close();
  }
  const seconds = (io.now() - startedAt) / 1000;

  const duplicates = ledger.repeated;
  const failures = await settleFailures(chain, { folder, cluster: source.place.cluster, ledger, poison: poison.put });
  const account = balanceAccount({
    subscriptions: [subscription],
    transform: { dropped: transform.dropped, failed: failures.logEvents },
    collector: collector.counts,
    table: { ...table, duplicates },
  });
  const attack = { events: source.story.length, rows: statistics.toldRows.filter((row) => row !== undefined).length };
  const summary = {
    isComplete: account.isBalanced && attack.rows === attack.events && failures.poisonRecords === poison.put.length,
    faults: plan.sentences,
    account,
    rows: table.delivered + table.degraded,
    byVerb: statistics.byVerb(),
    byAuthDecision: statistics.byAuthDecision(),
    failedRequests: statistics.failedRequests(),
    attack,
    poison: { records: poison.put.length, inErrorObjects: failures.poisonRecords },
    transform,
    stream: stream.counters(),
    notifications: { sent: aws.notifier.counts.sent, repeated: aws.notifier.counts.repeated },
    bytes: { auditEvents: fed.bytes, rows: file.bytesWritten },
    seconds,
    peakMemoryMb: process.resourceUsage().maxRSS / KIB_PER_MIB,
    folder,
  };
  return { summary, statistics };

  async function flow(): Promise<void> {
    const pattern = compileFilterPattern(FILTER_PATTERN);
    const logEvents = feed(source, {
      ledger,
      counts: fed,
      expectedRawEvent: createExpectedRawEvent(),
      matches: (message) => pattern.ok && pattern.matches(message),
      isFull: () => stream.held().bytes > MAX_HELD_BYTES || messages() - collector.counts.messages > MAX_UNREAD_OBJECTS,
      sleep,
      onAuditEvent: (count) => {
        signal.throwIfAborted();
        const interval = (plan.recordsPerPoison ?? Infinity) * EVENTS_PER_RECORD;
        return count % interval === 0 ? poison.putOne() : undefined;
      },
    });
    const { cluster, account: owner, region } = source.place;
    await deliverLogGroup(
      logEvents,
      {
        ...put,
        subscription: {
          owner,
          logGroup: `/aws/eks/${cluster}/cluster`,
          filterName: 'eks-sentinel',
          systemFields: { account: owner, region },
        },
        filterPattern: FILTER_PATTERN,
        maxBatchEvents: EVENTS_PER_RECORD,
        maxCallRecords: RECORDS_PER_CALL,
        now: io.now,
      },
      subscription,
    );
    while (plan.recordsPerPoison !== undefined && poison.put.length < MIN_POISON_RECORDS) await poison.putOne();
    await stream.drain({ maxHops: MAX_HOPS });
    await aws.notifier.drain();
    await collector.until((counts) => counts.messages >= messages());
  }

  /** Messages for the collector; the test event of the bucket's configuration is one, too. */
  function messages(): number {
    return 1 + stream.counters().dataObjects + aws.notifier.counts.repeated;
  }
}

function counted(next: RowSink, statistics: RowStatistics): RowSink {
  return {
    write: (row) => {
      statistics.add(row);
      return next.write(row);
    },
    close: () => next.close(),
  };
}

/** Rejects with the signal's reason when it comes. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
