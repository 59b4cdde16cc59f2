import { LOG_EVENT_FORM } from '@eks-sentinel/cloudwatch-logs';
import { parseStreamArn } from '@eks-sentinel/firehose';
import type { FastMapper, KernelBuild } from '@eks-sentinel/mapping';
import { createFastMapper, createRowMapper } from '@eks-sentinel/mapping';
import type {
  FirehoseTransformationEvent,
  FirehoseTransformationResult,
  FirehoseTransformationResultRecord,
} from 'aws-lambda';

import type { Config } from './config';
import type { PutBackTools, PutBatch } from './put-back';
import { putBack } from './put-back';
import type { SettledVerdict, Tally } from './tally';
import { tallyVerdicts } from './tally';
import type { IncomingRecord, RecordVerdict } from './transform-batch';
import { transformBatch } from './transform-batch';

/** What the handler needs from outside. Times are in milliseconds. */
export interface HandlerTools {
  readonly config: Config;
  /** What makes rows: the fast path, which leaves to the reference what it declines, or the reference alone. */
  readonly engine?: Engine;
  /** The way back to a stream. */
  readonly putBatchTo: (region: string, streamName: string) => PutBatch;
  /** Reports an invocation that was answered; must not throw. */
  readonly report: (tally: Tally, context: InvocationContext | undefined) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly wait: PutBackTools['wait'];
  readonly random: PutBackTools['random'];
}

/** `fast` where WebAssembly runs, `simd` and `portable` for one build of it, `reference` for none. */
export type Engine = 'fast' | 'reference' | KernelBuild;

/** The part of Lambda's context that the handler reads; without it the invocation has UNLIMITED_MS. */
export interface InvocationContext {
  readonly getRemainingTimeInMillis?: () => number;
}

/** The Lambda handler: answers every record of a Firehose transformation request exactly once, in order. */
export type Handler = (
  event: FirehoseTransformationEvent,
  context?: InvocationContext,
) => Promise<FirehoseTransformationResult>;

/** The Lambda event is no Firehose transformation request: the function is wired to something else. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}

/** The longest time-out that Firehose grants a transformation: 5 minutes. */
const UNLIMITED_MS = 300_000;

/** Makes the handler. A Lambda event that cannot be answered at all throws: Firehose then keeps the whole batch. */
export function createHandler(tools: HandlerTools): Handler {
  const { config, engine = 'fast', now, wait, random } = tools;
  const { maxRawEventBytes } = config;
  const mapRow = createRowMapper({ maxRawEventBytes });
  const fastMapper = createEngine(engine, maxRawEventBytes);

  return async (event, context) => {
    const endsAt = now() + (context?.getRemainingTimeInMillis?.() ?? UNLIMITED_MS) - config.deadlineReserveMs;
    const remainingMs = (): number => endsAt - now();
    const records = readRecords(event, now());
    const stream = parseStreamArn(event.deliveryStreamArn);
    const region = isNonEmptyText(event.region) ? event.region : stream.region;
    const verdicts = transformBatch(records, {
      ...config,
      mapRow,
      fastMapper,
      region: region ?? '',
      remainingMs,
    });

    const putBatch = stream.name !== undefined && region !== undefined ? tools.putBatchTo(region, stream.name) : refuse;
    const { settled, attempts } = await settle(verdicts, { putBatch, remainingMs, wait, random });
    const response = { records: settled.map((verdict, index) => answer(records[index]!.recordId, verdict)) };
    const tally = tallyVerdicts(settled);
    tally.putAttempts = attempts;
    tally.requestBytes = records.reduce((sum, { data }) => sum + (typeof data === 'string' ? data.length : 0), 0);
    tally.responseBytes = response.records.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
    tools.report(tally, context);
    return response;
  };
}

function createEngine(engine: Engine, maxRawEventBytes: number): FastMapper | undefined {
  if (engine === 'reference') return undefined;
  const build = engine === 'fast' ? {} : { build: engine };
  return createFastMapper({ logEventForm: LOG_EVENT_FORM, maxRawEventBytes, ...build });
}

/** A stream without a name cannot be written to. */
const refuse: PutBatch = () => Promise.resolve({ ok: false, isRetryable: false });

function readRecords(event: FirehoseTransformationEvent, now: number): IncomingRecord[] {
  // What arrives is only as typed as its sender is careful.
  const records: unknown = (event as FirehoseTransformationEvent | null | undefined)?.records;
  if (!Array.isArray(records))
    throw new RequestError('the Lambda event has no list of records: is Firehose its source?');
  return records.map((record: unknown, index) => {
    const { recordId, data, approximateArrivalTimestamp } = (record ?? {}) as Record<string, unknown>;
    if (typeof recordId !== 'string') {
      throw new RequestError(
        `record ${index} of the Lambda event has no recordId that is a string: no answer can name it`,
      );
    }
    return {
      recordId,
      data,
      arrival: isPlausibleTime(approximateArrivalTimestamp) ? approximateArrivalTimestamp : now,
    };
  });
}

function isNonEmptyText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** 9999-12-31T23:59:59.999Z: later times have no four-digit year. */
const LAST_MILLISECOND = 253_402_300_799_999;

function isPlausibleTime(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LAST_MILLISECOND;
}

async function settle(
  verdicts: readonly RecordVerdict[],
  tools: PutBackTools,
): Promise<{ settled: SettledVerdict[]; attempts: number }> {
  const parts = verdicts.flatMap((verdict) => (verdict.kind === 'put_back' ? verdict.putBack.parts : []));
  const result = parts.length === 0 ? { verdicts: [], attempts: 0 } : await putBack(parts, tools);
  let next = 0;
  const settled = verdicts.map((verdict): SettledVerdict => {
    if (verdict.kind !== 'put_back') return verdict;
    const { putBack, logEvents } = verdict;
    const answers = result.verdicts.slice(next, (next += putBack.parts.length));
    if (answers.every((one) => one === 'accepted')) {
      return { kind: 'reingested', how: putBack.kind, logEvents, putBackLogEvents: putBack.logEvents };
    }
    const code = answers.includes('refused') ? 'reingest_refused' : 'reingest_unfinished';
    return { kind: 'failed', code, logEvents };
  });
  return { settled, attempts: result.attempts };
}

function answer(recordId: string, verdict: SettledVerdict): FirehoseTransformationResultRecord {
  switch (verdict.kind) {
    case 'delivered':
      return { recordId, result: 'Ok', data: verdict.data };
    case 'dropped':
    case 'reingested':
      return { recordId, result: 'Dropped' };
    case 'failed':
      return { recordId, result: 'ProcessingFailed' };
  }
}
