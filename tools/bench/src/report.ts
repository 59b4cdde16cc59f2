import type { ScalingPoint } from './measure/measure-scaling';
import type { SetResult } from './measure/measure-set';
import type { ColdResult } from './processes/measure-cold';
import type { MemoryResult } from './processes/measure-memory';
import type { TelemetryResult } from './processes/measure-telemetry';
import type { Machine } from './machine';

/** The form of `--json`; another one gets another number. */
export const REPORT_VERSION = 1;

/** All that one run measured. Times in milliseconds, memory in megabytes (10^6 bytes), sizes in bytes. */
export interface BenchReport {
  readonly version: typeof REPORT_VERSION;
  readonly source: string;
  readonly rounds: number;
  readonly machine: Machine;
  /** The size of the Lambda's bundle. */
  readonly bundleBytes: number;
  readonly sets: readonly SetResult[];
  readonly cold: ColdResult;
  readonly memory: readonly MemoryResult[];
  readonly telemetry: TelemetryResult;
  readonly scaling: readonly ScalingPoint[];
}
