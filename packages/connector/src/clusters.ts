import { createHash } from 'node:crypto';

/** How the parts of one cluster are named. */
export interface Cluster {
  /** The name as it stands inside `Fn::Sub`: a literal, or the parameter. */
  readonly name: string;
  /** What logical ids and outputs carry at their end; empty for the first cluster. */
  readonly suffix: string;
  /** The name of the subscription filter, inside `Fn::Sub`. */
  readonly filterName: string;
}

/** Enough of a hash to part `a-b` from `ab`, which are the same word to a logical id. */
const HASH_CHARACTERS = 6;

/** The cluster of the parameter, which every template has. */
const FIRST: Cluster = { name: '${EKSClusterName}', suffix: '', filterName: '${AWS::StackName}-audit' };

/**
 * The first cluster comes from the parameter; the others are written out, each with ids made from its name. Filters
 * carry different names, so that a list whose order changes never asks for one filter twice.
 */
export function clustersOf(names: readonly string[]): readonly Cluster[] {
  return [FIRST, ...names.slice(1).map(furtherCluster)];
}

function furtherCluster(name: string): Cluster {
  const words = name.split(/[-_]/).filter((word) => word !== '');
  const camel = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_CHARACTERS);
  return { name, suffix: `${camel}${hash}`, filterName: `\${AWS::StackName}-audit-${name}` };
}
