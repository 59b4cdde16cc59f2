import { randomUUID } from 'node:crypto';

import type { Configuration } from './configuration';
import { countUnder, type HeldCounts, type SimulationCounters } from './counters';
import { errorLine } from './error-line';
import type { HeldRecord } from './held-record';
import { createHintBuffer } from './hint-buffer';
import { splitForRequestLimit } from './invocation-request';
import { evaluateDataPrefix, evaluateErrorPrefix, objectKey } from './object-key';
import type { S3Delivery } from './s3-delivery';
import type { TransformedBatch } from './transform-batch';

/** Records on their way: buffer, transformation, buffer, S3. */
export interface DeliveryStream {
  accept(data: Buffer): HeldRecord;
  held(): HeldCounts;
  /** Hands over what waits for the transformation and waits until the function has answered. */
  transformNow(): Promise<void>;
  /** Hands over what waits for delivery. */
  deliverNow(): void;
  /** Throws away what it holds, once the function has let go of it. */
  stop(): Promise<void>;
}

/** A piece of an object: the data of an Ok record, or the line of a failed one. */
interface Piece {
  bytes: Buffer;
  arrivalMs: number;
}

export function createDeliveryStream(
  configuration: Configuration,
  surroundings: {
    counters: SimulationCounters;
    s3: S3Delivery;
    random: () => number;
    /** Absent: records are delivered as they are. */
    transform: ((records: HeldRecord[]) => Promise<TransformedBatch>) | undefined;
  },
): DeliveryStream {
  const { stream, delivery, transform: processor, clock } = configuration;
  const { counters, s3, random, transform } = surroundings;
  const transforming = new Set<Promise<void>>();
  const inTransform = { records: 0, bytes: 0 };
  let sequence = 0;

  const received = createHintBuffer<HeldRecord>(
    processor ?? { maxBytes: 1, intervalMs: 0 },
    clock,
    (records: HeldRecord[]) => {
      splitForRequestLimit(records).forEach(startTransform);
    },
  );
  const data = createHintBuffer<Piece>(delivery, clock, (pieces: Piece[]) => {
    deliver('data', pieces);
  });
  const errors = createHintBuffer<Piece>(delivery, clock, (pieces: Piece[]) => {
    deliver('error', pieces);
  });

  function startTransform(records: HeldRecord[]): void {
    const bytes = records.reduce((sum, record) => sum + record.data.length, 0);
    inTransform.records += records.length;
    inTransform.bytes += bytes;
    const work = runTransform(records).finally(() => {
      inTransform.records -= records.length;
      inTransform.bytes -= bytes;
      transforming.delete(work);
    });
    transforming.add(work);
  }

  async function runTransform(records: HeldRecord[]): Promise<void> {
    if (!transform || !processor) {
      for (const record of records) take(record.data, record.arrivalMs);
      return;
    }
    const { outcomes, attemptsMade, endedMs } = await transform(records);
    for (let i = 0; i < records.length; i++) {
      const record = records[i]!;
      const outcome = outcomes[i]!;
      if (outcome.result === 'Ok') take(outcome.data, record.arrivalMs);
      else if (outcome.result === 'Dropped') counters.recordsDropped++;
      else {
        counters.recordsFailed++;
        countUnder(counters.failures, outcome.failure.errorCode);
        const line = errorLine(record, outcome.failure, { made: attemptsMade, endedMs }, processor.arn);
        errors.add({ bytes: line, arrivalMs: record.arrivalMs }, line.length);
      }
    }
  }

  function take(bytes: Buffer, arrivalMs: number): void {
    counters.recordsOk++;
    counters.bytesOut += bytes.length;
    data.add({ bytes, arrivalMs }, bytes.length);
  }

  function deliver(kind: 'data' | 'error', pieces: Piece[]): void {
    const body = Buffer.concat(pieces.map(({ bytes }) => bytes));
    // Nothing to write when every record of the buffer was Ok with empty data.
    if (body.length === 0) return;
    const oldestArrivalMs = pieces.reduce((oldest, { arrivalMs }) => Math.min(oldest, arrivalMs), Infinity);
    const prefix =
      kind === 'data'
        ? evaluateDataPrefix(delivery.prefix, oldestArrivalMs, random)
        : evaluateErrorPrefix(delivery, oldestArrivalMs, random);
    const isLikeData = kind === 'data' || delivery.compressErrorObjects;
    s3.deliver({
      kind,
      key: objectKey(prefix, stream, oldestArrivalMs, randomUUID(), isLikeData ? delivery.extension : ''),
      body,
      isCompressed: isLikeData && delivery.isCompressed,
      records: pieces.length,
      oldestArrivalMs,
    });
  }

  return {
    accept: (bytes) => {
      const record = { recordId: nextRecordId(sequence++), data: bytes, arrivalMs: clock.now() };
      counters.recordsIn++;
      counters.bytesIn += bytes.length;
      received.add(record, bytes.length);
      return record;
    },
    held: () => ({
      recordsAwaitingTransform: received.count(),
      recordsInTransform: inTransform.records,
      recordsAwaitingDelivery: data.count() + errors.count(),
      objectsInDelivery: s3.count(),
      bytes: received.bytes() + inTransform.bytes + data.bytes() + errors.bytes() + s3.bytes(),
    }),
    transformNow: async () => {
      received.flush();
      await Promise.all(transforming);
    },
    deliverNow: () => {
      data.flush();
      errors.flush();
    },
    stop: async () => {
      received.discard();
      await Promise.all(transforming);
      data.discard();
      errors.discard();
    },
  };
}

/** The form of the ids in the Lambda events of the service: a long number; opaque, and not the id of the put. */
function nextRecordId(sequence: number): string {
  return `4957873408644225903749749${String(sequence).padStart(31, '0')}000000`;
}
