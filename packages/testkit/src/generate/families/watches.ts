import type { ApiRequest, Caller, ObjectRef } from '../api-request';
import { WATCH_MICROS } from '../api-request';
import type { Family, Scene } from '../scene';
import { busyController, controllerNamed, resourceRequest } from '../scene';

const WATCHED: readonly [ObjectRef, ...ObjectRef[]] = [
  { resource: 'pods', apiVersion: 'v1' },
  { resource: 'nodes', apiVersion: 'v1' },
  { resource: 'services', apiVersion: 'v1' },
  { resource: 'configmaps', apiVersion: 'v1' },
  { resource: 'deployments', apiGroup: 'apps', apiVersion: 'v1' },
  { resource: 'ingresses', apiGroup: 'networking.k8s.io', apiVersion: 'v1' },
  { resource: 'endpointslices', apiGroup: 'discovery.k8s.io', apiVersion: 'v1' },
  { resource: 'certificates', apiGroup: 'cert-manager.io', apiVersion: 'v1' },
  { resource: 'customresourcedefinitions', apiGroup: 'apiextensions.k8s.io', apiVersion: 'v1' },
];

/** A controller renews a watch. */
export const renewWatch: Family = (scene) => {
  const controller = busyController(scene);
  return [watch(scene, controller, scene.random.pick(WATCHED), controller.allowedBy)];
};

/** A kubelet reconnects and opens all its watches within the same moment: a watch storm. */
export const reconnectKubelet: Family = (scene) => {
  const node = scene.random.pick(scene.world.nodes);
  const { namespace } = scene.random.pick(scene.world.workloads);
  const watched: ObjectRef[] = [
    { resource: 'pods', apiVersion: 'v1' },
    { resource: 'services', apiVersion: 'v1' },
    { resource: 'runtimeclasses', apiGroup: 'node.k8s.io', apiVersion: 'v1' },
    { resource: 'csidrivers', apiGroup: 'storage.k8s.io', apiVersion: 'v1' },
    { resource: 'configmaps', namespace, name: 'kube-root-ca.crt', apiVersion: 'v1' },
    { resource: 'secrets', namespace, name: 'registry-credentials', apiVersion: 'v1' },
  ];
  return watched.map((ref) => watch(scene, node.kubelet, ref, ''));
};

/** kube-proxy's watch of services, which the policy does not log, and of nodes, which it does. */
export const kubeProxyWatch: Family = (scene) => {
  const agent = controllerNamed(scene, 'aws-node');
  const kubeProxy: Caller = {
    user: { username: 'system:kube-proxy', groups: ['system:node-proxier', 'system:authenticated'] },
    sourceIp: agent.sourceIp,
    userAgent: 'kube-proxy/v1.33.4 (linux/amd64) kubernetes/74cdb42',
  };
  const allowedBy =
    'RBAC: allowed by ClusterRoleBinding "eks:kube-proxy" of ClusterRole "system:node-proxier" to Group "system:node-proxier"';
  return [
    watch(scene, kubeProxy, { resource: 'services', apiVersion: 'v1' }, allowedBy),
    watch(scene, kubeProxy, { resource: 'nodes', apiVersion: 'v1' }, allowedBy),
  ];
};

function watch(scene: Scene, caller: Caller, ref: ObjectRef, allowedBy: string): ApiRequest {
  const { random, world } = scene;
  const runsForMicros = random.int(...WATCH_MICROS);
  const seconds = Math.floor(runsForMicros / 1_000_000);
  // The watch of one named object is a watch of its collection with a field selector.
  const selector = ref.name === undefined ? {} : { fieldSelector: `metadata.name=${ref.name}` };
  const collection = { ...ref, name: undefined };
  const request = resourceRequest(scene, caller, 'watch', collection, {
    allowedBy,
    runsForMicros,
    query: {
      allowWatchBookmarks: 'true',
      ...selector,
      resourceVersion: world.nextResourceVersion(),
      timeout: `${Math.floor(seconds / 60)}m${seconds % 60}s`,
      timeoutSeconds: seconds,
      watch: 'true',
    },
  });
  return { ...request, ref };
}
