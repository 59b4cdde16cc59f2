import { alarms } from './alarms';
import { bucket } from './bucket';
import { clustersOf, type Cluster } from './clusters';
import { CONDITIONS } from './conditions';
import { dashboard } from './dashboard';
import { deliveryStream } from './delivery-stream';
import { logGroups } from './log-groups';
import { oidcProvider } from './oidc-provider';
import { outputs } from './outputs';
import { PARAMETERS, templateParameters } from './parameters';
import { queues } from './queues';
import { sentinelRole } from './sentinel-role';
import { subscriptionFilters, subscriptionRole } from './subscriptions';
import type { DeletionPolicy, Outputs, Resources, Template } from './template';
import { transformFunction } from './transform-function';

/** Everything of a stack but its shell: both ways of deploying put the same parts into theirs. */
export type StackParts = Pick<Template, 'Parameters' | 'Conditions' | 'Resources' | 'Outputs'>;

/** What depends on the list of clusters. */
export interface ClusterParts {
  readonly Resources: Resources;
  readonly Outputs: Outputs;
}

/** The parts of a stack with one cluster; the function lacks its code and its handler. */
export function stackParts(deletionPolicy: DeletionPolicy): StackParts {
  const parts = partsOf(clustersOf(['']));
  return {
    Parameters: templateParameters(Object.keys(PARAMETERS)),
    Conditions: CONDITIONS,
    Resources: {
      ...queues(),
      ...bucket(deletionPolicy),
      ...logGroups(),
      ...transformFunction(),
      ...deliveryStream(),
      SubscriptionRole: subscriptionRole(),
      OidcProvider: { ...oidcProvider(), Condition: 'CreatesOidcProvider' },
      SentinelRole: sentinelRole(),
      ...parts.Resources,
    },
    Outputs: parts.Outputs,
  };
}

/** The parts that take the place of those of one cluster when a stack serves several. */
export function clusterParts(names: readonly string[]): ClusterParts {
  return partsOf(clustersOf(names));
}

function partsOf(clusters: readonly Cluster[]): ClusterParts {
  return {
    Resources: { ...subscriptionFilters(clusters), ...alarms(clusters), Dashboard: dashboard(clusters) },
    Outputs: outputs(clusters),
  };
}
