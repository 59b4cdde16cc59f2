import type { SimulationCounters } from '../../firehose-sim/src/index';
import type { Account } from '../../pipeline/src/account';
import type { FailedRequests } from './row-statistics';
import type { TransformCounts } from './transform-counts';

/** What a run gave, as `--json` prints it and `summary.json` keeps it. */
export interface DemoSummary {
  /** Whether nothing is missing: the account balances, the attack is told, and all poison lies in the error objects. */
  readonly isComplete: boolean;
  readonly source: { readonly input: string } | { readonly seed: number; readonly events: number };
  readonly faults: readonly string[];
  readonly account: Account;
  readonly rows: number;
  readonly byVerb: Readonly<Record<string, number>>;
  readonly byAuthDecision: Readonly<Record<string, number>>;
  readonly failedRequests: readonly FailedRequests[];
  /** Events of the attack that were told, and rows that carry one of them. */
  readonly attack: { readonly events: number; readonly rows: number };
  /** Records put beside the real ones, and those that lie in the error objects with their bytes. */
  readonly poison: { readonly records: number; readonly inErrorObjects: number };
  readonly transform: Readonly<TransformCounts>;
  readonly stream: SimulationCounters;
  /** Objects that were told to the queue, and messages that told one again. */
  readonly notifications: { readonly sent: number; readonly repeated: number };
  readonly bytes: { readonly auditEvents: number; readonly rows: number };
  /** From the first log event in to the last row out. */
  readonly seconds: number;
  /** Highest resident memory of this process, in MiB; that of the Lambda stands beside its counts. */
  readonly peakMemoryMb: number;
  /** The folder of the run. */
  readonly folder: string;
}
