import type { CheckResult } from './check';

/**
 * Checks that show that something is wrong elsewhere: they are a cause only when nothing else is wrong. Of several, the
 * first in the order of the data explains the later ones.
 */
const SYMPTOMS: readonly CheckResult['id'][] = [
  'log-group.audit-events',
  'flow.forwarded',
  'flow.delivery-errors',
  'flow.throttling',
  'firehose.throttled',
  'firehose.freshness',
  'firehose.delivery',
  'firehose.processing',
  'lambda.errors',
  's3.rows',
  's3.errors',
  'sqs.age',
  'sqs.dead-letters',
];

/** The check that most likely explains what is missing, or undefined when nothing is wrong. */
export function causeAmong(results: readonly CheckResult[]): CheckResult | undefined {
  const failed = results.filter(({ status }) => status === 'FAIL');
  const isCause = ({ id }: CheckResult): boolean => !SYMPTOMS.includes(id);
  const warned = results.filter(({ status }) => status === 'WARN');
  // A stack that was never made whole explains everything that is not there.
  return (
    failed.find(({ id }) => id === 'stack.status') ??
    failed.find(isCause) ??
    failed[0] ??
    warned.find(isCause) ??
    warned[0]
  );
}

/** One sentence on what stands in the way of a first deployment. */
export function obstacleSentence(results: readonly CheckResult[]): string {
  const failed = results.filter(({ status }) => status === 'FAIL');
  if (failed.length === 0) return 'Nothing that was looked at stands in the way of a deployment.';
  return `In the way of a deployment: ${failed.map(({ id, subject }) => `${id} (${subject})`).join(', ')}.`;
}

/** One sentence on what is most likely wrong. */
export function causeSentence(results: readonly CheckResult[]): string {
  const cause = causeAmong(results);
  const skipped = results.filter(({ status }) => status === 'SKIP').length;
  if (cause !== undefined) {
    const others = results.filter((one) => one !== cause && one.status === 'FAIL').length;
    const rest = others === 0 ? '' : `; it may explain the ${others} other failure${others === 1 ? '' : 's'}`;
    const verb = cause.status === 'FAIL' ? 'Most likely cause' : 'Nothing is broken; most worth a look';
    return `${verb}: ${cause.id} (${cause.subject}): ${cause.observed}${rest}.`;
  }
  if (skipped > 0) return `Nothing wrong was found, but ${skipped} checks were skipped.`;
  return 'Nothing is wrong on the side of AWS; when no rows arrive, look at the connector page of Sentinel.';
}
