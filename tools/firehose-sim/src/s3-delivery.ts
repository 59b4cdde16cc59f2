import { promisify } from 'node:util';
import { gzip as gzipWithCallback } from 'node:zlib';

import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

import type { Clock } from './clock';
import type { SimulationCounters } from './counters';
import type { FaultSwitches } from './faults';
import { FIRST_S3_RETRY_MS, MAX_S3_RETRY_MS, RETENTION_MS } from './limits';

const gzip = promisify(gzipWithCallback);

/** An object as it is handed over: its name is fixed, so a retry writes the same object again. */
export interface PreparedObject {
  kind: 'data' | 'error';
  key: string;
  body: Buffer;
  isCompressed: boolean;
  records: number;
  oldestArrivalMs: number;
}

/** An object that S3 has taken. */
export interface WrittenObject {
  kind: 'data' | 'error';
  key: string;
  records: number;
  /** Bytes as written, after compression. */
  bytes: number;
  attempts: number;
}

export interface S3Delivery {
  deliver(object: PreparedObject): void;
  count(): number;
  bytes(): number;
  /** Tries what is left without waiting for the clock, up to `maxAttempts` times each; true when nothing is left. */
  settle(maxAttempts: number): Promise<boolean>;
  /** Gives up what is left, and waits for the attempts that run. */
  stop(): Promise<void>;
}

interface PendingObject {
  object: PreparedObject;
  body: Buffer;
  attempts: number;
  attempting: Promise<void> | undefined;
  cancelRetry: (() => void) | undefined;
}

/**
 * Writes objects, and writes again what S3 refuses: for 24 hours, then the records are lost.
 * https://docs.aws.amazon.com/firehose/latest/dev/troubleshooting.html
 */
export function createS3Delivery(
  client: S3Client,
  bucket: string,
  surroundings: {
    clock: Clock;
    faults: FaultSwitches;
    counters: SimulationCounters;
    onObject: (object: WrittenObject) => void;
  },
): S3Delivery {
  const { clock, faults, counters, onObject } = surroundings;
  const pending = new Set<PendingObject>();
  const pauses = new Set<() => void>();
  let isHurrying = false;
  let isStopped = false;

  async function attempt(entry: PendingObject): Promise<void> {
    entry.cancelRetry?.();
    entry.cancelRetry = undefined;
    entry.attempts++;
    counters.s3Attempts++;
    try {
      await write(entry);
    } catch {
      counters.s3Failures++;
      retryOrExpire(entry);
      return;
    }
    pending.delete(entry);
    const { kind, key, records } = entry.object;
    counters.bytesWritten += entry.body.length;
    if (kind === 'data') counters.dataObjects++;
    else counters.errorObjects++;
    onObject({ kind, key, records, bytes: entry.body.length, attempts: entry.attempts });
  }

  async function write(entry: PendingObject): Promise<void> {
    if (entry.attempts === 1 && entry.object.isCompressed) entry.body = await gzip(entry.object.body);
    if (entry.attempts === 1) entry.object = { ...entry.object, body: Buffer.alloc(0) };
    const { s3DelayMs } = faults.get();
    if (s3DelayMs > 0) await pause(s3DelayMs);
    if (faults.isWriteRefused()) throw new Error('SlowDown');
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: entry.object.key,
        Body: entry.body,
        // What the service sets, whatever the format.
        ContentType: 'application/octet-stream',
        ...(entry.object.isCompressed ? { ContentEncoding: 'gzip' } : {}),
      }),
    );
  }

  function retryOrExpire(entry: PendingObject): void {
    if (isStopped) return;
    if (clock.now() - entry.object.oldestArrivalMs > RETENTION_MS) {
      pending.delete(entry);
      counters.recordsExpired += entry.object.records;
      return;
    }
    const delayMs = Math.min(FIRST_S3_RETRY_MS * 2 ** (entry.attempts - 1), MAX_S3_RETRY_MS);
    entry.cancelRetry = clock.schedule(delayMs, () => {
      void start(entry);
    });
  }

  /** Starts an attempt, or joins the one that runs; never throws. */
  function start(entry: PendingObject): Promise<void> {
    entry.attempting ??= attempt(entry).finally(() => {
      entry.attempting = undefined;
    });
    return entry.attempting;
  }

  function pause(ms: number): Promise<void> {
    if (isHurrying) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        pauses.delete(end);
        resolve();
      };
      const cancel = clock.schedule(ms, end);
      pauses.add(end);
    });
  }

  return {
    deliver: (object) => {
      if (isStopped) return;
      const entry = { object, body: object.body, attempts: 0, attempting: undefined, cancelRetry: undefined };
      pending.add(entry);
      void start(entry);
    },
    count: () => pending.size,
    bytes: () => [...pending].reduce((sum, { body }) => sum + body.length, 0),
    settle: async (maxAttempts) => {
      isHurrying = true;
      for (let round = 0; round < maxAttempts && pending.size > 0; round++) {
        for (const end of pauses) end();
        await Promise.all([...pending].map(start));
      }
      isHurrying = false;
      return pending.size === 0;
    },
    stop: async () => {
      isStopped = true;
      for (const entry of pending) entry.cancelRetry?.();
      for (const end of pauses) end();
      await Promise.all([...pending].map((entry) => entry.attempting ?? Promise.resolve()));
    },
  };
}
