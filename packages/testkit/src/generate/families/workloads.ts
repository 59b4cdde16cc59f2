import type { JsonObject } from '../../build/go-json';
import { deploymentManifest, storedDeployment, storedReplicaSet } from '../objects/workload';
import type { Family } from '../scene';
import {
  allowedAsController,
  allowedAsGroup,
  controllerNamed,
  controlPlaneAccount,
  personWith,
  resourceRequest,
} from '../scene';
import type { Workload } from '../world';
import type { ObjectRef } from '../api-request';

/** The deployment controller counts ready replicas: the whole object goes in and comes back. */
export const updateDeploymentStatus: Family = (scene) => {
  const { random, world, micros } = scene;
  const workload = random.pick(world.workloads);
  const revision = world.nextResourceVersion();
  const readyReplicas = random.int(0, workload.replicas);
  const requestObject = storedDeployment(workload, revision, micros, { readyReplicas });
  return [
    resourceRequest(
      scene,
      controlPlaneAccount(scene, 'deployment-controller'),
      'update',
      { ...refOf(workload), uid: workload.uid, resourceVersion: revision, subresource: 'status' },
      {
        requestObject,
        responseObject: storedDeployment(workload, world.nextResourceVersion(), micros, { readyReplicas }),
        allowedBy: allowedAsController('deployment-controller'),
      },
    ),
  ];
};

/** The replica set controller counts ready replicas. */
export const updateReplicaSetStatus: Family = (scene) => {
  const { random, world } = scene;
  const workload = random.pick(world.workloads);
  const ready = random.int(0, workload.replicas);
  const revision = world.nextResourceVersion();
  return [
    resourceRequest(
      scene,
      controlPlaneAccount(scene, 'replicaset-controller'),
      'update',
      {
        ...refOf(workload, 'replicasets', `${workload.name}-${workload.templateHash}`),
        uid: workload.replicaSetUid,
        resourceVersion: revision,
        subresource: 'status',
      },
      {
        requestObject: storedReplicaSet(workload, revision, ready),
        responseObject: storedReplicaSet(workload, world.nextResourceVersion(), ready),
        allowedBy: allowedAsController('replicaset-controller'),
      },
    ),
  ];
};

/** Somebody restarts, scales or patches a Deployment: a small patch in one of three forms, answered with the whole. */
export const patchDeployment: Family = (scene) => {
  const { random, world, micros } = scene;
  const workload = random.pick(world.workloads);
  const person = personWith(scene, random.pick(['developer', 'pipeline']));
  const replicas = random.int(1, 12);
  const patches: readonly [JsonObject | JsonObject[], ...(JsonObject | JsonObject[])[]] = [
    { spec: { replicas } },
    {
      spec: {
        template: {
          metadata: {
            annotations: { 'kubectl.kubernetes.io/restartedAt': new Date(Math.floor(micros / 1000)).toISOString() },
          },
        },
      },
    },
    [
      { op: 'test', path: '/metadata/uid', value: workload.uid },
      { op: 'replace', path: '/spec/template/spec/containers/0/image', value: workload.image },
      {
        op: 'add',
        path: '/metadata/annotations/example.com~1change',
        value: `CHG-${random.int(10_000, 99_999)} <Umstellung & Rollout>`,
      },
    ],
  ];
  return [
    resourceRequest(scene, person, 'patch', refOf(workload), {
      query: { fieldManager: 'kubectl-patch', fieldValidation: 'Strict' },
      requestObject: random.pick(patches),
      responseObject: storedDeployment(workload, world.nextResourceVersion(), micros, { withLastApplied: true }),
      allowedBy: allowedAsGroup(person.user.groups[0]!),
    }),
  ];
};

/** Argo CD applies what the repository says, server-side. */
export const applyDeployment: Family = (scene) => {
  const { random, world, micros } = scene;
  const argo = controllerNamed(scene, 'argocd-application-controller');
  const workload = random.pick(world.workloads);
  return [
    resourceRequest(scene, argo, 'patch', refOf(workload), {
      query: { fieldManager: 'argocd-controller', force: 'true' },
      requestObject: deploymentManifest(workload),
      responseObject: storedDeployment(workload, world.nextResourceVersion(), micros),
      allowedBy: argo.allowedBy,
      latencyMicros: random.int(6_000, 45_000),
    }),
  ];
};

/** The autoscaler changes the number of replicas. */
export const scaleDeployment: Family = (scene) => {
  const { random, world } = scene;
  const workload = random.pick(world.workloads);
  const { name, namespace, uid } = workload;
  const revision = world.nextResourceVersion();
  const scale = (resourceVersion: string, replicas: number): JsonObject => ({
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp: null },
    spec: { replicas },
    status: { replicas: workload.replicas, selector: `app.kubernetes.io/name=${name}` },
  });
  const replicas = random.int(1, 20);
  return [
    resourceRequest(
      scene,
      controlPlaneAccount(scene, 'horizontal-pod-autoscaler'),
      'update',
      { ...refOf(workload), uid, resourceVersion: revision, subresource: 'scale' },
      {
        requestObject: scale(revision, replicas),
        responseObject: scale(world.nextResourceVersion(), replicas),
        allowedBy: allowedAsController('horizontal-pod-autoscaler'),
      },
    ),
  ];
};

function refOf(workload: Workload, resource = 'deployments', name = workload.name): ObjectRef {
  return { resource, namespace: workload.namespace, name, apiGroup: 'apps', apiVersion: 'v1' };
}
