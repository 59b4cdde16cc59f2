import type { JsonObject } from '../../build/go-json';
import { podLabels } from '../objects/pod';
import type { Family } from '../scene';
import { allowedAsController, controlPlaneAccount, resourceRequest } from '../scene';
import { secondTime } from '../timestamps';
import type { Workload, World } from '../world';

/** The endpoints of a Service change: logged with both objects. */
export const updateEndpoints: Family = (scene) => {
  const { random, world } = scene;
  const workload = random.pick(world.workloads);
  const { name, namespace, uid } = workload;
  const revision = world.nextResourceVersion();
  return [
    resourceRequest(
      scene,
      controlPlaneAccount(scene, 'endpoint-controller'),
      'update',
      { resource: 'endpoints', namespace, name, uid, apiVersion: 'v1', resourceVersion: revision },
      {
        requestObject: endpoints(world, workload, revision),
        responseObject: endpoints(world, workload, world.nextResourceVersion()),
        allowedBy: allowedAsController('endpoint-controller'),
      },
    ),
  ];
};

/** The same for the newer kind, whose group the policy logs as metadata only. */
export const updateEndpointSlice: Family = (scene) => {
  const { random, world } = scene;
  const { name, namespace, uid } = random.pick(world.workloads);
  return [
    resourceRequest(
      scene,
      controlPlaneAccount(scene, 'endpointslice-controller'),
      'update',
      {
        resource: 'endpointslices',
        namespace,
        name: `${name}-${uid.slice(0, 5)}`,
        uid,
        apiGroup: 'discovery.k8s.io',
        apiVersion: 'v1',
        resourceVersion: world.nextResourceVersion(),
      },
      { allowedBy: allowedAsController('endpointslice-controller') },
    ),
  ];
};

function endpoints(world: World, workload: Workload, resourceVersion: string): JsonObject {
  const { name, namespace, uid, createdMicros } = workload;
  const addresses = world.pods
    .filter((pod) => pod.workload === workload)
    .map((pod) => ({
      ip: pod.ip,
      nodeName: pod.node.name,
      targetRef: { kind: 'Pod', namespace, name: pod.name, uid: pod.uid },
    }));
  return {
    kind: 'Endpoints',
    apiVersion: 'v1',
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion,
      creationTimestamp: secondTime(createdMicros),
      labels: podLabels(workload),
    },
    subsets: [{ addresses, ports: [{ name: 'http', port: 8080, protocol: 'TCP' }] }],
  };
}
