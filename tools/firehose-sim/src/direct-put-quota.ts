import type { Clock } from './clock';

/** What a DirectPut stream takes in a second. */
export interface DirectPutQuota {
  bytesPerSecond: number;
  requestsPerSecond: number;
  recordsPerSecond: number;
}

const MIB = 1_048_576;
const LARGE_REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'];

/** The quota of a new account. https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
export function defaultDirectPutQuota(region: string): DirectPutQuota {
  return LARGE_REGIONS.includes(region)
    ? { bytesPerSecond: 5 * MIB, requestsPerSecond: 2_000, recordsPerSecond: 500_000 }
    : { bytesPerSecond: MIB, requestsPerSecond: 1_000, recordsPerSecond: 100_000 };
}

/** Counts by whole seconds of the clock; the service's own bucket, which allows bursts, is not published. */
export interface QuotaMeter {
  takeRequest(): boolean;
  takeRecord(bytes: number): boolean;
}

export function createQuotaMeter(quota: DirectPutQuota | undefined, clock: Clock): QuotaMeter {
  if (!quota) return { takeRequest: () => true, takeRecord: () => true };
  let second = Number.NaN;
  let used = { bytes: 0, requests: 0, records: 0 };

  function turn(): void {
    const now = Math.floor(clock.now() / 1000);
    if (now === second) return;
    second = now;
    used = { bytes: 0, requests: 0, records: 0 };
  }

  return {
    takeRequest: () => {
      turn();
      if (used.requests >= quota.requestsPerSecond) return false;
      used.requests++;
      return true;
    },
    takeRecord: (bytes) => {
      turn();
      if (used.records >= quota.recordsPerSecond || used.bytes + bytes > quota.bytesPerSecond) return false;
      used.records++;
      used.bytes += bytes;
      return true;
    },
  };
}
