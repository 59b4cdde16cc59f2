import type { ApiRequest, Caller, ObjectRef } from '../api-request';
import type { Family, Scene } from '../scene';
import { busyController, allowedAsGroup, controllerNamed, resourceRequest } from '../scene';
import { SECOND } from '../timestamps';

/** A controller reads an object, or a page of a list. */
export const controllerReads: Family = (scene) => {
  const { random, world } = scene;
  const controller = busyController(scene);
  const ref = readableRef(scene, random.chance(0.6));
  const query: Record<string, string | number> =
    ref.name === undefined ? { limit: 500, resourceVersion: world.nextResourceVersion() } : {};
  return [
    resourceRequest(scene, controller, ref.name === undefined ? 'list' : 'get', ref, {
      query,
      allowedBy: controller.allowedBy,
      latencyMicros: ref.name === undefined ? random.int(3_000, 180_000) : random.int(700, 9_000),
    }),
  ];
};

/** A kubelet reads the pods of its node, their volumes and their secrets. */
export const kubeletReads: Family = (scene) => {
  const { random, world } = scene;
  const { node, workload, name } = random.pick(world.pods);
  const { namespace } = workload;
  const refs: readonly [ObjectRef, ...ObjectRef[]] = [
    { resource: 'pods', namespace, name, apiVersion: 'v1' },
    { resource: 'secrets', namespace, name: `${workload.name}-database`, apiVersion: 'v1' },
    { resource: 'csinodes', name: node.name, apiGroup: 'storage.k8s.io', apiVersion: 'v1' },
    // The policy logs no node that a kubelet reads.
    { resource: 'nodes', name: node.name, apiVersion: 'v1' },
  ];
  return [resourceRequest(scene, node.kubelet, 'get', random.pick(refs))];
};

/** A developer looks around: gets, lists, logs. */
export const personReads: Family = (scene) => {
  const { random, world } = scene;
  const person = random.pick(world.people);
  const allowedBy = allowedAsGroup(person.user.groups[0]!, 'view');
  if (random.chance(0.25)) return [podLog(scene, person, allowedBy)];
  const ref = readableRef(scene, random.chance(0.4));
  const query: Record<string, string | number> = ref.name === undefined ? { limit: 500 } : {};
  return [resourceRequest(scene, person, ref.name === undefined ? 'list' : 'get', ref, { query, allowedBy })];
};

/** Prometheus looks for the pods and services that it scrapes. */
export const metricsReads: Family = (scene) => {
  const prometheus = controllerNamed(scene, 'prometheus-k8s');
  const nodes: ObjectRef = { resource: 'nodes', apiGroup: 'metrics.k8s.io', apiVersion: 'v1beta1' };
  return [resourceRequest(scene, prometheus, 'list', nodes, { allowedBy: prometheus.allowedBy })];
};

function podLog(scene: Scene, caller: Caller, allowedBy: string): ApiRequest {
  const pod = scene.random.pick(scene.world.pods);
  const { namespace, name } = pod.workload;
  return resourceRequest(
    scene,
    caller,
    'get',
    { resource: 'pods', namespace, name: pod.name, apiVersion: 'v1', subresource: 'log' },
    {
      query: { container: name, follow: 'true', tailLines: 100 },
      allowedBy,
      runsForMicros: scene.random.int(1, 240) * SECOND,
    },
  );
}

function readableRef({ random, world }: Scene, isNamed: boolean): ObjectRef {
  const pod = random.pick(world.pods);
  const { namespace, name } = pod.workload;
  const named: readonly [ObjectRef, ...ObjectRef[]] = [
    { resource: 'pods', namespace, name: pod.name, apiVersion: 'v1' },
    { resource: 'services', namespace, name, apiVersion: 'v1' },
    { resource: 'configmaps', namespace, name: `${name}-settings`, apiVersion: 'v1' },
    { resource: 'deployments', namespace, name, apiGroup: 'apps', apiVersion: 'v1' },
    { resource: 'horizontalpodautoscalers', namespace, name, apiGroup: 'autoscaling', apiVersion: 'v2' },
    { resource: 'persistentvolumeclaims', namespace, name: `${name}-data`, apiVersion: 'v1' },
    { resource: 'virtualservices', namespace, name, apiGroup: 'networking.istio.io', apiVersion: 'v1' },
  ];
  const ref = random.pick(named);
  return isNamed ? ref : { ...ref, name: undefined, namespace: random.chance(0.4) ? undefined : namespace };
}
