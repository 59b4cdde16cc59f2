import { DescribeClusterCommand, paginateListClusters, type Cluster } from '@aws-sdk/client-eks';

import { ask, mapAnswer, valueOf, type Answer } from '../../aws/answer';
import type { ShellCommand } from '../../shell/shell-command';
import { awsCommand } from '../aws-command';
import type { Chain } from '../chain';
import { check, passIf, result, type CheckResult, type Station } from '../check';
import { nearest } from '../nearest-names';

export interface ClusterFacts {
  readonly name: string;
  readonly cluster: Answer<Cluster>;
  /** Clusters of the account and region, asked for when the cluster is unknown. */
  readonly others: Answer<readonly string[]>;
}

/** EKS: the cluster exists, works, and writes its audit log. */
export const clusterStation: Station<readonly ClusterFacts[]> = {
  id: 'cluster',

  observe: async ({ eks }, { clusters }) =>
    Promise.all(
      clusters.map(async ({ name }) => {
        const described = await ask('eks:DescribeCluster', () => eks.send(new DescribeClusterCommand({ name })));
        const cluster = mapAnswer(described, (answer) => answer.cluster ?? {});
        const others: Answer<readonly string[]> =
          cluster.kind === 'absent' ? await ask('eks:ListClusters', () => clusterNames()) : { kind: 'absent' };
        return { name, cluster, others };

        async function clusterNames(): Promise<string[]> {
          const names: string[] = [];
          for await (const page of paginateListClusters({ client: eks }, {})) names.push(...(page.clusters ?? []));
          return names;
        }
      }),
    ),

  judge: (facts, chain) => facts.flatMap((one) => judgeCluster(one, chain)),
};

function judgeCluster({ name, cluster, others }: ClusterFacts, chain: Chain): CheckResult[] {
  const exists = { id: 'cluster.exists', subject: name, expected: `an EKS cluster in ${chain.region}` } as const;
  if (cluster.kind === 'absent') {
    const near = nearest(name, valueOf(others) ?? []);
    const hint = near.length === 0 ? '' : `; the nearest names are ${near.join(', ')}`;
    const fix = awsCommand('eks', 'ListClusters', chain.region, {});
    return [result(exists, { status: 'FAIL', observed: `no such cluster${hint}`, fix })];
  }
  return [
    check(exists, cluster, ({ version }) => ({ status: 'PASS', observed: `exists, version ${version ?? 'unknown'}` })),
    check({ id: 'cluster.active', subject: name, expected: 'ACTIVE (or UPDATING)' }, cluster, ({ status }) => {
      const fix = awsCommand('eks', 'DescribeCluster', chain.region, { name });
      return passIf(status === 'ACTIVE' || status === 'UPDATING', status ?? 'no status', 'FAIL', fix);
    }),
    check(
      { id: 'cluster.audit-logging', subject: name, expected: 'audit among the enabled log types' },
      cluster,
      (one) => {
        const enabled = (one.logging?.clusterLogging ?? [])
          .filter((setup) => setup.enabled === true)
          .flatMap(({ types = [] }) => types);
        const observed = enabled.length === 0 ? 'no log type is enabled' : `enabled: ${enabled.join(', ')}`;
        return passIf(enabled.includes('audit'), observed, 'FAIL', step1(chain, name));
      },
    ),
  ];
}

/** The command that turns the audit log on; EKS answers "No changes needed" where it is on. */
export function step1(chain: Chain, name: string): ShellCommand {
  return awsCommand('eks', 'UpdateClusterConfig', chain.region, {
    name,
    logging: { clusterLogging: [{ types: ['audit'], enabled: true }] },
  });
}
