import type { Family } from '../scene';
import { busyController, resourceRequest } from '../scene';

/** A leader renews its lease: half of all traffic of a quiet cluster. */
export const renewLeaderLease: Family = (scene) => {
  const controller = busyController(scene);
  return [
    resourceRequest(
      scene,
      controller,
      'update',
      {
        resource: 'leases',
        namespace: controller.namespace,
        name: controller.lease,
        uid: controller.leaseUid,
        apiGroup: 'coordination.k8s.io',
        apiVersion: 'v1',
        resourceVersion: scene.world.nextResourceVersion(),
      },
      { query: { timeout: '5s' }, allowedBy: controller.allowedBy },
    ),
  ];
};

/** A kubelet says that its node lives. */
export const renewNodeLease: Family = (scene) => {
  const node = scene.random.pick(scene.world.nodes);
  return [
    resourceRequest(
      scene,
      node.kubelet,
      scene.random.pick(['update', 'update', 'update', 'get']),
      {
        resource: 'leases',
        namespace: 'kube-node-lease',
        name: node.name,
        uid: node.uid,
        apiGroup: 'coordination.k8s.io',
        apiVersion: 'v1',
        resourceVersion: scene.world.nextResourceVersion(),
      },
      { query: { timeout: '10s' } },
    ),
  ];
};
