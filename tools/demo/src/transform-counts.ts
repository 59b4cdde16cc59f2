import type { AttemptReport, LogLine } from '../../firehose-sim/src/index';

/** What the Lambda said of its invocations that were answered. */
export interface TransformCounts {
  invocations: number;
  rows: number;
  degradedRows: number;
  shrunkRows: number;
  /** Records that were put back to the stream, whole or in parts. */
  reingestedRecords: number;
  /** Dropped log events by reason. */
  dropped: Record<string, number>;
  /** Failed records by code. */
  failedRecords: Record<string, number>;
  /** Highest resident memory of its process in MiB; undefined where the system does not tell. */
  peakMemoryMb: number | undefined;
}

/** The part of the transform's report that is read. */
interface BatchReport {
  readonly rowsOut: number;
  readonly degradedRows: number;
  readonly shrunkRows: number;
  readonly reingestedSplit: number;
  readonly reingestedDeferred: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly droppedLogEvents: number;
  readonly failed: Readonly<Record<string, number>>;
}

/** Adds up the reports of invocations. What an invocation did counts only when Firehose got its answer. */
export interface TransformMeter {
  readonly counts: Readonly<TransformCounts>;
  readonly onLogLine: (line: LogLine) => void;
  readonly onAttempt: (attempt: AttemptReport) => void;
}

const REPORT = '"batch transformed"';

export function createTransformMeter(): TransformMeter {
  const counts: TransformCounts = {
    invocations: 0,
    rows: 0,
    degradedRows: 0,
    shrunkRows: 0,
    reingestedRecords: 0,
    dropped: {},
    failedRecords: {},
    peakMemoryMb: undefined,
  };
  const reports = new Map<string, BatchReport>();
  return {
    counts,
    onLogLine: ({ line, requestId }) => {
      if (requestId === undefined || !line.startsWith('{') || !line.includes(REPORT)) return;
      reports.set(requestId, (JSON.parse(line) as { batch: BatchReport }).batch);
    },
    onAttempt: ({ requestId = '', errorType, peakMemoryMb }) => {
      if (peakMemoryMb !== undefined) counts.peakMemoryMb = Math.max(counts.peakMemoryMb ?? 0, peakMemoryMb);
      const report = reports.get(requestId);
      reports.delete(requestId);
      if (errorType === undefined && report !== undefined) addReport(counts, report);
    },
  };
}

function addReport(counts: TransformCounts, report: BatchReport): void {
  counts.invocations += 1;
  counts.rows += report.rowsOut;
  counts.degradedRows += report.degradedRows;
  counts.shrunkRows += report.shrunkRows;
  counts.reingestedRecords += report.reingestedSplit + report.reingestedDeferred;
  for (const [code, records] of Object.entries(report.failed)) add(counts.failedRecords, code, records);
  for (const [reason, logEvents] of droppedLogEvents(report)) add(counts.dropped, reason, logEvents);
}

/**
 * The report counts records by reason, and log events of all reasons together. A control message has one log event, and a
 * message without log events none: so the rest belongs to the one other reason that a single log group can give.
 */
function droppedLogEvents({ dropped, droppedLogEvents: total }: BatchReport): [reason: string, logEvents: number][] {
  const other = Object.keys(dropped).find((reason) => reason !== 'control_message' && reason !== 'no_log_events');
  const control = dropped['control_message'] ?? 0;
  return [['control_message', control], ...(other === undefined ? [] : [[other, total - control] as [string, number]])];
}

function add(sums: Record<string, number>, name: string, count: number): void {
  if (count !== 0) sums[name] = (sums[name] ?? 0) + count;
}
