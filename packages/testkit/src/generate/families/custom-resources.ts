import { storedCustomResourceDefinition } from '../objects/custom-resource-definition';
import type { Family } from '../scene';
import { controllerNamed, resourceRequest } from '../scene';
import { secondTime } from '../timestamps';

/** An add-on is upgraded and applies its definition: the largest audit events of a cluster, 100 to 200 KB. */
export const applyCustomResourceDefinition: Family = (scene) => {
  const { random, world, micros } = scene;
  const karpenter = controllerNamed(scene, 'karpenter');
  const properties = random.int(430, 760);
  const name = 'nodepools.karpenter.sh';
  const stored = storedCustomResourceDefinition(
    random.uuid(),
    world.nextResourceVersion(),
    secondTime(micros),
    properties,
  );
  return [
    resourceRequest(
      scene,
      karpenter,
      'patch',
      { resource: 'customresourcedefinitions', name, apiGroup: 'apiextensions.k8s.io', apiVersion: 'v1' },
      {
        requestObject: [
          { op: 'replace', path: '/metadata/annotations/controller-gen.kubebuilder.io~1version', value: 'v0.18.0' },
        ],
        responseObject: stored,
        allowedBy: karpenter.allowedBy,
        latencyMicros: random.int(20_000, 160_000),
      },
    ),
  ];
};

/** An operator writes objects of its own kind: groups that the policy does not know give metadata only. */
export const updateCustomResource: Family = (scene) => {
  const { random, world } = scene;
  const { name, namespace, uid } = random.pick(world.workloads);
  const [account, resource, apiGroup] = random.pick([
    ['cert-manager', 'certificates', 'cert-manager.io'],
    ['argocd-application-controller', 'applications', 'argoproj.io'],
    ['external-secrets', 'externalsecrets', 'external-secrets.io'],
  ] as const);
  const controller = controllerNamed(scene, account);
  return [
    resourceRequest(
      scene,
      controller,
      random.pick(['update', 'patch', 'get']),
      {
        resource,
        namespace,
        name,
        uid,
        apiGroup,
        apiVersion: 'v1',
        resourceVersion: world.nextResourceVersion(),
        subresource: 'status',
      },
      { allowedBy: controller.allowedBy },
    ),
  ];
};
