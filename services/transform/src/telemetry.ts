import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';

import type { InvocationContext } from './create-handler';
import type { Tally } from './tally';
import { isConserved } from './tally';

/** Where the metrics stand unless POWERTOOLS_METRICS_NAMESPACE and POWERTOOLS_SERVICE_NAME say otherwise. */
export const METRICS_NAMESPACE = 'EksSentinel';
export const SERVICE_NAME = 'eks-sentinel';

/**
 * Reports invocations: one log line and one flush of metrics each, both on standard output (CloudWatch embedded metric
 * format). Nothing of what a record holds is in either.
 */
export function createTelemetry(
  environment: Readonly<Record<string, string | undefined>>,
  now: () => number,
): (tally: Tally, context: InvocationContext | undefined) => void {
  const serviceName = setOr(SERVICE_NAME, environment['POWERTOOLS_SERVICE_NAME']);
  const namespace = setOr(METRICS_NAMESPACE, environment['POWERTOOLS_METRICS_NAMESPACE']);
  const logger = new Logger({ serviceName });
  const metrics = new Metrics({ serviceName, namespace });

  return (tally, context) => {
    try {
      if (context !== undefined) logger.addContext(context as Context);
      const level = tally.failedRecords > 0 || !isConserved(tally) ? 'warn' : 'info';
      logger[level]('batch transformed', { batch: tally });
      for (const { name, unit, value } of metricsOf(tally, now())) metrics.addMetric(name, unit, value);
      metrics.publishStoredMetrics();
    } catch {
      // Rows are worth more than their count: a report that fails must not fail the batch.
    }
  };
}

/** An empty variable counts as unset. */
function setOr(fallback: string, value: string | undefined): string {
  return value === undefined || value === '' ? fallback : value;
}

/** What each metric counts. Names that begin with Dropped, Failed or Degraded end in a reason or code: FailedGzipCorrupt. */
export const METRICS: Readonly<Record<string, string>> = {
  RecordsIn: 'records of the batch',
  LogEventsIn: 'log events of all records that could be read',
  RowsOut: 'rows in this response',
  DegradedRows: 'rows of audit events that could not be read whole; `Degraded<Code>` counts them by code',
  ShrunkRows: 'rows whose RawEvent was too long and was shrunk',
  EssentialsOnlyRows: 'shrunk rows left with the essentials alone: shrinking them with care would have taken too long',
  DeepRows: 'rows nested deeper than 64, which some JSON readers refuse',
  DeclinedEvents: 'log events that the fast path left to the reference: the same rows, more slowly',
  FailedRecords: 'records answered with ProcessingFailed; `Failed<Code>` counts them by code',
  ReingestedSplit: 'records that were split and put back to the stream',
  ReingestedDeferred: 'records that were put back to the stream whole',
  PutAttempts: 'calls of PutRecordBatch',
  ConservationBroken: '1 when log events and rows do not add up, else 0',
  ResponseBytes: 'base64 in the response',
  ExpansionRatio: 'base64 in the response for each byte of base64 in the request',
  LagMilliseconds: 'age of the oldest log event that became a row',
};

interface Metric {
  readonly name: string;
  readonly unit: (typeof MetricUnit)[keyof typeof MetricUnit];
  readonly value: number;
}

/** The metrics of one invocation. Reasons and codes are parts of names, because a dimension has one value a flush. */
export function metricsOf(tally: Tally, now: number): Metric[] {
  const count = (name: string, value: number): Metric => ({ name, unit: MetricUnit.Count, value });
  const each = (prefix: string, counts: Partial<Record<string, number>>): Metric[] =>
    Object.entries(counts).map(([code, value]) => count(`${prefix}${pascalCase(code)}`, value ?? 0));
  const metrics = [
    count('RecordsIn', tally.recordsIn),
    count('LogEventsIn', tally.logEventsIn),
    count('RowsOut', tally.rowsOut),
    count('DegradedRows', tally.degradedRows),
    count('ShrunkRows', tally.shrunkRows),
    count('EssentialsOnlyRows', tally.essentialsOnlyRows),
    count('DeepRows', tally.deepRows),
    count('DeclinedEvents', tally.declinedEvents),
    count('FailedRecords', tally.failedRecords),
    count('ReingestedSplit', tally.reingestedSplit),
    count('ReingestedDeferred', tally.reingestedDeferred),
    count('PutAttempts', tally.putAttempts),
    count('ConservationBroken', isConserved(tally) ? 0 : 1),
    { name: 'ResponseBytes', unit: MetricUnit.Bytes, value: tally.responseBytes },
    ...each('Dropped', tally.dropped),
    ...each('Failed', tally.failed),
    ...each('Degraded', tally.degraded),
  ];
  if (tally.requestBytes > 0) {
    metrics.push({ name: 'ExpansionRatio', unit: MetricUnit.NoUnit, value: tally.responseBytes / tally.requestBytes });
  }
  if (tally.oldest !== undefined && tally.oldest <= now) {
    metrics.push({ name: 'LagMilliseconds', unit: MetricUnit.Milliseconds, value: now - tally.oldest });
  }
  return metrics;
}

function pascalCase(code: string): string {
  return code.replace(/(^|_)([a-z0-9])/g, (_, _separator: string, letter: string) => letter.toUpperCase());
}
