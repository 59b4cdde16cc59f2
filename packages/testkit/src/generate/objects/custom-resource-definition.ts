import type { JsonObject } from '../../build/go-json';

/** A CustomResourceDefinition whose schema has this many properties: 700 of them make an event of over 100 KB. */
export function storedCustomResourceDefinition(
  uid: string,
  resourceVersion: string,
  createdAt: string,
  properties: number,
): JsonObject {
  return {
    kind: 'CustomResourceDefinition',
    apiVersion: 'apiextensions.k8s.io/v1',
    metadata: {
      name: 'nodepools.karpenter.sh',
      uid,
      resourceVersion,
      generation: 4,
      creationTimestamp: createdAt,
      annotations: { 'controller-gen.kubebuilder.io/version': 'v0.18.0' },
    },
    spec: {
      group: 'karpenter.sh',
      names: { plural: 'nodepools', singular: 'nodepool', kind: 'NodePool', listKind: 'NodePoolList' },
      scope: 'Cluster',
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema(properties) } }],
      conversion: { strategy: 'None' },
    },
    status: {
      conditions: [
        { type: 'NamesAccepted', status: 'True', lastTransitionTime: createdAt, reason: 'NoConflicts' },
        { type: 'Established', status: 'True', lastTransitionTime: createdAt, reason: 'InitialNamesAccepted' },
      ],
      storedVersions: ['v1'],
    },
  };
}

const TOPICS = ['requirements', 'disruption', 'taints', 'limits', 'kubelet', 'template', 'budgets', 'weight'] as const;

function schema(properties: number): JsonObject {
  const fields: Record<string, JsonObject> = {};
  for (let index = 0; index < properties; index++) {
    const topic = TOPICS[index % TOPICS.length]!;
    fields[`${topic}${index}`] = {
      description: `How ${topic} of a pool are chosen when rule ${index} applies: "always", a number <= ${index}, or a share in %.`,
      type: 'integer',
      format: 'int64',
      minimum: 0,
      maximum: 9_223_372_036_854_775_807n,
      'x-kubernetes-int-or-string': index % 7 === 0 ? true : undefined,
    };
  }
  return { description: 'NodePool is the Schema for the NodePools API', type: 'object', properties: fields };
}
