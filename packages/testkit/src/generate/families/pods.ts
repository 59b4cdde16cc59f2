import { containerStatus, requestedPod, runningStatus, storedPod } from '../objects/pod';
import type { Family } from '../scene';
import {
  allowedAsController,
  allowedAsGroup,
  controllerNamed,
  controlPlaneAccount,
  personWith,
  resourceRequest,
} from '../scene';
import { secondTime, SECOND } from '../timestamps';
import { buildPod } from '../world';

/** A ReplicaSet gets a pod and the scheduler binds it to a node. */
export const createPod: Family = (scene) => {
  const { random, world, micros } = scene;
  const workload = random.pick(world.workloads);
  const pod = buildPod(random, workload, random.pick(world.nodes), micros);
  const scheduler = controllerNamed(scene, 'system:kube-scheduler');
  const { namespace } = workload;
  const create = resourceRequest(
    scene,
    controlPlaneAccount(scene, 'replicaset-controller'),
    'create',
    { resource: 'pods', namespace, apiVersion: 'v1' },
    {
      code: 201,
      requestObject: requestedPod(workload),
      responseObject: storedPod(pod, world.nextResourceVersion(), false, micros),
      allowedBy: allowedAsController('replicaset-controller'),
      annotations: { 'pod-security.kubernetes.io/enforce-policy': 'privileged:latest' },
    },
  );
  const bind = resourceRequest(
    scene,
    scheduler,
    'create',
    { resource: 'pods', namespace, name: pod.name, uid: pod.uid, apiVersion: 'v1', subresource: 'binding' },
    {
      code: 201,
      requestObject: {
        kind: 'Binding',
        apiVersion: 'v1',
        metadata: { name: pod.name, namespace, uid: pod.uid, creationTimestamp: null },
        target: { kind: 'Node', name: pod.node.name },
      },
      responseObject: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
      allowedBy: scheduler.allowedBy,
      latencyMicros: random.int(8_000, 20_000),
    },
  );
  return [create, bind];
};

/** A kubelet reports the state of a pod: a strategic merge patch, logged with the request only. */
export const patchPodStatus: Family = (scene) => {
  const { random, world, micros } = scene;
  const pod = random.pick(world.pods);
  const { node, workload, uid } = pod;
  const status = runningStatus(pod);
  return [
    resourceRequest(
      scene,
      node.kubelet,
      'patch',
      { resource: 'pods', namespace: workload.namespace, name: pod.name, apiVersion: 'v1', subresource: 'status' },
      {
        requestObject: {
          metadata: { uid },
          status: {
            '$setElementOrder/conditions': [{ type: 'Initialized' }, { type: 'Ready' }, { type: 'PodScheduled' }],
            conditions: status['conditions'],
            containerStatuses: [containerStatus(pod, secondTime(micros - random.int(1, 90) * SECOND))],
            podIP: pod.ip,
          },
        },
        responseObject: storedPod(pod, world.nextResourceVersion(), true, micros),
      },
    ),
  ];
};

/** A pod is deleted: by its controller, or by a person. */
export const deletePod: Family = (scene) => {
  const { random, world, micros } = scene;
  const pod = random.pick(world.pods);
  const isByHand = random.chance(0.3);
  const person = personWith(scene, 'developer');
  return [
    resourceRequest(
      scene,
      isByHand ? person : controlPlaneAccount(scene, 'replicaset-controller'),
      'delete',
      { resource: 'pods', namespace: pod.workload.namespace, name: pod.name, apiVersion: 'v1' },
      {
        requestObject: {
          kind: 'DeleteOptions',
          apiVersion: 'v1',
          gracePeriodSeconds: isByHand ? 0 : undefined,
          propagationPolicy: 'Background',
        },
        responseObject: storedPod(pod, world.nextResourceVersion(), true, micros),
        allowedBy: isByHand ? allowedAsGroup('developers') : allowedAsController('replicaset-controller'),
      },
    ),
  ];
};

/** Karpenter empties a node. */
export const evictPod: Family = (scene) => {
  const { random, world } = scene;
  const karpenter = controllerNamed(scene, 'karpenter');
  const { name, uid, workload } = random.pick(world.pods);
  const { namespace } = workload;
  const isRefused = random.chance(0.4);
  return [
    resourceRequest(
      scene,
      karpenter,
      'create',
      { resource: 'pods', namespace, name, apiVersion: 'v1', subresource: 'eviction' },
      {
        requestObject: {
          kind: 'Eviction',
          apiVersion: 'policy/v1',
          metadata: { name, namespace, creationTimestamp: null },
          deleteOptions: { preconditions: { uid } },
        },
        allowedBy: karpenter.allowedBy,
        ...(isRefused
          ? {
              code: 429,
              failure: {
                message: "Cannot evict pod as it would violate the pod's disruption budget.",
                reason: 'TooManyRequests',
                details: {
                  causes: [
                    {
                      reason: 'DisruptionBudget',
                      message: `The budget ${workload.name} needs 2 healthy pods and has 2`,
                    },
                  ],
                },
              },
            }
          : {
              code: 201,
              responseObject: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
            }),
      },
    ),
  ];
};

/** A finished batch is cleared away in one request. */
export const deletePodCollection: Family = (scene) => {
  const controller = controlPlaneAccount(scene, 'namespace-controller');
  const { namespace } = scene.random.pick(scene.world.workloads);
  return [
    resourceRequest(
      scene,
      controller,
      'deletecollection',
      { resource: 'pods', namespace, apiVersion: 'v1' },
      {
        query: { labelSelector: 'example.com/batch=done' },
        requestObject: { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' },
        responseObject: {
          kind: 'PodList',
          apiVersion: 'v1',
          metadata: { resourceVersion: scene.world.nextResourceVersion() },
          items: [],
        },
        allowedBy: allowedAsController('namespace-controller'),
        latencyMicros: scene.random.int(8_000, 90_000),
      },
    ),
  ];
};
