import type { Answer } from '../../aws/answer';
import type { ShellCommand } from '../../shell/shell-command';
import { awsCommand } from '../aws-command';
import { expectedResource, type Chain } from '../chain';
import { check, passIf, type CheckResult } from '../check';
import { maximumOf, sumOf, type Datapoint } from '../metrics';
import { quotaCommand } from '../quota-command';

/** Ten times the buffer interval: the threshold of the alarm. */
const STALE_SECONDS = 600;

export type StreamMetrics = Readonly<
  Record<'throttled' | 'freshness' | 'delivered' | 'processed', readonly Datapoint[]>
>;

/** What the stream measured in the last hour. No datapoint means that nothing went wrong, or nothing came in. */
export function judgeStreamMetrics(metrics: Answer<StreamMetrics>, chain: Chain): CheckResult[] {
  const subject = chain.stream!;
  const logs = awsCommand('logs', 'FilterLogEvents', chain.region, {
    logGroupName: expectedResource(chain, 'FirehoseLogGroup')['LogGroupName'] as string,
    startTime: chain.now - 3_600_000,
  });
  const hour = 'in the last hour';
  return [
    check({ id: 'firehose.throttled', subject, expected: `none ${hour}` }, metrics, ({ throttled }) => {
      const sum = sumOf(throttled);
      return passIf(
        sum === 0,
        sum === 0 ? 'none' : `${sum} records were refused: the quota is reached`,
        'FAIL',
        quotaCommand(chain),
      );
    }),
    check(
      { id: 'firehose.freshness', subject, expected: `under ${STALE_SECONDS} s ${hour}` },
      metrics,
      ({ freshness }) => {
        const oldest = maximumOf(freshness);
        const observed = oldest === undefined ? 'no datapoint' : `the oldest record waited ${Math.round(oldest)} s`;
        return passIf((oldest ?? 0) <= STALE_SECONDS, observed, 'FAIL', logs);
      },
    ),
    check(
      { id: 'firehose.delivery', subject, expected: `every write to S3 succeeds ${hour}` },
      metrics,
      ({ delivered }) => judgeSuccess(delivered, 'writes to S3', logs),
    ),
    check(
      { id: 'firehose.processing', subject, expected: `every call of the function succeeds ${hour}` },
      metrics,
      ({ processed }) => judgeSuccess(processed, 'calls of the function', logs),
    ),
  ];
}

function judgeSuccess(points: StreamMetrics['delivered'], what: string, fix: ShellCommand): ReturnType<typeof passIf> {
  if (points.length === 0) return { status: 'PASS', observed: 'no datapoint' };
  const failed = points.filter(({ value }) => value < 1).length;
  return passIf(
    failed === 0,
    failed === 0 ? 'all' : `${what} failed in ${failed} of ${points.length} periods`,
    'FAIL',
    fix,
  );
}
