import { ask, valueOf, type Answer } from '../../aws/answer';
import type { AwsClients } from '../../aws/aws-clients';
import { ownCommand } from '../../shell/own-command';
import type { ShellCommand } from '../../shell/shell-command';
import type { Chain, ClusterNames } from '../chain';
import { chainOptions } from '../chain';
import { check, type CheckResult, type Station } from '../check';
import { readMetrics, sumOf, type Datapoint } from '../metrics';
import { quotaCommand } from '../quota-command';
import { listFilters, oursAmong, step2 } from './subscription';

const FORWARDED_MINUTES = 30;

/** Gaps of the last day: what is older has most likely been seen. */
const ERRORS_MINUTES = 24 * 60;

/** A datapoint covers so much; a gap is widened by it on both sides. */
const MARGIN_MILLISECONDS = 10 * 60_000;

export interface FlowFacts {
  readonly cluster: ClusterNames;
  readonly metrics: Answer<Readonly<Record<'forwarded' | 'errors' | 'throttling', readonly Datapoint[]>>>;
}

/** What CloudWatch Logs says about sending: it sends, and nothing is skipped. */
export const flowStation: Station<readonly FlowFacts[]> = {
  id: 'flow',

  observe: async (aws, chain) =>
    Promise.all(
      chain.clusters.map(async (cluster) => {
        const dimensions = {
          LogGroupName: cluster.logGroup,
          DestinationType: 'Firehose',
          FilterName: await nameOfFilter(aws, cluster, chain),
        };
        const of = (name: string, minutes: number) =>
          ({ namespace: 'AWS/Logs', name, statistic: 'Sum', dimensions, minutes }) as const;
        const metrics = await readMetrics(aws.cloudWatch, chain.now, {
          forwarded: of('ForwardedLogEvents', FORWARDED_MINUTES),
          errors: of('DeliveryErrors', ERRORS_MINUTES),
          throttling: of('DeliveryThrottling', ERRORS_MINUTES),
        });
        return { cluster, metrics };
      }),
    ),

  judge: (facts, chain) => facts.flatMap((one) => judgeFlow(one, chain)),
};

/** The metrics carry the name of the filter, which may be another than the one that the stack gives. */
async function nameOfFilter(aws: AwsClients, cluster: ClusterNames, chain: Chain): Promise<string> {
  const filters = await ask('logs:DescribeSubscriptionFilters', () => listFilters(aws, cluster.logGroup));
  return oursAmong(valueOf(filters) ?? [], chain)[0]?.filterName ?? cluster.filterName;
}

function judgeFlow({ cluster, metrics }: FlowFacts, chain: Chain): CheckResult[] {
  const subject = cluster.logGroup;
  return [
    check(
      { id: 'flow.forwarded', subject, expected: `log events sent in the last ${FORWARDED_MINUTES} minutes` },
      metrics,
      ({ forwarded }) => {
        const sum = sumOf(forwarded);
        if (sum > 0) return { status: 'PASS', observed: `${sum} log events sent` };
        return { status: 'FAIL', observed: 'no log event was sent', fix: step2(chain, cluster) };
      },
    ),
    check({ id: 'flow.delivery-errors', subject, expected: 'none in the last 24 hours' }, metrics, ({ errors }) => {
      const bad = errors.filter(({ value }) => value > 0);
      if (bad.length === 0) return { status: 'PASS', observed: 'none' };
      const observed = `${sumOf(bad)} log events were skipped and are missing: DATA LOSS until they are filled in`;
      return { status: 'FAIL', observed, fix: backfill(chain, cluster, bad) };
    }),
    check({ id: 'flow.throttling', subject, expected: 'none in the last 24 hours' }, metrics, ({ throttling }) => {
      const sum = sumOf(throttling);
      if (sum === 0) return { status: 'PASS', observed: 'none' };
      const observed = `Firehose throttled ${sum} deliveries; CloudWatch Logs tries again for 24 hours`;
      return { status: 'WARN', observed, fix: quotaCommand(chain) };
    }),
  ];
}

/** The command that fills the gap in. */
function backfill(chain: Chain, cluster: ClusterNames, points: readonly Datapoint[]): ShellCommand {
  const times = points.map(({ at }) => at);
  const from = new Date(Math.min(...times) - MARGIN_MILLISECONDS).toISOString();
  const to = new Date(Math.min(Math.max(...times) + MARGIN_MILLISECONDS, chain.now)).toISOString();
  return ownCommand('backfill', { ...chainOptions(chain, { stream: chain.stream }), cluster: cluster.name, from, to });
}
